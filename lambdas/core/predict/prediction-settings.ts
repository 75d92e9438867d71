/** What the prediction engine can be told; every default is measured, see the evaluation's table. */
export interface PredictionSettings {
  /** Days between the newest baseline day and today, so that a slow ramp does not become its own normal. */
  readonly gapDays: number;
  /** At most so many taught days form a baseline. The spread is learned from all of them ... */
  readonly baselineDays: number;
  /** ... the level from the newest: 12 weeks, each weekday twelve times. */
  readonly levelDays: number;
  /** Fewer taught days than this and nothing is said. */
  readonly minimumBaselineDays: number;
  /** From here on a day is compared with the same weekday. */
  readonly weekdayBaselineDays: number;
  /** Weight of the newest day in the exponentially weighted mean. */
  readonly ewmaWeight: number;
  /** Limit of the weighted mean in standard errors, for a long baseline; widened for short ones. */
  readonly ewmaLimit: number;
  /** Half the shift that the cumulative sum is fastest for, in sigmas. */
  readonly cusumAllowance: number;
  /** Limit of the cumulative sum, in sigmas of a single day, likewise. */
  readonly cusumLimit: number;
  /** Sigmas of a single day from which a spike is told, if the tail of the series is normal. */
  readonly spikeLimit: number;
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
}

/** Chosen on one half of the simulated fleets, reported on the other. */
export const PREDICTION_SETTINGS: PredictionSettings = {
  gapDays: 14,
  baselineDays: 182,
  levelDays: 84,
  minimumBaselineDays: 28,
  weekdayBaselineDays: 28,
  ewmaWeight: 0.2,
  ewmaLimit: 3.2,
  cusumAllowance: 1,
  cusumLimit: 3.3,
  spikeLimit: 3.95,
  signalAbove: 1.12,
  closeBelow: 0.6,
  closeDays: 3,
  refractoryDays: 14,
  acceptAfterDays: 28,
};

/** Days of the window that must be level before a shift is accepted. */
export const LEVEL_DAYS = 21;
