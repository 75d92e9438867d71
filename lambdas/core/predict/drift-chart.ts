import type { BaselineModel } from "./baseline-model.ts";
import {
  baselineMeanVariance,
  estimationWidening,
  ewmaVariance,
  windowMeanVariance,
} from "./chart-variance.ts";
import type { PredictionSettings } from "./prediction-settings.ts";

/** How far the two drift charts may go on one model, in sigmas of a single day. */
export interface DriftLimits {
  readonly weight: number;
  /** Of the exponentially weighted mean: finds slow ramps. */
  readonly ewma: number;
  /** Of the mean of the newest days: finds steps. */
  readonly window: number;
  /** Single days count at most this much: one spike is not a drift. */
  readonly cut: number;
}

/** The limits of a single day's share: a spike below it counts whole. */
const LEAST_CUT = 4;
const MOST_CUT = 6;

/**
 * The limits that mean the same false-alarm rate whatever the autocorrelation, the season and the length of the baseline.
 *
 * @param raised - factor by which both limits of this series are raised.
 * @example driftLimits({ phi: 0, n: 182, levelN: 84, levelFreedom: 1 }, PREDICTION_SETTINGS).window // 1.6...
 */
export function driftLimits(
  { n, levelN, phi, levelFreedom }: Pick<BaselineModel, "n" | "levelN" | "phi" | "levelFreedom">,
  settings: PredictionSettings,
  raised = 1,
): DriftLimits {
  const { ewmaWeight, windowDays } = settings;
  const level = baselineMeanVariance(levelN, phi);
  // Each phase's level has an error of its own, which a mean over many phases evens out.
  const perPhase = (levelFreedom - 1) / n;
  const widening = raised * estimationWidening(n, levelFreedom, phi);
  const slow = ewmaVariance(ewmaWeight, phi) + level + perPhase * ewmaVariance(ewmaWeight, 0);
  const fast = windowMeanVariance(windowDays, phi) + level + perPhase / windowDays;
  const ewma = settings.ewmaLimit * widening * Math.sqrt(slow);
  return {
    weight: ewmaWeight,
    ewma,
    window: settings.windowLimit * widening * Math.sqrt(fast),
    cut: Math.min(MOST_CUT, Math.max(LEAST_CUT, 1.25 * ewma)),
  };
}

/** The running state of both charts on one series. */
export interface DriftChart {
  ewma: number;
  /** The newest days, a ring. */
  readonly recent: Float64Array;
  /** Days taken in. */
  count: number;
}

export function newDriftChart(windowDays: number): DriftChart {
  return { ewma: 0, recent: new Float64Array(windowDays), count: 0 };
}

/**
 * Takes in one day and answers how far the worse chart is, signed, in shares of its limit: beyond 1 is a signal.
 * A hole leaves the charts as they are.
 *
 * @example advanceDrift(newDriftChart(5), 2, { weight: 0.2, ewma: 1, window: 2, cut: 3 }) // 0.4
 */
export function advanceDrift(chart: DriftChart, residual: number, limits: DriftLimits): number {
  const { recent } = chart;
  if (!Number.isNaN(residual)) {
    const cut = Math.min(limits.cut, Math.max(-limits.cut, residual));
    chart.ewma += limits.weight * (cut - chart.ewma);
    recent[chart.count++ % recent.length] = cut;
  }
  const slow = chart.ewma / limits.ewma;
  if (chart.count < recent.length) return slow;
  let sum = 0;
  for (let i = 0; i < recent.length; i++) sum += recent[i] ?? 0;
  const fast = sum / recent.length / limits.window;
  return Math.abs(fast) > Math.abs(slow) ? fast : slow;
}
