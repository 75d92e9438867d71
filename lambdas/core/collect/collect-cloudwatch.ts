import { CLOUDWATCH_RETENTION, instantSeconds, planDays } from "../model/day-resolution.ts";
import { expectedMetrics } from "../model/expected-series.ts";
import type { RawSeries } from "../model/raw-series.ts";
import type { Resource } from "../model/resource.ts";
import type { Run } from "../model/run.ts";
import type { RunConfig } from "../model/run-config.ts";
import type { Shard } from "../model/shard.ts";
import { StageError } from "../model/stage-error.ts";
import type { AccountAccess } from "../ports/cloud-inventory.ts";
import type { MetricQuery, MetricSource } from "../ports/metric-source.ts";
import type { Collection } from "./collection.ts";

/** Reads one shard's metrics from CloudWatch: samples where they are kept and wanted, daily statistics elsewhere. */
export async function collectCloudWatch(
  work: { readonly run: Run; readonly shard: Shard; readonly resources: readonly Resource[] },
  config: RunConfig,
  source: MetricSource,
): Promise<Collection> {
  const { run, shard, resources } = work;
  const plan = planDays(run, CLOUDWATCH_RETENTION, instantSeconds(run.startedAt));
  const reply = await source.read({
    account: accountAccess(config, shard.accountId),
    region: shard.region,
    queries: resources.flatMap((resource) => queriesFor(resource, shard, config)),
    sampleDays: plan.sampleDays,
    dailyDays: plan.dailyDays,
  });
  const lost = plan.notAvailableDays.map((date) => ({
    date,
    resolution: "none" as const,
    status: "not_available" as const,
  }));
  const series = reply.series.map(
    ({ resourceId, metric, samples, daily, answers }): RawSeries => ({
      resourceId,
      metric,
      samples,
      daily: [...daily],
      answers: [...lost, ...answers],
    }),
  );
  return { series, callCount: reply.callCount, unitCount: reply.billedMetricCount, warnings: reply.warnings };
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
