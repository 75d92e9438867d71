import type { TaughtWindow } from "./taught-window.ts";

const LARGEST_PHI = 0.9;
const LEAST_PAIRS = 7;

/**
 * Lag-1 autocorrelation over consecutive calendar days, its small-sample bias removed (Kendall, 1954), and shrunk to 0
 * where it is no more than noise.
 *
 * @example autocorrelation(residuals, window) // 0.48
 */
export function autocorrelation(residuals: Float64Array, { days, n }: TaughtWindow): number {
  let products = 0;
  let pairs = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const r = residuals[i] ?? 0;
    squares += r * r;
    if (i > 0 && (days[i] ?? 0) - (days[i - 1] ?? 0) === 1) {
      products += r * (residuals[i - 1] ?? 0);
      pairs++;
    }
  }
  if (pairs < LEAST_PAIRS || squares === 0) return 0;
  const raw = products / pairs / (squares / n);
  const phi = raw + (1 + 3 * raw) / pairs;
  const noise = (1 - phi * phi) / pairs / Math.max(phi * phi, 1e-9);
  return phi <= 0 ? 0 : Math.min(LARGEST_PHI, phi * Math.max(0, 1 - noise));
}
