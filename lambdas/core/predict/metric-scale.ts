import { nthSmallestInPlace } from "#core/spc/nth-smallest.ts";
import type { TaughtWindow } from "./taught-window.ts";

/**
 * The unit in which a series is nearest to normal: the value itself (`sign` 0), or the logarithm of its distance from an
 * origin, above it (`sign` 1, long upper tail) or below it (`sign` -1, long lower tail).
 */
export interface MetricScale {
  readonly sign: -1 | 0 | 1;
  readonly origin: number;
}

export const PLAIN_SCALE: MetricScale = { sign: 0, origin: 0 };

/**
 * Into the scale, rising with the value; -Infinity or Infinity for a value on the wrong side of the origin.
 *
 * @example toScale({ sign: 1, origin: 0 }, Math.E) // 1
 */
export function toScale({ sign, origin }: MetricScale, value: number): number {
  if (sign === 0) return value;
  return sign * Math.log(Math.max(0, sign * (value - origin)));
}

/** The inverse of {@link toScale}. @example fromScale({ sign: -1, origin: 100 }, 0) // 99 */
export function fromScale({ sign, origin }: MetricScale, scaled: number): number {
  return sign === 0 ? scaled : origin + sign * Math.exp(sign * scaled);
}

const OUTER_SHARE = 0.07;
/** A value may come so much nearer to the origin than any before, in shares of the distance from there to the median. */
const ROOM = 0.25;

/**
 * The logarithmic scale whose 7th and 93rd percentiles lie equally far from its median (Stedinger, Water Resources
 * Research 16, 1980); null if there is none on that side.
 *
 * @param sign - side of the long tail.
 * @param values - without their season.
 * @example logScale(window, values, 1)?.origin // -0.2 for an exponential with mean 1
 */
export function logScale(window: TaughtWindow, values: Float64Array, sign: -1 | 1): MetricScale | null {
  const { n, scratch } = window;
  scratch.set(values.subarray(0, n));
  const outer = Math.round(OUTER_SHARE * (n - 1));
  const low = nthSmallestInPlace(scratch, n, outer);
  const high = nthSmallestInPlace(scratch, n, n - 1 - outer);
  const median = nthSmallestInPlace(scratch, n, n >> 1);
  const bend = low + high - 2 * median;
  if (bend * sign <= 0) return null;
  let nearest = median;
  for (let i = 0; i < n; i++) {
    const value = values[i] ?? 0;
    if ((value - nearest) * sign < 0) nearest = value;
  }
  const furthest = nearest - ROOM * (median - nearest);
  const origin = (low * high - median * median) / bend;
  return { sign, origin: sign > 0 ? Math.min(origin, furthest) : Math.max(origin, furthest) };
}
