import type { BASELINE_DAY_STATES } from "#core/model/baseline-series.ts";
import { DAY_STATUSES } from "#core/model/daily-value.ts";
import type { MetricDefinition } from "#core/model/metric-definition.ts";
import { NO_ROW, type SeriesHistory } from "#core/ports/stores.ts";
import { partialDays } from "./partial-days.ts";

type DayState = (typeof BASELINE_DAY_STATES)[number];

/** A stored series with what its days are good for; entry 0 of every column is the first day that was read. */
export interface KnownSeries {
  readonly history: SeriesHistory;
  readonly metric: MetricDefinition;
  readonly states: readonly DayState[];
  /** The scored statistic; NaN on days that may not be scored or teach a baseline. */
  readonly values: Float64Array;
}

/** Sorts out which days of a series may be scored and teach. */
export function knownSeries(history: SeriesHistory, metric: MetricDefinition): KnownSeries {
  const states: DayState[] = [];
  const values = history[metric.scoredStatistic].slice();
  const isPartial = partialDays(history.slotsGot);
  for (const [day, code] of history.status.entries()) {
    const state = dayState(code, isPartial[day] === 1);
    states.push(state);
    if (state !== "ok") values[day] = Number.NaN;
  }
  return { history, metric, states, values };
}

function dayState(code: number, isPartial: boolean): DayState {
  if (code === NO_ROW) return "none";
  const status = DAY_STATUSES[code];
  if (status === "ok" || status === "partial") return isPartial ? "partial" : "ok";
  return status === "not_available" ? "not_available" : "no_data";
}
