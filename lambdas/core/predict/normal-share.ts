/**
 * Share of a standard normal at or below `z`, within 1e-7 (Abramowitz and Stegun, Handbook of Mathematical Functions,
 * 26.2.17).
 *
 * @example normalShare(1.96) // 0.975
 */
export function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const polynomial =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const upper = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
  return z >= 0 ? 1 - upper : upper;
}
