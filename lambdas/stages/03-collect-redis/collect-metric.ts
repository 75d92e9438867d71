import { contiguousWindows, type DayPlan } from "#core/model/day-resolution.ts";
import type { RawDailyStatistics, RawSamples } from "#core/model/raw-series.ts";
import type { UtcDay } from "#core/model/utc-day.ts";
import type { PrometheusAnswer, PrometheusApi } from "#core/ports/prometheus-api.ts";
import { dailyExpressions } from "#core/promql/daily-expressions.ts";
import { dailyWindow, sampleWindow } from "#core/promql/query-window.ts";
import { dailyByResource, samplesByResource } from "./redis-answers.ts";

/** What Prometheus said of one metric for all instances. */
export interface MetricAnswers {
  readonly samples: ReadonlyMap<string, RawSamples>;
  readonly daily: ReadonlyMap<string, readonly RawDailyStatistics[]>;
  /** Days whose answer may be incomplete. */
  readonly partialDays: ReadonlySet<UtcDay>;
  readonly warnings: readonly string[];
}

/**
 * Reads one metric: the sample days as 5-minute points, the daily days by subqueries over the same points.
 * @throws SourceUnavailable, SourceRefused, SourceThrottled, ContractBroken
 */
export async function collectMetric(
  expression: string,
  plan: DayPlan,
  resourceOf: (instance: string) => string,
  prometheus: PrometheusApi,
): Promise<MetricAnswers> {
  const samples = new Map<string, RawSamples>();
  const daily = new Map<string, RawDailyStatistics[]>();
  const partialDays = new Set<UtcDay>();
  const warnings: string[] = [];
  const note = (answer: PrometheusAnswer, days: readonly UtcDay[]) => {
    if (answer.isPartial) for (const day of days) partialDays.add(day);
    for (const warning of answer.warnings) warnings.push(warning);
  };
  for (const { from, to } of contiguousWindows(plan.sampleDays)) {
    const answer = await prometheus.range(expression, sampleWindow(from, to));
    note(answer, plan.sampleDays);
    for (const [resourceId, points] of samplesByResource(answer, resourceOf))
      append(samples, resourceId, points);
  }
  for (const { from, to } of contiguousWindows(plan.dailyDays)) {
    const ask = async (query: string) => {
      const answer = await prometheus.range(query, dailyWindow(from, to));
      note(answer, plan.dailyDays);
      return answer;
    };
    const { min, max, avg, countAboveZero } = dailyExpressions(expression);
    const answers = {
      min: await ask(min),
      max: await ask(max),
      avg: await ask(avg),
      countAboveZero: await ask(countAboveZero),
    };
    for (const [resourceId, days] of dailyByResource(answers, resourceOf))
      daily.set(resourceId, [...(daily.get(resourceId) ?? []), ...days]);
  }
  return { samples, daily, partialDays, warnings };
}

function append(all: Map<string, RawSamples>, resourceId: string, points: RawSamples): void {
  const known = all.get(resourceId);
  if (known === undefined) all.set(resourceId, points);
  else
    all.set(resourceId, {
      ...known,
      t: [...known.t, ...points.t],
      value: [...(known.value ?? []), ...(points.value ?? [])],
    });
}
