import { medianInPlace } from "#core/spc/nth-smallest.ts";
import { meanLevels, medianLevels } from "./season-levels.ts";
import type { TaughtWindow } from "./taught-window.ts";

/** Level and spread of a window, outliers cut. */
export interface Spread {
  readonly levels: Float64Array;
  readonly levelFreedom: number;
  /** From the level. */
  readonly residuals: Float64Array;
  /** The same, cut at 3.5 robust sigmas. */
  readonly cut: Float64Array;
  readonly sigma: number;
  /** A series that hardly ever moves has no spread to measure with: a departure must then be a share of the level. */
  readonly leastSigma: number;
}

const CUT_SIGMAS = 3.5;
const MAD_TO_SIGMA = 1.4826;
const FLAT_SHARE = 0.01;

/** @example fitSpread(window, window.values, true).sigma // 9.8 */
export function fitSpread(window: TaughtWindow, values: Float64Array, hasSeason: boolean): Spread {
  const { n, phases, scratch } = window;
  const first = medianLevels(window, values, hasSeason);
  for (let i = 0; i < n; i++) scratch[i] = Math.abs((values[i] ?? 0) - (first[phases[i] ?? 0] ?? 0));
  const mad = medianInPlace(scratch, n) * MAD_TO_SIGMA;
  const size = Math.abs(first[0] ?? 0);
  // More than half of the days equal: whatever moves at all is the spread.
  const room = mad > size * 1e-12 ? CUT_SIGMAS * mad : Number.POSITIVE_INFINITY;
  const tamed = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const level = first[phases[i] ?? 0] ?? 0;
    tamed[i] = Math.min(level + room, Math.max(level - room, values[i] ?? 0));
  }
  const { levels, freedom } = meanLevels(window, tamed, hasSeason);
  const residuals = new Float64Array(n);
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const residual = (values[i] ?? 0) - (levels[phases[i] ?? 0] ?? 0);
    residuals[i] = residual;
    const cut = Math.min(room, Math.max(-room, residual));
    tamed[i] = cut;
    squares += cut * cut;
  }
  const sigma = Math.sqrt(squares / Math.max(1, n - freedom));
  const isFlat = sigma <= size * 1e-12;
  const leastSigma = isFlat ? Math.max(size * FLAT_SHARE, 1e-9) : size * 1e-12 + 1e-300;
  return { levels, levelFreedom: freedom, residuals, cut: tamed, sigma, leastSigma };
}

/** Third standardised moment; 0 where nothing moves. */
export function skewness(residuals: Float64Array): number {
  let second = 0;
  let third = 0;
  for (const r of residuals) {
    second += r * r;
    third += r * r * r;
  }
  const n = residuals.length;
  return second > 0 ? third / n / (second / n) ** 1.5 : 0;
}
