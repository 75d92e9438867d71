import { CLOUDWATCH_RETENTION, instantSeconds, needsSamples, planDays } from "../model/day-resolution.ts";
import { expectedMetrics } from "../model/expected-series.ts";
import type { RawSeries } from "../model/raw-series.ts";
import type { Resource } from "../model/resource.ts";
import type { Run } from "../model/run.ts";
import type { RunConfig } from "../model/run-config.ts";
import type { Shard } from "../model/shard.ts";
import { StageError } from "../model/stage-error.ts";
import type { UtcDay } from "../model/utc-day.ts";
import type { AccountAccess } from "../ports/cloud-inventory.ts";
import type { MetricQuery, MetricReply, MetricSource } from "../ports/metric-source.ts";
import type { Collection } from "./collection.ts";

/** Reads one shard's metrics from CloudWatch: samples where they are kept and wanted, daily statistics elsewhere. */
export async function collectCloudWatch(
  work: { readonly run: Run; readonly shard: Shard; readonly resources: readonly Resource[] },
  config: RunConfig,
  source: MetricSource,
): Promise<Collection> {
  const { run, shard, resources } = work;
  const queries = resources.flatMap((resource) => queriesFor(resource, shard, config));
  const ofPlan = Map.groupBy(queries, ({ metric }) => needsSamples(config.metrics[metric]));
  const collection = { series: [] as RawSeries[], callCount: 0, unitCount: 0, warnings: [] as string[] };
  for (const [samplesThroughout, planned] of ofPlan) {
    const plan = planDays(run, CLOUDWATCH_RETENTION, instantSeconds(run.startedAt), { samplesThroughout });
    const reply = await source.read({
      account: accountAccess(config, shard.accountId),
      region: shard.region,
      queries: planned,
      sampleDays: plan.sampleDays,
      dailyDays: plan.dailyDays,
    });
    for (const series of reply.series) collection.series.push(withLostDays(series, plan.notAvailableDays));
    collection.callCount += reply.callCount;
    collection.unitCount += reply.billedMetricCount;
    for (const warning of reply.warnings) collection.warnings.push(warning);
  }
  return collection;
}

/** What CloudWatch no longer keeps is answered for without asking. */
function withLostDays(series: MetricReply["series"][number], days: readonly UtcDay[]): RawSeries {
  const lost = days.map((date) => ({ date, resolution: "none" as const, status: "not_available" as const }));
  return { ...series, daily: [...series.daily], answers: [...lost, ...series.answers] };
}

/** How config says an account is read. @throws ConfigInvalid if config does not name it */
export function accountAccess(config: RunConfig, accountId: string): AccountAccess {
  const account = config.pipeline.accounts.find((candidate) => candidate.accountId === accountId);
  if (account === undefined)
    throw new StageError("ConfigInvalid", `account ${accountId} is not in pipeline_config.yaml`);
  return account;
}

/** What CloudWatch is asked about one resource. */
export function queriesFor(resource: Resource, shard: Shard, config: RunConfig): MetricQuery[] {
  return expectedMetrics(config.metrics, resource, [shard.source]).flatMap((metric) => {
    const definition = config.metrics[metric];
    if (definition?.source.kind !== "cloudwatch") return [];
    const { namespace, metricName, form } = definition.source;
    return [
      {
        resourceId: resource.resourceId,
        metric,
        namespace,
        metricName,
        dimensions: resource.dimensions,
        form,
      },
    ];
  });
}
