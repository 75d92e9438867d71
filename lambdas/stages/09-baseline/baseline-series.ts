import type { BaselineSeries } from "#core/model/baseline-series.ts";
import { addDays, type UtcDay } from "#core/model/utc-day.ts";
import type { SeriesHistory } from "#core/ports/stores.ts";
import {
  BASELINE_DAYS,
  newRollingBaseline,
  type RollingBaseline,
  rollingBaseline,
} from "#core/spc/rolling-baseline.ts";
import type { KnownSeries } from "./known-series.ts";

/** Rule 4 looks at the seven days before a scored one, each against its own baseline. */
export const RULE_DAYS = 7;

/**
 * Rolling baselines of one series for the scored days and the {@link RULE_DAYS} before them.
 * @param days - `historyFrom` is the day of entry 0 of the columns, `scoredFrom` the index of the first day that is scored
 */
export function baselineSeries(
  { history, metric, states, values }: KnownSeries,
  days: { readonly historyFrom: UtcDay; readonly scoredFrom: number },
): Omit<BaselineSeries, "prediction"> {
  const from = Math.max(0, days.scoredFrom - RULE_DAYS);
  const baseline = baselinesFrom(values, from);
  return {
    resourceId: history.resourceId,
    metric: history.metric,
    from: addDays(days.historyFrom, from),
    state: states.slice(from),
    values: numbers(values, from),
    raw: numbers(history[metric.scoredStatistic], from),
    limit: numbers(history[metric.limitStatistic], from),
    aboveZeroShare: aboveZeroShares(history, from),
    n: Array.from(baseline.count),
    mean: numbers(baseline.mean, 0),
    sigma: numbers(baseline.sigma, 0),
  };
}

/**
 * Baselines of the days from an index on, each from the 30 values before it alone: a sum that rolled on from the first day of the run would differ in
 * its last digits from one run to the next.
 */
function baselinesFrom(values: Float64Array, from: number): RollingBaseline {
  const baselines = newRollingBaseline(values.length - from);
  const window = newRollingBaseline(BASELINE_DAYS + 1);
  for (let day = from; day < values.length; day += 1) {
    const first = Math.max(0, day - BASELINE_DAYS);
    const known = values.subarray(first, day + 1);
    const last = known.length - 1;
    const result =
      known.length === window.mean.length
        ? rollingBaseline(known, BASELINE_DAYS, window)
        : rollingBaseline(known);
    baselines.count[day - from] = result.count[last] ?? 0;
    baselines.mean[day - from] = result.mean[last] ?? Number.NaN;
    baselines.sigma[day - from] = result.sigma[last] ?? Number.NaN;
  }
  return baselines;
}

function aboveZeroShares({ slotsAboveZero, slotsExpected }: SeriesHistory, from: number): (number | null)[] {
  const shares = new Float64Array(slotsAboveZero.length).fill(Number.NaN);
  for (let day = from; day < shares.length; day += 1) {
    const count = slotsAboveZero[day] ?? -1;
    if (count >= 0) shares[day] = count / (slotsExpected[day] ?? Number.NaN);
  }
  return numbers(shares, from);
}

/** Leaves the typed world: NaN, which marks a hole there, becomes null. */
function numbers(column: Float64Array, from: number): (number | null)[] {
  const left: (number | null)[] = [];
  for (let day = from; day < column.length; day += 1) {
    const value = column[day] ?? Number.NaN;
    left.push(Number.isNaN(value) ? null : value);
  }
  return left;
}
