/** What the prediction engine can be told; every default is measured, see docs/evaluation.md. A day is a step of the series. */
export interface PredictionSettings {
  /** Days after which the season repeats: 7 for weekdays. 1 for none. */
  readonly period: number;
  /** From so many full seasons on a day is compared with the same phase. */
  readonly seasonCycles: number;
  /** Days between the newest baseline day and today, so that a slow ramp does not become its own normal. */
  readonly gapDays: number;
  /** At most so many taught days form a baseline. The spread is learned from all of them ... */
  readonly baselineDays: number;
  /** ... the level from the newest: 12 weeks, each weekday twelve times. */
  readonly levelDays: number;
  /** Fewer taught days than this and nothing is said. */
  readonly minimumBaselineDays: number;
  /** A slope has to be measured over so many days before it is believed ... */
  readonly slopeDays: number;
  /** ... and so many of its variances are taken off, so that noise becomes no slope at all. */
  readonly slopeShrinkage: number;
  /** The baseline is fitted anew this often. */
  readonly refitDays: number;
  /** Weight of the newest day in the exponentially weighted mean. */
  readonly ewmaWeight: number;
  /** Limit of the weighted mean in standard errors, for a long baseline; widened for short ones. */
  readonly ewmaLimit: number;
  /** Days of the plain mean, the chart that is fastest for steps. */
  readonly windowDays: number;
  /** Limit of that mean in standard errors, likewise. */
  readonly windowLimit: number;
  /** Each episode that came to nothing in the last half year raises both limits of the series by this share. */
  readonly habitShare: number;
  /** Sigmas of a single day from which a spike is told, if the tail of the series is normal. */
  readonly spikeLimit: number;
  /** A day signals from this share of the limit on; it is told from the whole limit on. */
  readonly signalFrom: number;
  /** A day of an open episode signals by itself from this share of the limit on. */
  readonly signalAbove: number;
  /** An alert closes when its statistic stays below this share of the limit ... */
  readonly closeBelow: number;
  /** ... for so many days in a row. */
  readonly closeDays: number;
  /** A new episode so soon after the last one of the series is the same one, and not told again. */
  readonly refractoryDays: number;
  /** A departure must last this long before its level may be accepted as the new normal. */
  readonly acceptAfterDays: number;
  /** ... and must have been level for so many of them. */
  readonly acceptLevelDays: number;
  /** Whether skewed series are judged by their logarithm. */
  readonly fitsScale: boolean;
  /** Whether heavy tails become normal scores. */
  readonly fitsTail: boolean;
  /** Whether limits know autocorrelation. */
  readonly fitsAutocorrelation: boolean;
}

/** Chosen on some seeds and files, reported on others: docs/evaluation.md names them. */
export const PREDICTION_SETTINGS: PredictionSettings = {
  period: 7,
  seasonCycles: 4,
  gapDays: 14,
  baselineDays: 182,
  levelDays: 84,
  minimumBaselineDays: 28,
  slopeDays: 84,
  slopeShrinkage: 2,
  refitDays: 7,
  ewmaWeight: 0.2,
  ewmaLimit: 3.57,
  windowDays: 5,
  windowLimit: 3.27,
  habitShare: 0.1,
  spikeLimit: 3.95,
  signalFrom: 0.867,
  signalAbove: 1.15,
  closeBelow: 0.6,
  closeDays: 3,
  refractoryDays: 14,
  acceptAfterDays: 28,
  acceptLevelDays: 21,
  fitsScale: true,
  fitsTail: true,
  fitsAutocorrelation: true,
};
