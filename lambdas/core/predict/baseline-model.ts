import { percentileInPlace } from "#core/spc/percentile.ts";
import type { PredictionSettings } from "./prediction-settings.ts";
import { recentShift } from "./recent-shift.ts";
import { tailWeight } from "./tail-weight.ts";

/** What one series looks like when nothing is wrong, as known on one day. Its residuals are in `sigma`s of its own scale. */
export interface BaselineModel {
  /** True if the logarithm is nearer to normal than the value itself. */
  readonly isLog: boolean;
  /** Level by day index modulo 7, in the transformed unit. */
  readonly levels: Float64Array;
  /** Degrees of freedom that the levels took: 7, or 1 without weekdays. */
  readonly levelCount: number;
  /** Spread of a single day in the transformed unit, outliers cut; above 0. */
  readonly sigma: number;
  /** Lag-1 autocorrelation of the residuals, 0 to 0.9. */
  readonly phi: number;
  /** Days that taught its spread, autocorrelation and weekdays. */
  readonly n: number;
  /** The newest of them that taught its level. */
  readonly levelN: number;
  /** 1 for a normal tail, more for a heavier one, see {@link tailWeight}. */
  readonly tail: number;
}

/** Residuals beyond this many robust sigmas are cut back to it while the model is fitted. */
const CUT_SIGMAS = 3.5;
const MAD_TO_SIGMA = 1.4826;
const SKEWNESS_FOR_LOG = 0.35;
/** A series that hardly ever moves has no spread to measure with: a departure must then be this share of the level. */
const FLAT_SHARE = 0.01;
const LARGEST_PHI = 0.9;

/**
 * Fits the model to the taught days.
 *
 * @param days - indexes into `values`, ascending, all present.
 * @example fitBaseline(values, days, PREDICTION_SETTINGS).phi // 0.48
 */
export function fitBaseline(
  values: Float64Array,
  days: Int32Array,
  settings: PredictionSettings,
): BaselineModel {
  const plain = Float64Array.from(days, (day) => values[day] ?? Number.NaN);
  const byWeekday = days.length >= settings.weekdayBaselineDays;
  const asItIs = spreadOf(plain, days, byWeekday);
  const skewed = plain.every((value) => value > 0) && skewness(asItIs.residuals) > SKEWNESS_FOR_LOG;
  const logged = skewed ? spreadOf(plain.map(Math.log), days, byWeekday) : null;
  const isLog = logged !== null && Math.abs(skewness(logged.residuals)) < skewness(asItIs.residuals);
  const spread = isLog ? logged : asItIs;
  const phi = autocorrelation(spread.cut, days);
  const n = days.length;
  const levelCount = byWeekday ? 7 : 1;
  // A short stretch of an autocorrelated series shows less than its whole spread.
  const shown = Math.max(0.3, 1 - (1 + phi) / (1 - phi) / n);
  const sigma = Math.max(spread.sigma / Math.sqrt(shown), spread.leastSigma);
  const tail = tailWeight(spread.residuals, sigma);
  const shift = recentShift(spread.cut, days, { phi, sigma, settings });
  const levels = spread.levels.map((level) => level + shift);
  return { isLog, levels, levelCount, sigma, phi, n, levelN: Math.min(n, settings.levelDays), tail };
}

/** Sigmas from the level of its weekday; NaN for a hole. A value at or below 0 of a logged series counts as far below. */
export function residualOf(model: BaselineModel, value: number, day: number): number {
  if (Number.isNaN(value)) return Number.NaN;
  const level = model.levels[day % 7] ?? Number.NaN;
  if (!model.isLog) return (value - level) / model.sigma;
  return value > 0 ? (Math.log(value) - level) / model.sigma : -20;
}

interface Spread {
  readonly levels: Float64Array;
  readonly residuals: Float64Array;
  readonly cut: Float64Array;
  readonly sigma: number;
  readonly leastSigma: number;
}

function spreadOf(values: Float64Array, days: Int32Array, byWeekday: boolean): Spread {
  const firstLevels = levelsOf(values, days, byWeekday);
  const first = values.map((value, i) => value - (firstLevels[(days[i] ?? 0) % 7] ?? 0));
  const mad = percentileInPlace(first.map(Math.abs), 0.5) * MAD_TO_SIGMA;
  const room = CUT_SIGMAS * mad;
  const tamed = values.map((value, i) => {
    const level = firstLevels[(days[i] ?? 0) % 7] ?? 0;
    return Math.min(level + room, Math.max(level - room, value));
  });
  const isFlat = mad < 1e-12;
  const levels = isFlat ? firstLevels : levelsOf(tamed, days, byWeekday);
  const residuals = values.map((value, i) => value - (levels[(days[i] ?? 0) % 7] ?? 0));
  const cut = isFlat ? residuals : residuals.map((r) => Math.min(room, Math.max(-room, r)));
  let sum = 0;
  for (const r of cut) sum += r * r;
  const freedom = Math.max(1, values.length - (byWeekday ? 7 : 1));
  const size = Math.abs(levels[0] ?? 0);
  const leastSigma = isFlat ? Math.max(size * FLAT_SHARE, 1e-9) : size * 1e-12 + 1e-300;
  return { levels, residuals, cut, sigma: Math.sqrt(sum / freedom), leastSigma };
}

function levelsOf(values: Float64Array, days: Int32Array, byWeekday: boolean): Float64Array {
  const sums = new Float64Array(7);
  const counts = new Float64Array(7);
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    const weekday = (days[i] ?? 0) % 7;
    sums[weekday] = (sums[weekday] ?? 0) + value;
    counts[weekday] = (counts[weekday] ?? 0) + 1;
    total += value;
  }
  const mean = total / values.length;
  return sums.map((sum, weekday) => {
    const count = counts[weekday] ?? 0;
    return byWeekday && count >= 2 ? sum / count : mean;
  });
}

function skewness(residuals: Float64Array): number {
  let second = 0;
  let third = 0;
  for (const r of residuals) {
    second += r * r;
    third += r * r * r;
  }
  const n = residuals.length;
  return second > 0 ? third / n / (second / n) ** 1.5 : 0;
}

/** Lag 1 over consecutive calendar days, its small-sample bias removed, and shrunk to 0 where it is no more than noise. */
function autocorrelation(residuals: Float64Array, days: Int32Array): number {
  let products = 0;
  let pairs = 0;
  let squares = 0;
  for (let i = 0; i < residuals.length; i++) {
    const r = residuals[i] ?? 0;
    squares += r * r;
    if (i > 0 && (days[i] ?? 0) - (days[i - 1] ?? 0) === 1) {
      products += r * (residuals[i - 1] ?? 0);
      pairs++;
    }
  }
  if (pairs < 7 || squares === 0) return 0;
  const raw = products / pairs / (squares / residuals.length);
  const phi = raw + (1 + 3 * raw) / pairs;
  const noise = (1 - phi * phi) / pairs / Math.max(phi * phi, 1e-9);
  return phi <= 0 ? 0 : Math.min(LARGEST_PHI, phi * Math.max(0, 1 - noise));
}
