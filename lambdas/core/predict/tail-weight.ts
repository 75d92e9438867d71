import { percentileInPlace } from "#core/spc/percentile.ts";

/** How much further out a heavy-tailed series may go: chosen so that t with 4 degrees of freedom stays quiet. */
const HEAVY = 3.2;
/** Nats of evidence that a series has to bring for being normal: short histories count as heavy. */
const DOUBT = 1.2;
/** A spike has to be so many times the third largest residual that was ever taught: habits are no incidents. */
const ABOVE_HABIT = 1.5;
const NORMAL_LIMIT = 4;
/** Median of |t| with 4 degrees of freedom. */
const T4_MEDIAN = 0.7407;

/**
 * How much heavier than normal the tail of a series is: 1 for normal, 3.2 for Student's t with 4 degrees of freedom, in
 * between by the squared odds of the two likelihoods, and more for a series in which large single days are a habit. The largest
 * residual is left out: it may be the one incident.
 *
 * @param sigma - spread of the residuals, outliers cut; above 0.
 * @example tailWeight(normalResiduals, 1) // 1.05
 */
export function tailWeight(residuals: Float64Array, sigma: number): number {
  const sizes = residuals.map((r) => Math.abs(r) / sigma).sort();
  const kept = sizes.subarray(0, sizes.length - 1);
  const habit = (ABOVE_HABIT * (sizes.at(-3) ?? 0)) / NORMAL_LIMIT;
  const odds = 1 / (1 + Math.exp(-heavyEvidence(kept) - DOUBT));
  return Math.max(1 + (HEAVY - 1) * odds * odds, habit);
}

/** Log likelihood of Student's t4 minus that of the normal, both with their own spread. */
function heavyEvidence(sizes: Float64Array): number {
  let squares = 0;
  for (const size of sizes) squares += size * size;
  const variance = Math.max(squares / sizes.length, 1e-9);
  const scale = Math.max(percentileInPlace(sizes, 0.5) / T4_MEDIAN, 1e-6);
  let tail = 0;
  for (const size of sizes) tail += Math.log1p((size / scale) ** 2 / 4);
  const student = -2.5 * tail - sizes.length * (Math.log(scale) + 0.980829);
  const normal = -sizes.length * (0.5 + 0.918939 + 0.5 * Math.log(variance));
  return student - normal;
}
