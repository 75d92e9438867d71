import { counted } from "#core/alerting/counted.ts";
import type { BaselineSeries } from "#core/model/baseline-series.ts";
import type { MetricDefinition } from "#core/model/metric-definition.ts";
import { SOURCES } from "#core/model/resource.ts";
import { MINIMUM_BASELINE_DAYS } from "#core/spc/rolling-baseline.ts";

/**
 * What cannot be judged yet on the newest day, one line per source: how many of its series still learn, and when most of them will be able to
 * say what. Nothing once nearly every series of the source can.
 */
export function readinessOf(
  series: readonly BaselineSeries[],
  metrics: Readonly<Record<string, MetricDefinition>>,
): string[] {
  const bySource = Map.groupBy(series, ({ metric }) => metrics[metric]?.collectedBy ?? "rds");
  return SOURCES.flatMap((source) => {
    const ofSource = bySource.get(source) ?? [];
    const lines = [learning(ofSource), predicting(ofSource)].filter((line) => line !== null);
    return lines.length === 0 ? [] : [`${source}: ${lines.join("; ")}`];
  });
}

/** Fewer young series than this share are a few new resources, not a source that begins. */
const WORTH_A_LINE = 0.5;

function learning(series: readonly BaselineSeries[]): string | null {
  const young = series.filter(({ n }) => (n.at(-1) ?? 0) < MINIMUM_BASELINE_DAYS);
  if (young.length === 0 || young.length < WORTH_A_LINE * series.length) return null;
  const oldest = young.reduce((most, { n }) => Math.max(most, n.at(-1) ?? 0), 0);
  const missing = MINIMUM_BASELINE_DAYS - oldest;
  return `${young.length} of ${series.length} series learn, Z and rules after ${counted(missing, "more day")}`;
}

function predicting(series: readonly BaselineSeries[]): string | null {
  const mute = series.filter(({ prediction }) => (prediction.predictionN.at(-1) ?? null) === null);
  if (mute.length === 0 || mute.length < WORTH_A_LINE * series.length) return null;
  return `${mute.length} of ${series.length} without an adjusted baseline: no drift or spike yet, hard limits only`;
}
