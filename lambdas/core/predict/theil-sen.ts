import { percentileInPlace } from "#core/spc/percentile.ts";

/** Robust straight line through daily points. */
export interface TheilSen {
  /** Median of the slopes of all pairs, per day. */
  readonly slope: number;
  /** 80 % interval of the slope, from Kendall's statistic (Sen, JASA 63, 1968). */
  readonly low: number;
  readonly high: number;
  /** Median level on the newest day of the window. */
  readonly levelToday: number;
  /** Kendall's S in its standard deviations without ties or autocorrelation; |s| > 3 is a trend. */
  readonly significance: number;
}

const TWO_SIDED_80 = 1.2816;

/**
 * Theil-Sen slope over the present values of a window; null below `minimum` points.
 *
 * @example theilSen(Float64Array.of(1, 2, 3, 4), 4)?.slope // 1
 */
export function theilSen(window: Float64Array, minimum = 14): TheilSen | null {
  const at: number[] = [];
  for (let i = 0; i < window.length; i++) if (Number.isFinite(window[i])) at.push(i);
  const n = at.length;
  if (n < Math.max(2, minimum)) return null;
  const slopes = new Float64Array((n * (n - 1)) / 2);
  let pairs = 0;
  let score = 0;
  for (let j = 1; j < n; j++) {
    for (let i = 0; i < j; i++) {
      const from = at[i] ?? 0;
      const to = at[j] ?? 0;
      const rise = (window[to] ?? 0) - (window[from] ?? 0);
      score += Math.sign(rise);
      slopes[pairs++] = rise / (to - from);
    }
  }
  const deviation = Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const spread = (TWO_SIDED_80 * deviation) / pairs / 2;
  const slope = percentileInPlace(slopes, 0.5);
  const last = window.length - 1;
  const levels = Float64Array.from(at, (i) => (window[i] ?? 0) + slope * (last - i));
  return {
    slope,
    low: percentileInPlace(slopes, Math.max(0, 0.5 - spread)),
    high: percentileInPlace(slopes, Math.min(1, 0.5 + spread)),
    levelToday: percentileInPlace(levels, 0.5),
    significance: score / deviation,
  };
}
