import { SAMPLER } from "#contract/stages.ts";
import { now } from "#runtime/clock.ts";
import { archiveOf } from "#runtime/connections/archive.ts";
import { gatewayOf } from "#runtime/connections/gateway.ts";
import { emitMetrics } from "#runtime/embedded-metrics.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { stageHandler } from "#runtime/stage-handler.ts";
import { sampleDatabase } from "./run.ts";
import { Event } from "./schema.ts";

export const handler = stageHandler(SAMPLER.id, Event, async () => {
  const environment = readEnvironment();
  const gateway = await gatewayOf(environment);
  try {
    const answer = await sampleDatabase(
      { nowSeconds: Math.floor(Date.parse(now()) / 1000) },
      { gateway, archive: archiveOf(environment) },
    );
    const metrics = { DatabasesSampled: answer.answered, DatabasesNotSampled: answer.failed };
    emitMetrics(environment.METRIC_NAMESPACE, metrics, Date.now());
    return answer;
  } finally {
    await gateway.close();
  }
});
