import { ALERTS_OPERATOR } from "#contract/stages.ts";
import { now } from "#runtime/clock.ts";
import { storesOf } from "#runtime/connections/stores.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { stageHandler } from "#runtime/stage-handler.ts";
import { operateAlerts } from "./run.ts";
import { Event } from "./schema.ts";

export const handler = stageHandler(ALERTS_OPERATOR.id, Event, async (event) =>
  operateAlerts(event, { stores: await storesOf(readEnvironment()), now }),
);
