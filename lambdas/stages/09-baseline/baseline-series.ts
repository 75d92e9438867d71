import type { BASELINE_DAY_STATES, BaselineSeries } from "#core/model/baseline-series.ts";
import { DAY_STATUSES } from "#core/model/daily-value.ts";
import type { DailyStatistic, MetricDefinition } from "#core/model/metric-definition.ts";
import { addDays, type UtcDay } from "#core/model/utc-day.ts";
import { NO_ROW, type SeriesHistory } from "#core/ports/stores.ts";
import { BASELINE_DAYS, rollingBaseline } from "#core/spc/rolling-baseline.ts";
import { partialDays } from "./partial-days.ts";

/** Rule 4 looks at the seven days before a scored one, each against its own baseline. */
export const RULE_DAYS = 7;
/** A baseline of 30 days before those, and 30 more that say how many slots are usual for each of its days. */
export const HISTORY_DAYS = RULE_DAYS + 2 * BASELINE_DAYS;

type DayState = (typeof BASELINE_DAY_STATES)[number];

/**
 * Baselines of one series for the scored days and the {@link RULE_DAYS} before them.
 * @param historyFrom - the day of entry 0 of the history's columns
 * @param scoredFrom - first day that is scored
 */
export function baselineSeries(
  history: SeriesHistory,
  metric: MetricDefinition,
  days: { readonly historyFrom: UtcDay; readonly scoredFrom: number },
): BaselineSeries {
  const raw = history[metric.scoredStatistic];
  const states = dayStates(history);
  const values = Float64Array.from(raw, (value, day) => (states[day] === "ok" ? value : Number.NaN));
  const baseline = rollingBaseline(values);
  const from = Math.max(0, days.scoredFrom - RULE_DAYS);
  return {
    resourceId: history.resourceId,
    metric: history.metric,
    from: addDays(days.historyFrom, from),
    state: states.slice(from),
    values: numbers(values, from),
    raw: numbers(raw, from),
    limit: numbers(limitColumn(history, metric.limitStatistic), from),
    aboveZeroShare: numbers(aboveZeroShares(history), from),
    n: Array.from(baseline.count.subarray(from)),
    mean: numbers(baseline.mean, from),
    sigma: numbers(baseline.sigma, from),
  };
}

function dayStates(history: SeriesHistory): DayState[] {
  const isPartial = partialDays(history.slotsGot);
  return Array.from(history.status, (code, day): DayState => {
    if (code === NO_ROW) return "none";
    const status = DAY_STATUSES[code];
    if (status === "ok" || status === "partial") return isPartial[day] === 1 ? "partial" : "ok";
    return status === "not_available" ? "not_available" : "no_data";
  });
}

function limitColumn(history: SeriesHistory, statistic: DailyStatistic): Float64Array {
  return history[statistic];
}

function aboveZeroShares(history: SeriesHistory): Float64Array {
  return Float64Array.from(history.slotsAboveZero, (count, day) =>
    count < 0 ? Number.NaN : count / (history.slotsExpected[day] ?? Number.NaN),
  );
}

/** Leaves the typed world: NaN, which marks a hole there, becomes null. */
function numbers(column: Float64Array, from: number): (number | null)[] {
  return Array.from(column.subarray(from), (value) => (Number.isNaN(value) ? null : value));
}
