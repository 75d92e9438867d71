/** What the prediction engine can be told; every default is measured, see the evaluation's table. */
export interface PredictionSettings {
  /** Days between the newest baseline day and today, so that a slow ramp does not become its own normal. */
  readonly gapDays: number;
  /** At most so many taught days form a baseline: 12 weeks, each weekday twelve times. */
  readonly baselineDays: number;
  /** Fewer taught days than this and nothing is said. */
  readonly minimumBaselineDays: number;
  /** From here on a day is compared with the same weekday. */
  readonly weekdayBaselineDays: number;
  /** Weight of the newest day in the exponentially weighted mean. */
  readonly ewmaWeight: number;
  /** Limit of the weighted mean in standard errors, for a long baseline; widened for short ones. */
  readonly ewmaLimit: number;
  /** Limit of the mean of the last five days, likewise. */
  readonly recentLimit: number;
  /** Sigmas of a single day from which a spike is told, if the tail of the series is normal. */
  readonly spikeLimit: number;
  /** An alert closes when its statistic stays below this share of the limit ... */
  readonly closeBelow: number;
  /** ... for so many days in a row. */
  readonly closeDays: number;
  /** A new episode so soon after the last one of the series is the same one, and not told again. */
  readonly refractoryDays: number;
  /** A departure must last this long before its level may be accepted as the new normal. */
  readonly acceptAfterDays: number;
}

/** Chosen on one half of the simulated fleets, reported on the other. */
export const PREDICTION_SETTINGS: PredictionSettings = {
  gapDays: 14,
  baselineDays: 84,
  minimumBaselineDays: 14,
  weekdayBaselineDays: 28,
  ewmaWeight: 0.2,
  ewmaLimit: 3.1,
  recentLimit: 3.2,
  spikeLimit: 4,
  closeBelow: 0.6,
  closeDays: 3,
  refractoryDays: 14,
  acceptAfterDays: 28,
};

/** Single days within this many sigmas teach the baseline; the others are outliers. */
export const TEACHING_SIGMAS = 4;
/** Days of the newer chart, and of the window that must be level before a shift is accepted. */
export const RECENT_DAYS = 5;
export const LEVEL_DAYS = 21;
