import { archiveOf } from "#runtime/connections/archive.ts";
import { prometheusOf } from "#runtime/connections/prometheus.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { stageHandler } from "#runtime/stage-handler.ts";
import { checkedAnswer } from "./check.ts";
import { checkPrometheus, SKIPPED } from "./run.ts";
import { Event } from "./schema.ts";

export const handler = stageHandler("02-prometheus-health", Event, async (event) => {
  const environment = readEnvironment();
  const ask = async () =>
    checkPrometheus(event, {
      archive: archiveOf(environment),
      prometheus: () => prometheusOf(environment),
    });
  return event.run.isCheck ? checkedAnswer(ask, SKIPPED) : ask();
});
