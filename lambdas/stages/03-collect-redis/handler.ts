import { archiveOf } from "#runtime/connections/archive.ts";
import { prometheusOf } from "#runtime/connections/prometheus.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { stageHandler } from "#runtime/stage-handler.ts";
import { checkRedis } from "./check.ts";
import { collectRedis } from "./run.ts";
import { Event } from "./schema.ts";

export const handler = stageHandler("03-collect-redis", Event, async (event) => {
  const environment = readEnvironment();
  return event.run.isCheck
    ? checkRedis(event, {
        archive: () => archiveOf(environment),
        prometheus: () => prometheusOf(environment),
      })
    : collectRedis(event, {
        archive: archiveOf(environment),
        prometheus: await prometheusOf(environment),
      });
});
