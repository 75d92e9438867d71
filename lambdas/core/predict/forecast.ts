import { type TheilSen, theilSen } from "./theil-sen.ts";

/** When a metric will cross its limit, in days from the day it was asked. */
export interface Forecast {
  readonly days: number;
  /** Ends of the 80 % interval; `latest` is null where the slow end of the trend never gets there within the horizon. */
  readonly earliest: number;
  readonly latest: number | null;
}

/** Nobody plans by a forecast further away than this. */
const HORIZON_DAYS = 60;
const WINDOW_DAYS = 28;
/** Kendall's S, in standard deviations, from which a slope counts as a trend. Autocorrelation makes 2 common, 3.5 rare. */
const TREND = 3.5;

/**
 * Days until the series crosses `limit` if it goes on as in the last 28 days. Null without a significant trend towards the
 * limit, below 14 points, beyond 60 days, and where the limit is crossed already.
 *
 * @param day - index of today; later values are not looked at.
 * @example forecastDays(Float64Array.from({ length: 28 }, (_, i) => i), 27, 37)?.days // 10
 */
export function forecastDays(values: Float64Array, day: number, limit: number): Forecast | null {
  const line = theilSen(values.subarray(Math.max(0, day - WINDOW_DAYS + 1), day + 1));
  if (line === null || Math.abs(line.significance) < TREND) return null;
  const way = limit - line.levelToday;
  const days = way / line.slope;
  if (!(days > 0) || days > HORIZON_DAYS) return null;
  return { days, ...interval(line, way) };
}

function interval(line: TheilSen, way: number): Pick<Forecast, "earliest" | "latest"> {
  const ends = [way / line.low, way / line.high].map((end) => (end > 0 ? end : Number.POSITIVE_INFINITY));
  const latest = Math.max(...ends);
  return { earliest: Math.min(...ends), latest: latest <= HORIZON_DAYS * 2 ? latest : null };
}
