export const SILENCES = ["stopped", "frozen"] as const;
/** Why a series says nothing: its data no longer come, or one value comes again and again. */
export type Silence = (typeof SILENCES)[number];

/** What the detection engine says of a series-day. Null: it cannot say. */
export interface PredictionDay {
  /** Days that taught the adjusted baseline; null while it learns. */
  readonly predictionN: number | null;
  /** Level and range that the adjusted baseline expects of the day, in the metric's unit. */
  readonly expectedValue: number | null;
  readonly expectedLowValue: number | null;
  readonly expectedHighValue: number | null;
  /** Distance from the expected level, in sigmas of the adjusted baseline. */
  readonly residual: number | null;
  /** Signed share of the control limit that the drift charts reached; beyond 1 signals. */
  readonly driftScore: number | null;
  /** An episode of drift is open. */
  readonly isDrift: boolean | null;
  /** Beyond what the tail of the series allows. */
  readonly isSpike: boolean | null;
  /** A lasting shift was accepted as the new baseline on this day. */
  readonly isRebased: boolean | null;
  readonly silence: Silence | null;
  /** Days until the metric crosses its limit; null without a trend towards it. */
  readonly forecastDays: number | null;
  /** 80 % interval of {@link forecastDays}; the late end is null where it may never get there. */
  readonly forecastEarliestDays: number | null;
  readonly forecastLatestDays: number | null;
  readonly forecastLimitValue: number | null;
  /** How unusual the resource's metrics are together: about 0 usual, above 3 one day in a thousand. */
  readonly learnedScore: number | null;
  readonly learnedVersion: string | null;
}

/** A day of which the engine says nothing at all. */
export const NO_PREDICTION: PredictionDay = {
  predictionN: null,
  expectedValue: null,
  expectedLowValue: null,
  expectedHighValue: null,
  residual: null,
  driftScore: null,
  isDrift: null,
  isSpike: null,
  isRebased: null,
  silence: null,
  forecastDays: null,
  forecastEarliestDays: null,
  forecastLatestDays: null,
  forecastLimitValue: null,
  learnedScore: null,
  learnedVersion: null,
};
