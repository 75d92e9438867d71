import { archiveOf } from "#runtime/connections/archive.ts";
import { storesOf } from "#runtime/connections/stores.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { stageHandler } from "#runtime/stage-handler.ts";
import { computeHealth } from "./run.ts";
import { Event } from "./schema.ts";

export const handler = stageHandler("12-health-scores", Event, async (event) => {
  const environment = readEnvironment();
  return computeHealth(event, { archive: archiveOf(environment), stores: await storesOf(environment) });
});
