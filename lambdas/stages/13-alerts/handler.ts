import { archiveOf } from "#runtime/connections/archive.ts";
import { storesOf } from "#runtime/connections/stores.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { stageHandler } from "#runtime/stage-handler.ts";
import { evaluateAlerts } from "./run.ts";
import { Event } from "./schema.ts";

export const handler = stageHandler("13-alerts", Event, async (event) => {
  const environment = readEnvironment();
  return evaluateAlerts(event, { archive: archiveOf(environment), stores: await storesOf(environment) });
});
