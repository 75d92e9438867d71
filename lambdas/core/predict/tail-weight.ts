/** How many of the largest residuals are looked at. */
const TOP_COUNT = 3;
/** Ratios up to this are what a normal series shows by chance. */
const CHANCE = 1.1;

/**
 * How much heavier than normal the tail is: the mean of the three largest absolute residuals over what a normal sample of
 * that size would show, squared because a tail that is heavier where it was seen is heavier still where it was not.
 *
 * @param sigma - spread of the residuals, outliers cut.
 * @example tailWeight(Float64Array.of(0.1, -0.2, 0.3, 0.1, -0.1), 1) // 1
 */
export function tailWeight(residuals: Float64Array, sigma: number): number {
  const sizes = residuals.map(Math.abs).sort();
  const top = Math.min(TOP_COUNT, sizes.length);
  let seen = 0;
  for (let i = sizes.length - top; i < sizes.length; i++) seen += sizes[i] ?? 0;
  let expected = 0;
  for (let i = 1; i <= top; i++) expected += absoluteNormalQuantile((i - 0.4) / (sizes.length + 0.2));
  const ratio = expected > 0 ? seen / sigma / expected / CHANCE : 1;
  return Math.max(1, ratio) ** 2;
}

/** z with P(|N| > z) = p, by Hastings' rational approximation (Abramowitz and Stegun 26.2.23, error below 0.00045). */
function absoluteNormalQuantile(p: number): number {
  const t = Math.sqrt(-2 * Math.log(p / 2));
  const above = 2.515517 + t * (0.802853 + t * 0.010328);
  return t - above / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
}
