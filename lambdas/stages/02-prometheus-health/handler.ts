import { archiveOf } from "#runtime/connections/archive.ts";
import { prometheusOf } from "#runtime/connections/prometheus.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { stageHandler } from "#runtime/stage-handler.ts";
import { checkPrometheus } from "./run.ts";
import { Event } from "./schema.ts";

export const handler = stageHandler("02-prometheus-health", Event, async (event) => {
  const environment = readEnvironment();
  return checkPrometheus(event, {
    archive: archiveOf(environment),
    prometheus: await prometheusOf(environment),
  });
});
