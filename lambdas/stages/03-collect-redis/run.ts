import type { Collection } from "#core/collect/collection.ts";
import { isAddress, resourceIdsByEndpoint } from "#core/collect/redis-instances.ts";
import { type CollectorWork, runCollector } from "#core/collect/run-collector.ts";
import type { Archive } from "#core/model/archive.ts";
import { type DayPlan, instantSeconds, needsSamples, planDays } from "#core/model/day-resolution.ts";
import { expectedMetrics } from "#core/model/expected-series.ts";
import type { DayAnswer, RawSeries } from "#core/model/raw-series.ts";
import type { Resource } from "#core/model/resource.ts";
import type { RunConfig } from "#core/model/run-config.ts";
import { StageError } from "#core/model/stage-error.ts";
import { SECONDS_PER_DAY } from "#core/model/utc-day.ts";
import type { PrometheusApi } from "#core/ports/prometheus-api.ts";
import { metricExpression } from "#core/promql/metric-expression.ts";
import { collectMetric, type MetricAnswers } from "./collect-metric.ts";
import type { Answer, Event } from "./schema.ts";
import { unlimitedInstances } from "./unlimited-instances.ts";

interface Ports {
  readonly archive: Archive;
  /** Null where no Prometheus is configured. */
  readonly prometheus: PrometheusApi | null;
}

/** The metric that does not exist on a Redis without maxmemory. */
const MEMORY_METRIC = "redis.memory_usage_pct";

/** How a metric's days were asked for, and what came of it; null: the query failed. */
interface Asked {
  readonly plan: DayPlan;
  readonly answers: MetricAnswers | null;
}

/** Reads every Redis metric for every instance that Prometheus knows. @throws SourceUnavailable if 02 found no Prometheus to ask */
export async function collectRedis(event: Event, { archive, prometheus }: Ports): Promise<Answer> {
  if (prometheus === null || !event.prometheus.canCollect) {
    throw new StageError(
      "SourceUnavailable",
      "Prometheus could not be asked: see stage 02-prometheus-health of this run",
    );
  }
  return runCollector("03-collect-redis", event, archive, (work, config) =>
    collect(work, event.prometheus.retentionSeconds, config, prometheus),
  );
}

async function collect(
  work: CollectorWork,
  knownRetentionSeconds: number | null,
  config: RunConfig,
  prometheus: PrometheusApi,
): Promise<Collection> {
  const { scrapeIntervalSeconds, fallbackRetentionDays } = config.pipeline.prometheus;
  const keptSeconds = knownRetentionSeconds ?? fallbackRetentionDays * SECONDS_PER_DAY;
  const nowSeconds = instantSeconds(work.run.startedAt);
  const retention = { sampleSeconds: keptSeconds, dailySeconds: keptSeconds };
  const resolve = resourceIdsByEndpoint(work.resources);
  const resourceOf = (instance: string) => resolve(instance).resourceId;
  const unlimited = await unlimitedInstances(prometheus, nowSeconds, resourceOf);
  const warnings: string[] = [];
  const asked = new Map<string, Asked>();
  for (const [metric, definition] of Object.entries(config.metrics)) {
    if (definition.source.kind !== "prometheus") continue;
    const expression = metricExpression(definition.source.query, scrapeIntervalSeconds);
    const plan = planDays(work.run, retention, nowSeconds, { samplesThroughout: needsSamples(definition) });
    const answers = await collectMetric(expression, plan, resourceOf, prometheus).catch((error: unknown) => {
      if (!(error instanceof StageError)) throw error;
      warnings.push(`${metric}: ${error.name}: ${error.message}`);
      return null;
    });
    for (const warning of answers?.warnings ?? []) warnings.push(warning);
    asked.set(metric, { plan, answers });
  }
  // 02 warns of those whose label is no address.
  const strangers = strangersIn([...asked.values()], work.resources).filter(isAddress);
  const series = [...asked].flatMap(([metric, { plan, answers }]) =>
    metricSeries(metric, {
      work,
      config,
      plan,
      answers,
      strangers,
      unlimited: metric === MEMORY_METRIC ? unlimited : NONE,
    }),
  );
  return { series, callCount: prometheus.callCount, unitCount: 0, warnings };
}

/** Instances that only Prometheus knows: each gets every metric, so that one without a value is seen to be without. */
function strangersIn(asked: readonly Asked[], nodes: readonly Resource[]): string[] {
  const known = new Set(nodes.map((node) => node.resourceId));
  const seen = asked.flatMap(({ answers }) => [
    ...(answers?.samples.keys() ?? []),
    ...(answers?.daily.keys() ?? []),
  ]);
  return [...new Set(seen)].filter((resourceId) => !known.has(resourceId));
}

const NONE: ReadonlySet<string> = new Set();

/** One series per node of the shard, and per instance that only Prometheus knows. */
function metricSeries(
  metric: string,
  found: Asked & {
    readonly work: CollectorWork;
    readonly config: RunConfig;
    readonly strangers: readonly string[];
    readonly unlimited: ReadonlySet<string>;
  },
): RawSeries[] {
  const { work, config, plan, answers, strangers, unlimited } = found;
  const expected = work.resources.filter((node) =>
    expectedMetrics(config.metrics, node, ["redis"]).includes(metric),
  );
  const ids = [...expected.map((node) => node.resourceId), ...strangers];
  return ids.toSorted().map((resourceId) => ({
    resourceId,
    metric,
    answers: dayAnswers(plan, answers, unlimited.has(resourceId)),
    samples: answers?.samples.get(resourceId) ?? null,
    daily: [...(answers?.daily.get(resourceId) ?? [])],
  }));
}

function dayAnswers(plan: DayPlan, answers: MetricAnswers | null, isUnlimited: boolean): DayAnswer[] {
  const status = (date: string): DayAnswer["status"] => {
    if (isUnlimited) return "not_available";
    if (answers === null) return "failed";
    return answers.partialDays.has(date) ? "partial" : "ok";
  };
  return [
    ...plan.notAvailableDays.map((date) => ({
      date,
      resolution: "none" as const,
      status: "not_available" as const,
    })),
    ...plan.dailyDays.map((date) => ({ date, resolution: "daily" as const, status: status(date) })),
    ...plan.sampleDays.map((date) => ({ date, resolution: "samples" as const, status: status(date) })),
  ];
}
