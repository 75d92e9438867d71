import type { PredictionSettings } from "./prediction-settings.ts";
import type { TaughtWindow } from "./taught-window.ts";

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
 * @example recentShift(new Float64Array(84), window, context) // 0
 */
export function recentShift(residuals: Float64Array, window: TaughtWindow, context: ShiftContext): number {
  const { settings } = context;
  const { n, days } = window;
  const first = Math.max(0, n - settings.levelDays);
  let recent = 0;
  let centre = 0;
  for (let i = first; i < n; i++) {
    recent += residuals[i] ?? 0;
    centre += days[i] ?? 0;
  }
  recent /= n - first;
  centre /= n - first;
  if (n < settings.slopeDays) return recent;
  const today = (days[n - 1] ?? 0) + settings.gapDays + settings.refitDays / 2;
  const carried = shrunkSlope(residuals, window, context) * (today - centre);
  const most = MOST_SIGMAS * context.sigma;
  return recent + Math.min(most, Math.max(-most, carried));
}

function shrunkSlope(
  residuals: Float64Array,
  { n, days }: TaughtWindow,
  { phi, sigma, settings }: ShiftContext,
): number {
  let mean = 0;
  for (let i = 0; i < n; i++) mean += days[i] ?? 0;
  mean /= n;
  let products = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const way = (days[i] ?? 0) - mean;
    products += way * (residuals[i] ?? 0);
    squares += way * way;
  }
  const slope = products / squares;
  const variance = (sigma * sigma * (1 + phi)) / (1 - phi) / squares;
  return slope === 0 ? 0 : slope * Math.max(0, 1 - (settings.slopeShrinkage * variance) / (slope * slope));
}
