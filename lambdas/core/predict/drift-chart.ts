import type { BaselineModel } from "./baseline-model.ts";
import {
  baselineMeanVariance,
  estimationWidening,
  ewmaVariance,
  recentMeanVariance,
} from "./chart-variance.ts";
import { type PredictionSettings, RECENT_DAYS } from "./prediction-settings.ts";

/** How far the two drift charts may go on one model, in sigmas of a single day. */
export interface DriftLimits {
  readonly ewma: number;
  readonly recent: number;
  /** Single days count at most this much: one spike is not a drift. */
  readonly cut: number;
}

/** Weekday levels are less certain than one common level for a statistic that looks at few weekdays. */
const EWMA_WEEKDAY_SHARE = 1.19;
const RECENT_WEEKDAY_SHARE = 1.4;

/**
 * The limits that mean the same false-alarm rate whatever the autocorrelation and the length of the baseline.
 *
 * @example driftLimits({ ...model, phi: 0, n: 84, levelCount: 7 }, PREDICTION_SETTINGS).ewma // 1.2
 */
export function driftLimits(model: BaselineModel, settings: PredictionSettings): DriftLimits {
  const { n, phi, levelCount } = model;
  const level = baselineMeanVariance(n, phi);
  const widening = estimationWidening(n, levelCount, phi);
  const byWeekday = levelCount > 1;
  const ewma = ewmaVariance(settings.ewmaWeight, phi) + level * (byWeekday ? EWMA_WEEKDAY_SHARE : 1);
  const recent = recentMeanVariance(phi) + level * (byWeekday ? RECENT_WEEKDAY_SHARE : 1);
  const limits = {
    ewma: settings.ewmaLimit * widening * Math.sqrt(ewma),
    recent: settings.recentLimit * widening * Math.sqrt(recent),
  };
  return { ...limits, cut: Math.min(6, Math.max(3, 1.25 * Math.max(limits.ewma, limits.recent))) };
}

/** The running state of both charts on one series. */
export interface DriftChart {
  ewma: number;
  readonly recent: Float64Array;
}

export function newDriftChart(): DriftChart {
  return { ewma: 0, recent: new Float64Array(RECENT_DAYS).fill(Number.NaN) };
}

/**
 * Takes in one day and answers how far the worse chart is, signed, in shares of its limit: beyond 1 is a signal.
 * A hole leaves the weighted mean as it is.
 *
 * @example advance(newDriftChart(), 2, 0, { ewma: 1, recent: 1, cut: 3 }, 0.2) // 0.4
 */
export function advanceDrift(
  chart: DriftChart,
  { residual, day }: { readonly residual: number; readonly day: number },
  limits: DriftLimits,
  weight: number,
): number {
  const cut = Math.min(limits.cut, Math.max(-limits.cut, residual));
  chart.recent[day % RECENT_DAYS] = cut;
  if (!Number.isNaN(cut)) chart.ewma += weight * (cut - chart.ewma);
  let sum = 0;
  let count = 0;
  for (const value of chart.recent) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  const slow = chart.ewma / limits.ewma;
  const fast = count >= RECENT_DAYS - 1 ? sum / count / limits.recent : 0;
  return Math.abs(fast) > Math.abs(slow) ? fast : slow;
}
