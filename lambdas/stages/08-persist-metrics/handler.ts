import { archiveOf } from "#runtime/connections/archive.ts";
import { storesOf } from "#runtime/connections/stores.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { stageHandler } from "#runtime/stage-handler.ts";
import { persistMetrics } from "./run.ts";
import { Event } from "./schema.ts";

export const handler = stageHandler("08-persist-metrics", Event, async (event) => {
  const environment = readEnvironment();
  return persistMetrics(event, { archive: archiveOf(environment), stores: await storesOf(environment) });
});
