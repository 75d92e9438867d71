import { medianInPlace } from "#core/spc/nth-smallest.ts";
import type { Spread } from "./robust-spread.ts";
import type { TaughtWindow } from "./taught-window.ts";

/** How heavy the tails of a series are, and how its days become normal scores. */
export interface Tail {
  /** 1/degrees of freedom of the Student t that the residuals follow: 0 normal, 0.25 the heaviest. */
  readonly inverseFreedom: number;
  /** Scale of that t, in sigmas of the series. */
  readonly scale: number;
  /** Spread of the scores, which they are divided by. */
  readonly spread: number;
  /** How many times further out than on a normal series a single day may go, see {@link spikeFactor}. */
  readonly spikeFactor: number;
}

export const NORMAL_TAIL: Tail = { inverseFreedom: 0, scale: 1, spread: 1, spikeFactor: 1 };

/** Of a spike's limit: chosen so that t with 4 degrees of freedom stays quiet. */
const HEAVY = 3.2;
/** Nats of evidence that a series has to bring for being normal: a spike on a short history counts as a heavy tail's. */
const DOUBT = 1.2;
/** A spike has to be so many times the third largest residual that was ever taught: habits are no incidents. */
const ABOVE_HABIT = 1.5;
const NORMAL_LIMIT = 4;
/** Median of |t| with 4 degrees of freedom. */
const T4_MEDIAN = 0.7407;
const HEAVIEST = 0.25;
/** Below this the t is as good as normal. */
const LEAST_ODDS = 0.05;

/**
 * Weighs Student's t with 4 degrees of freedom against the normal by their likelihoods; the largest residual is left out,
 * it may be the one incident.
 *
 * @param sigma - spread of the residuals, outliers cut; above 0.
 * @example fitTail(window, spread, 1).inverseFreedom // 0.24 for t4, 0 for a normal series
 */
export function fitTail({ n, scratch }: TaughtWindow, { residuals }: Spread, sigma: number): Tail {
  let largest = 0;
  let second = 0;
  let third = 0;
  for (let i = 0; i < n; i++) {
    const size = Math.abs(residuals[i] ?? 0) / sigma;
    scratch[i] = size;
    if (size > largest) [largest, second, third] = [size, largest, second];
    else if (size > second) [second, third] = [size, second];
    else if (size > third) third = size;
  }
  const scale = Math.max(medianInPlace(scratch, n) / T4_MEDIAN, 1e-6);
  const evidence = heavyEvidence(scratch.subarray(0, n), largest, scale);
  const odds = logistic(evidence);
  const spikeFactor = Math.max(
    1 + (HEAVY - 1) * logistic(evidence + DOUBT) ** 2,
    (ABOVE_HABIT * third) / NORMAL_LIMIT,
  );
  if (odds < LEAST_ODDS) return { inverseFreedom: 0, scale: 1, spread: 1, spikeFactor };
  const shape = { inverseFreedom: HEAVIEST * odds, scale: scale ** odds, spread: 1, spikeFactor };
  let squares = 0;
  for (let i = 0; i < n; i++) squares += toNormalScore(shape, scratch[i] ?? 0) ** 2;
  return { ...shape, spread: Math.sqrt(squares / n) };
}

/** Log likelihood of Student's t4 minus that of the normal, both with their own spread. */
function heavyEvidence(sizes: Float64Array, largest: number, scale: number): number {
  const count = sizes.length - 1;
  let squares = -largest * largest;
  let tail = -Math.log1p((largest / scale) ** 2 / 4);
  for (const size of sizes) {
    squares += size * size;
    tail += Math.log1p((size / scale) ** 2 / 4);
  }
  const variance = Math.max(squares / count, 1e-9);
  const student = -2.5 * tail - count * (Math.log(scale) + 0.980829);
  const normal = -count * (0.5 + 0.918939 + 0.5 * Math.log(variance));
  return student - normal;
}

function logistic(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/**
 * The normal score of a residual: as many sigmas as a normal series would show for as rare a day (Wallace, Annals of
 * Mathematical Statistics 30, 1959, within 0.05).
 *
 * @param sigmas - distance from the level, signed.
 * @example toNormalScore({ inverseFreedom: 0.25, scale: 1, spread: 1, spikeFactor: 1 }, 4.604) // 2.56: p = 0.01 two-sided
 */
export function toNormalScore({ inverseFreedom, scale, spread }: Tail, sigmas: number): number {
  if (inverseFreedom === 0) return sigmas / spread;
  const t = sigmas / scale;
  const size = Math.sqrt(Math.log1p(t * t * inverseFreedom) / inverseFreedom);
  return (Math.sign(t) * size * wallace(inverseFreedom)) / spread;
}

/** The inverse of {@link toNormalScore}. */
export function fromNormalScore({ inverseFreedom, scale, spread }: Tail, score: number): number {
  if (inverseFreedom === 0) return score * spread;
  const size = Math.abs(score * spread) / wallace(inverseFreedom);
  return Math.sign(score) * scale * Math.sqrt(Math.expm1(size * size * inverseFreedom) / inverseFreedom);
}

function wallace(inverseFreedom: number): number {
  return (8 + inverseFreedom) / (8 + 3 * inverseFreedom);
}
