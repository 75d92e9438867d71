import { isPresent } from "./is-present.ts";
import { requireSameLength } from "./same-length.ts";

/** Whether a day has a rate of change, and if not, why not. */
export const RATE_OF_CHANGE_STATUS = {
  known: 0,
  /** The calendar day before is a hole or before the series: an older day does not stand in for it. */
  previous_missing: 1,
  /** The value of the day before is 0, or so close to it that the percentage is not finite. */
  previous_zero: 2,
  /** The day itself is a hole. */
  missing: 3,
} as const;
type RateOfChangeStatus = (typeof RATE_OF_CHANGE_STATUS)[keyof typeof RATE_OF_CHANGE_STATUS];

/** Rate of change of each day with its status code; both arrays have the length of the series. */
export interface RateOfChange {
  /** Percent; NaN unless the status is `known`. */
  readonly pct: Float64Array;
  /** One {@link RATE_OF_CHANGE_STATUS} code per day. */
  readonly status: Uint8Array;
}

/** When a change counts; both conditions have to hold. */
export interface RateOfChangeLimit {
  /** Percent of the day before, either direction; the specification's default is 25. */
  readonly thresholdPct: number;
  /** Least change in the unit of the metric: from 1 to 2 connections is 100 % and nothing. */
  readonly absoluteFloor: number;
}

/** An empty result to pass as `into`. */
export function newRateOfChange(days: number): RateOfChange {
  return {
    pct: new Float64Array(days).fill(Number.NaN),
    status: new Uint8Array(days).fill(RATE_OF_CHANGE_STATUS.missing),
  };
}

/**
 * `(X(t) - X(t-1)) / X(t-1) * 100` against the previous calendar day.
 *
 * The denominator is signed, as the specification writes it: where the day before is negative the sign turns round, so
 * -10 to -5, a rise, is -50 %. The metrics of this system are not negative; judge by the absolute value.
 *
 * @throws RangeError if `into` has another length than `values`.
 * @example rateOfChangePct(Float64Array.of(8, 10, 5, 0, 3)).pct // [NaN, 25, -50, -100, NaN]
 * @example rateOfChangePct(Float64Array.of(8, NaN, 5, 0, 3)).status // [1, 3, 1, 0, 2]
 */
export function rateOfChangePct(
  values: Float64Array,
  into: RateOfChange = newRateOfChange(values.length),
): RateOfChange {
  requireSameLength("into", into.pct.length, values.length);
  const { pct, status } = into;
  let previous = Number.NaN;
  for (let day = 0; day < values.length; day++) {
    const value = values[day] ?? Number.NaN;
    const change = ((value - previous) / previous) * 100;
    if (isPresent(change)) {
      pct[day] = change;
      status[day] = RATE_OF_CHANGE_STATUS.known;
    } else {
      pct[day] = Number.NaN;
      status[day] = whyUnknown(value, previous);
    }
    previous = value;
  }
  return into;
}

function whyUnknown(value: number, previous: number): RateOfChangeStatus {
  if (!isPresent(value)) return RATE_OF_CHANGE_STATUS.missing;
  return isPresent(previous) ? RATE_OF_CHANGE_STATUS.previous_zero : RATE_OF_CHANGE_STATUS.previous_missing;
}

/**
 * True if a change is more than the threshold in percent, and at least the floor in the metric's own unit. False where
 * there is no rate of change.
 *
 * @example exceedsRateOfChange(100, 2, 1, { thresholdPct: 25, absoluteFloor: 5 }) // false
 * @example exceedsRateOfChange(-50, 5, 10, { thresholdPct: 25, absoluteFloor: 5 }) // true
 */
export function exceedsRateOfChange(
  pct: number,
  value: number,
  previous: number,
  limit: RateOfChangeLimit,
): boolean {
  return Math.abs(pct) > limit.thresholdPct && Math.abs(value - previous) >= limit.absoluteFloor;
}
