import type { Archive } from "../model/archive.ts";
import type { Resource } from "../model/resource.ts";
import type { RunConfig } from "../model/run-config.ts";
import type { Shard, ShardResult } from "../model/shard.ts";
import { StageError } from "../model/stage-error.ts";
import type { MetricQuery, MetricSource } from "../ports/metric-source.ts";
import { checkCollector } from "./check-collector.ts";
import { accountAccess, queriesFor } from "./collect-cloudwatch.ts";
import type { CollectorEvent } from "./run-collector.ts";

/** Asks CloudWatch for one metric of one resource of the shard's account and region, one number for the run's last day. */
export function checkCloudWatch(
  event: CollectorEvent,
  ports: { readonly archive: () => Archive; readonly source: MetricSource },
): Promise<ShardResult> {
  const { shard, run } = event;
  const what = `CloudWatch ${shard.source} ${shard.accountId} ${shard.region}`;
  return checkCollector(what, event, ports.archive, async ({ resources }, config) => {
    const query = firstQuery(resources, shard, config);
    const { series, warnings } = await ports.source.read({
      account: accountAccess(config, shard.accountId),
      region: shard.region,
      queries: [query],
      sampleDays: [],
      dailyDays: [run.to],
    });
    const answer = series[0]?.answers[0];
    if (answer?.status !== "ok")
      throw new StageError("SourceUnavailable", warnings.join("; ") || `${query.metric}: no answer`);
    return `${query.metric} of ${query.resourceId}: ${series[0]?.daily.length ?? 0} values for ${run.to}`;
  });
}

/** @throws ContractBroken if no metric applies to any of the resources */
function firstQuery(resources: readonly Resource[], shard: Shard, config: RunConfig): MetricQuery {
  const query = resources.flatMap((resource) => queriesFor(resource, shard, config))[0];
  if (query === undefined) throw new StageError("ContractBroken", `${shard.id} has no metric to ask for`);
  return query;
}
