import { isPresent } from "./is-present.ts";
import { requireSameLength } from "./same-length.ts";

/** Calendar days before the judged day that form its baseline; the specification's "30-day rolling". */
export const BASELINE_DAYS = 30;
/** Fewer present days than this in a baseline and the day is `learning`: two weeks show each weekday twice. */
export const MINIMUM_BASELINE_DAYS = 14;

/** Sums are rebuilt at least this often, so rounding errors cannot pile up. */
const ANCHOR_DAYS = 32;
/**
 * Sums are also rebuilt when the spread falls below this share of its largest size since the last rebuild: a spike has
 * left the window and took the digits with it. Keeps the relative error of sigma under about 1e-11.
 */
const KEPT_SHARE = 1e-4;

/** What each day is measured against; entry `i` describes the window before day `i`. In the unit of the series. */
export interface RollingBaseline {
  /** Present days in the window: the n of the two columns below. */
  readonly count: Uint16Array;
  /** Arithmetic mean; NaN where `count` is 0. */
  readonly mean: Float64Array;
  /** Sample standard deviation (n - 1); NaN where `count` is below 2. */
  readonly sigma: Float64Array;
}

/** An empty result to pass as `into`, where many series of one length are computed one after the other. */
export function newRollingBaseline(days: number): RollingBaseline {
  return {
    count: new Uint16Array(days),
    mean: new Float64Array(days).fill(Number.NaN),
    sigma: new Float64Array(days).fill(Number.NaN),
  };
}

/**
 * Mean and sample standard deviation (n - 1) of the `windowDays` calendar days before each day. The day itself is never
 * part of its own baseline; holes are skipped and not replaced by older days.
 *
 * One pass: values enter and leave sums of deviations from a value of the window itself (shifted data, Chan, Golub and
 * LeVeque, The American Statistician 37, 1983), rebuilt from the window before rounding can matter. A constant window
 * therefore has exactly its value as mean and exactly 0 as sigma.
 *
 * @throws RangeError if `windowDays` is not a whole number from 1 to 65535, or `into` has another length.
 * @example rollingBaseline(Float64Array.of(1, 2, 6, 9), 3).mean // [NaN, 1, 1.5, 3]
 * @example rollingBaseline(Float64Array.of(1, 2, 6, 9), 3).sigma // [NaN, NaN, 0.7071..., 2.6457...]
 * @example rollingBaseline(Float64Array.of(1, NaN, 6, 9), 3).count // [0, 1, 1, 2]
 */
export function rollingBaseline(
  values: Float64Array,
  windowDays = BASELINE_DAYS,
  into: RollingBaseline = newRollingBaseline(values.length),
): RollingBaseline {
  if (!Number.isInteger(windowDays) || windowDays < 1 || windowDays > 65_535) {
    throw new RangeError(`windowDays is ${windowDays}: use a whole number of days from 1 to 65535`);
  }
  requireSameLength("into", into.mean.length, values.length);
  let day = 0;
  while (day < values.length) day = slideFromAnchor(values, day, windowDays, into);
  return into;
}

/**
 * Builds the sums of the window before `from`, slides them on, and returns the first day that needs new ones. A mean of
 * nothing and a spread of one value come out as 0 / 0, which is NaN, a hole.
 */
function slideFromAnchor(
  values: Float64Array,
  from: number,
  windowDays: number,
  into: RollingBaseline,
): number {
  const { count, mean, sigma } = into;
  const anchor = newestPresent(values, from, windowDays);
  const end = Math.min(from + ANCHOR_DAYS, values.length);
  let n = 0;
  let sum = 0;
  let sumOfSquares = 0;
  let largestSumOfSquares = 0;
  for (let day = Math.max(0, from - windowDays); day < end; day++) {
    if (day >= from) {
      const offset = sum / n;
      const spread = sumOfSquares - sum * offset;
      const hasKeptDigits = spread >= largestSumOfSquares * KEPT_SHARE;
      if (!hasKeptDigits && day > from) return day;
      count[day] = n;
      mean[day] = anchor + offset;
      sigma[day] = Math.sqrt(spread / (n - 1));
      const leaving = deviation(values, day - windowDays, anchor);
      if (isPresent(leaving)) {
        n--;
        sum -= leaving;
        sumOfSquares -= leaving * leaving;
      }
    }
    const entering = deviation(values, day, anchor);
    if (isPresent(entering)) {
      n++;
      sum += entering;
      sumOfSquares += entering * entering;
      if (sumOfSquares > largestSumOfSquares) largestSumOfSquares = sumOfSquares;
    }
  }
  return end;
}

/** NaN for a hole and before the series begins. */
function deviation(values: Float64Array, day: number, anchor: number): number {
  return day < 0 ? Number.NaN : (values[day] ?? Number.NaN) - anchor;
}

/** The newest value of the window before `day`; 0 if it holds none. */
function newestPresent(values: Float64Array, day: number, windowDays: number): number {
  for (let earlier = day - 1; earlier >= 0 && earlier >= day - windowDays; earlier--) {
    const value = values[earlier] ?? Number.NaN;
    if (isPresent(value)) return value;
  }
  return 0;
}
