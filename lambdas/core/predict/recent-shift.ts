import type { PredictionSettings } from "./prediction-settings.ts";

/** A slope has to be measured over so many days before it is believed. */
const SLOPE_DAYS = 112;
/** Share of the slope's variance that is taken off: noise becomes no slope at all. */
const SHRINKAGE = 2;
/** A trend is carried on by at most so many sigmas. */
const MOST_SIGMAS = 0.25;

interface ShiftContext {
  readonly phi: number;
  readonly sigma: number;
  readonly settings: PredictionSettings;
}

/**
 * What has to be added to the level of a long baseline to get the level of today: the mean of its newest days, and the
 * slope of the whole, shrunk by how uncertain it is, carried on over the gap.
 *
 * @param residuals - from the level of the long baseline, outliers cut.
 * @param days - their day indexes, ascending.
 * @example recentShift(new Float64Array(84), days, context) // 0
 */
export function recentShift(residuals: Float64Array, days: Int32Array, context: ShiftContext): number {
  const { settings } = context;
  const n = residuals.length;
  if (n <= settings.levelDays) return 0;
  const first = n - settings.levelDays;
  const recent = residuals.subarray(first).reduce((sum, r) => sum + r, 0) / settings.levelDays;
  if (n < SLOPE_DAYS) return recent;
  const today = (days[n - 1] ?? 0) + settings.gapDays;
  const centre = days.subarray(first).reduce((sum, day) => sum + day, 0) / settings.levelDays;
  const carried = shrunkSlope(residuals, days, context) * (today - centre);
  const most = MOST_SIGMAS * context.sigma;
  return recent + Math.min(most, Math.max(-most, carried));
}

function shrunkSlope(residuals: Float64Array, days: Int32Array, { phi, sigma }: ShiftContext): number {
  const mean = days.reduce((sum, day) => sum + day, 0) / days.length;
  let products = 0;
  let squares = 0;
  for (let i = 0; i < days.length; i++) {
    const way = (days[i] ?? 0) - mean;
    products += way * (residuals[i] ?? 0);
    squares += way * way;
  }
  const slope = products / squares;
  const variance = (sigma * sigma * (1 + phi)) / (1 - phi) / squares;
  return slope === 0 ? 0 : slope * Math.max(0, 1 - (SHRINKAGE * variance) / (slope * slope));
}
