import type { MetricDefinition } from "#core/model/metric-definition.ts";
import type { RawSamples } from "#core/model/raw-series.ts";

/** Stands for a slot without a point; read as one reading of zero where the metric's gap policy says so. */
export const NO_POINT = -1;

/** Reads one point of raw samples in the metric's stored unit, whichever columns its source sends. */
export interface SlotReader {
  /** True if the source sends a spread and a number of readings with each point. */
  readonly hasSpread: boolean;
  /** False for a point without a number, or outside what the metric can be. */
  accepts(index: number): boolean;
  sum(index: number): number;
  count(index: number): number;
  min(index: number): number;
  max(index: number): number;
}

export function slotReader(samples: RawSamples, metric: MetricDefinition): SlotReader {
  const { factor } = metric.conversion;
  const { min, max } = metric.validRange;
  const column = (values: readonly (number | null)[] | undefined) => (index: number) =>
    index === NO_POINT ? 0 : (values?.[index] ?? Number.NaN) * factor;
  const least = column(samples.min);
  const most = column(samples.max);
  const sum = column(samples.value ?? samples.sum);
  const counts = samples.count;
  const hasSpread = counts !== undefined;
  const count = (index: number) =>
    index === NO_POINT ? 1 : (counts?.[index] ?? (hasSpread ? Number.NaN : 1));
  return {
    hasSpread,
    sum,
    count,
    min: least,
    max: most,
    accepts(index) {
      const value = sum(index) / count(index);
      // A cut answer may hold a point's sum without its minimum: half a point is none.
      const isWhole = !hasSpread || Number.isFinite(least(index) + most(index));
      return isWhole && Number.isFinite(value) && value >= min && (max === null || value <= max);
    },
  };
}
