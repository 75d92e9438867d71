import type { BaselineModel } from "./baseline-model.ts";
import { baselineMeanVariance, estimationWidening, ewmaVariance } from "./chart-variance.ts";
import type { PredictionSettings } from "./prediction-settings.ts";

/** How far the two drift charts may go on one model. */
export interface DriftLimits {
  readonly weight: number;
  /** Of the weighted mean, in sigmas of a single day. */
  readonly ewma: number;
  /** Sigmas of a single day per step of the cumulative sum: above 1 under autocorrelation. */
  readonly step: number;
  readonly allowance: number;
  /** Of the cumulative sum, in steps. */
  readonly cusum: number;
  /** Single days count at most this much: one spike is not a drift. */
  readonly cut: number;
}

/** What the weekday levels add to the variance of a weighted mean over about nine days, for each of their own days. */
const WEEKDAY_SHARE = 0.027;
const CUSUM_WEEKDAY_SHARE = 0.057;
/** Of such series single days are cut earlier. */
const HEAVY_TAIL = 1.4;
/** Days that the cumulative sum usually needs: over so many, an error of the level adds up. */
const CUSUM_DAYS = 4;

/**
 * The limits that mean the same false-alarm rate whatever the autocorrelation and the length of the baseline.
 *
 * @example driftLimits({ ...model, phi: 0, n: 182, levelN: 84, levelCount: 7 }, PREDICTION_SETTINGS).ewma // 1.14...
 */
export function driftLimits(model: BaselineModel, settings: PredictionSettings): DriftLimits {
  const { n, levelN, phi, levelCount } = model;
  const level = baselineMeanVariance(levelN, phi);
  const widening = estimationWidening(n, levelCount, phi);
  const perWeekday = levelCount > 1 ? levelCount / n : 0;
  const spread = ewmaVariance(settings.ewmaWeight, phi) + level + WEEKDAY_SHARE * perWeekday;
  const ewma = settings.ewmaLimit * widening * Math.sqrt(spread);
  const step = Math.sqrt((1 + phi) / (1 - phi));
  const uncertain = 1 + (CUSUM_DAYS * (level + CUSUM_WEEKDAY_SHARE * perWeekday)) / (step * step) / 2;
  return {
    weight: settings.ewmaWeight,
    ewma,
    step,
    allowance: settings.cusumAllowance,
    cusum: settings.cusumLimit * widening * uncertain,
    cut: Math.min(6, Math.max(model.tail > HEAVY_TAIL ? 2.5 : 4, 1.25 * ewma)),
  };
}

/** The running state of both charts on one series. */
export interface DriftChart {
  ewma: number;
  above: number;
  below: number;
}

export function newDriftChart(): DriftChart {
  return { ewma: 0, above: 0, below: 0 };
}

/**
 * Takes in one day and answers how far the worse chart is, signed, in shares of its limit: beyond 1 is a signal.
 * A hole leaves the charts as they are.
 *
 * @example advanceDrift(newDriftChart(), 2, { weight: 0.2, ewma: 1, step: 1, allowance: 1, cusum: 4, cut: 3 }) // 0.4
 */
export function advanceDrift(chart: DriftChart, residual: number, limits: DriftLimits): number {
  if (!Number.isNaN(residual)) {
    const cut = Math.min(limits.cut, Math.max(-limits.cut, residual));
    chart.ewma += limits.weight * (cut - chart.ewma);
    // Capped, so that the sum comes down soon after a long departure has ended.
    const most = 2 * limits.cusum;
    chart.above = Math.min(most, Math.max(0, chart.above + cut / limits.step - limits.allowance));
    chart.below = Math.min(most, Math.max(0, chart.below - cut / limits.step - limits.allowance));
  }
  const slow = chart.ewma / limits.ewma;
  const fast = (chart.above > chart.below ? chart.above : -chart.below) / limits.cusum;
  return Math.abs(fast) > Math.abs(slow) ? fast : slow;
}
