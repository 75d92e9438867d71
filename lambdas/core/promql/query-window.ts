import { SECONDS_PER_DAY, startOfDay, type UtcDay } from "../model/utc-day.ts";

const SLOT_SECONDS = 300;

/** Instants at which a range query is evaluated: `start`, every step, `end` included; epoch seconds. */
export interface QueryWindow {
  readonly start: number;
  readonly end: number;
  readonly stepSeconds: number;
}

/**
 * The 5-minute slots of whole days, 288 each: midnight belongs to the day that begins.
 *
 * @example sampleWindow("1970-01-01", "1970-01-01") // { start: 0, end: 86100, stepSeconds: 300 }
 */
export function sampleWindow(from: UtcDay, to: UtcDay): QueryWindow {
  return {
    start: startOfDay(from),
    end: startOfDay(to) + SECONDS_PER_DAY - SLOT_SECONDS,
    stepSeconds: SLOT_SECONDS,
  };
}

/**
 * One evaluation per day, one second before its end, for daily expressions: a whole range of days in one query. Each
 * instant of the answer lies in its own day.
 *
 * @example dailyWindow("1970-01-01", "1970-01-02") // { start: 86399, end: 172799, stepSeconds: 86400 }
 */
export function dailyWindow(from: UtcDay, to: UtcDay): QueryWindow {
  const lastSecond = SECONDS_PER_DAY - 1;
  return {
    start: startOfDay(from) + lastSecond,
    end: startOfDay(to) + lastSecond,
    stepSeconds: SECONDS_PER_DAY,
  };
}
