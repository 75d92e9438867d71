import { autocorrelation } from "./autocorrelation.ts";
import { fromScale, logScale, type MetricScale, PLAIN_SCALE, toScale } from "./metric-scale.ts";
import type { PredictionSettings } from "./prediction-settings.ts";
import { recentShift } from "./recent-shift.ts";
import { fitSpread, type Spread, skewness } from "./robust-spread.ts";
import { fitTail, fromNormalScore, NORMAL_TAIL, type Tail, toNormalScore } from "./tail-shape.ts";
import type { TaughtWindow } from "./taught-window.ts";

/** What one series looks like when nothing is wrong, as known on one day. */
export interface BaselineModel {
  readonly scale: MetricScale;
  /** Level by day modulo their number, in the unit of the scale. */
  readonly levels: Float64Array;
  /** Degrees of freedom that the levels took: 1 without a season, up to its period. */
  readonly levelFreedom: number;
  /** Spread of a single day in the unit of the scale, outliers cut; above 0. */
  readonly sigma: number;
  readonly tail: Tail;
  /** Lag-1 autocorrelation of the residuals, 0 to 0.9. */
  readonly phi: number;
  /** Days that taught its spread, autocorrelation and season. */
  readonly n: number;
  /** The newest of them that taught its level. */
  readonly levelN: number;
}

const SKEWNESS_FOR_LOG = 0.35;
/** A value outside the logarithm's reach, or an absurd one, counts as this many sigmas. */
const MOST_SIGMAS = 30;

/**
 * Fits the model to the taught days.
 *
 * @example fitBaseline(window, PREDICTION_SETTINGS).phi // 0.48
 */
export function fitBaseline(window: TaughtWindow, settings: PredictionSettings): BaselineModel {
  const { n } = window;
  const hasSeason = n >= settings.seasonCycles * settings.period;
  const { scale, spread } = settings.fitsScale
    ? nearestToNormal(window, hasSeason)
    : { scale: PLAIN_SCALE, spread: fitSpread(window, window.values, hasSeason) };
  const phi = settings.fitsAutocorrelation ? autocorrelation(spread.cut, window) : 0;
  // A short stretch of an autocorrelated series shows less than its whole spread.
  const shown = Math.max(0.3, 1 - (1 + phi) / (1 - phi) / n);
  const sigma = Math.max(spread.sigma / Math.sqrt(shown), spread.leastSigma);
  const shift = recentShift(spread.cut, window, { phi, sigma, settings });
  return {
    scale,
    levels: spread.levels.map((level) => level + shift),
    levelFreedom: spread.levelFreedom,
    sigma,
    tail: settings.fitsTail ? fitTail(window, spread, sigma) : NORMAL_TAIL,
    phi,
    n,
    levelN: Math.min(n, settings.levelDays),
  };
}

/** The first scale that leaves little skewness, or the one that leaves the least. */
function nearestToNormal(window: TaughtWindow, hasSeason: boolean): { scale: MetricScale; spread: Spread } {
  const plain = fitSpread(window, window.values, hasSeason);
  let best = { scale: PLAIN_SCALE, spread: plain };
  let left = skewness(plain.cut);
  if (Math.abs(left) <= SKEWNESS_FOR_LOG) return best;
  const sign = left > 0 ? 1 : -1;
  const values = plain.residuals.map((residual) => residual + (plain.levels[0] ?? 0));
  const isSure = Math.abs(left) > SKEWNESS_FOR_LOG + 2 * Math.sqrt(6 / window.n);
  for (const scale of [{ sign, origin: 0 } as const, isSure ? logScale(window, values, sign) : null]) {
    if (scale === null) continue;
    const scaled = window.values.map((value) => toScale(scale, value));
    if (!scaled.subarray(0, window.n).every(Number.isFinite)) continue;
    const spread = fitSpread(window, scaled, hasSeason);
    const skew = skewness(spread.cut);
    if (Math.abs(skew) >= Math.abs(left)) continue;
    best = { scale, spread };
    left = skew;
    if (Math.abs(left) <= SKEWNESS_FOR_LOG) break;
  }
  return best;
}

/** Sigmas from the level of its phase in the unit of the scale; NaN for a hole. */
export function sigmasFromLevel(model: BaselineModel, value: number, day: number): number {
  const { scale, levels, sigma } = model;
  const sigmas = (toScale(scale, value) - (levels[day % levels.length] ?? Number.NaN)) / sigma;
  return Math.min(MOST_SIGMAS, Math.max(-MOST_SIGMAS, sigmas));
}

/** The same as a normal score, see {@link toNormalScore}. */
export function residualOf(model: BaselineModel, value: number, day: number): number {
  return toNormalScore(model.tail, sigmasFromLevel(model, value, day));
}

/**
 * The value whose residual is `residual`: 0 for the expected one, -3 and 3 for the range of 99.7 % of days.
 *
 * @example valueAt(model, 10, 0) // 104.2
 */
export function valueAt(
  { scale, levels, sigma, tail }: BaselineModel,
  day: number,
  residual: number,
): number {
  return fromScale(
    scale,
    (levels[day % levels.length] ?? Number.NaN) + sigma * fromNormalScore(tail, residual),
  );
}
