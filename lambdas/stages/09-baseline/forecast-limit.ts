import type { MetricDefinition } from "#core/model/metric-definition.ts";
import { percentileInPlace } from "#core/spc/percentile.ts";

/** Days over which the two statistics of a metric are compared; those of the forecast itself. */
const RATIO_DAYS = 28;

/**
 * The value that a metric is forecast to cross: its hard limit, its share of what is expected of the day (while a trend is under way that is
 * the level as it was when it began), or what there is at all. NaN where it has none.
 * @example forecastLimit({ condition: [{ kind: "limit", above: 80 }], forecastLimit: null }, 40) // 80
 */
export function forecastLimit(
  { condition, forecastLimit: capacity }: Pick<MetricDefinition, "condition" | "forecastLimit">,
  expected: number,
): number {
  for (const clause of condition ?? []) {
    if (clause.kind === "limit") return clause.above;
    if (clause.kind === "limit_below") return clause.below;
    if (clause.kind === "share_of_baseline_below") return clause.below * expected;
  }
  return capacity ?? Number.NaN;
}

/**
 * How many times the scored statistic the limit statistic usually is: days read as daily statistics have no p95, so the trend is measured on the
 * scored one and the limit moved by this. 1 where no day of the last four weeks has both.
 * @example limitRatio(Float64Array.of(50, 60), Float64Array.of(40, 48), 1) // 1.25
 */
export function limitRatio(limits: Float64Array, scored: Float64Array, day: number): number {
  const ratios: number[] = [];
  for (let past = Math.max(0, day - RATIO_DAYS + 1); past <= day; past += 1) {
    const ratio = (limits[past] ?? Number.NaN) / (scored[past] ?? Number.NaN);
    if (Number.isFinite(ratio) && ratio > 0) ratios.push(ratio);
  }
  return ratios.length === 0 ? 1 : percentileInPlace(Float64Array.from(ratios), 0.5);
}
