import type { PredictionDay } from "../model/prediction-day.ts";
import type { UtcDay } from "../model/utc-day.ts";
import type { Provenance } from "./provenance.ts";

/** What scoring says of a series-day. */
export const VERDICTS = [
  "normal",
  "warning",
  "critical",
  "learning",
  "flat",
  "partial",
  "no_data",
  "not_available",
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** One row of `infra_anomaly_scores`. Null: could not be said. */
export interface ScoreRow extends PredictionDay {
  readonly date: UtcDay;
  readonly resourceId: string;
  readonly metric: string;
  readonly verdict: Verdict;
  /** The scored statistic, in the metric's unit. */
  readonly value: number | null;
  /** The limit statistic. */
  readonly limitValue: number | null;
  /** Slots above zero as a share of the expected slots, 0..1. */
  readonly aboveZeroShare: number | null;
  /** Present days in the baseline. */
  readonly n: number;
  readonly mean: number | null;
  readonly sigma: number | null;
  readonly z: number | null;
  readonly isSigmaFloored: boolean;
  readonly we1: boolean | null;
  readonly we2: boolean | null;
  readonly we3: boolean | null;
  readonly we4: boolean | null;
  readonly rocPct: number | null;
  readonly rocExceeded: boolean | null;
  readonly review: boolean;
  readonly healthWeight: number;
  /** Points of weight lost, 0..healthWeight; null where not judged. */
  readonly healthPenalty: number | null;
  readonly penaltyReason: string | null;
  /** Names of the clauses that hold; empty if none. */
  readonly conditionsMet: readonly string[];
}

/** `infra_anomaly_scores` */
export interface ScoreStore {
  /** Replaces one date (delete, insert) in one fenced transaction; every row must be of that date. */
  replaceDate(epoch: number, provenance: Provenance, date: UtcDay, rows: readonly ScoreRow[]): Promise<void>;
  /** Days of `from..to` that have rows, ascending; rows of a day sorted by resource, then metric. One day in memory at a time. */
  readDays(from: UtcDay, to: UtcDay): AsyncIterable<{ date: UtcDay; rows: ScoreRow[] }>;
  /** Rows of one series in `from..to`, ascending. */
  readSeries(series: { resourceId: string; metric: string }, from: UtcDay, to: UtcDay): Promise<ScoreRow[]>;
}

/** The anomalies of one resource on one day. */
export interface AnomalySummary {
  /** Metrics with |Z| >= 3 or beyond a hard limit. */
  readonly criticalCount: number;
  /** Further metrics with |Z| of 2 to 3, a Western Electric rule, a rate of change, a clause of their condition, a drift, a spike or silence. */
  readonly warningCount: number;
  /** The Z of the largest size, in sigmas; null where no metric has one. */
  readonly worstZ: number | null;
  /** Metric that it belongs to. */
  readonly worstZMetric: string | null;
}

/** One row of `infra_health_scores`. */
export interface HealthRow extends AnomalySummary {
  readonly date: UtcDay;
  readonly resourceId: string;
  /** 0..100; null when less than half of the weight could be judged. */
  readonly score: number | null;
  readonly judgedWeight: number;
  readonly totalWeight: number;
  /** Points lost per metric, most first. */
  readonly penalties: readonly { metric: string; points: number }[];
}

/** `infra_health_scores` */
export interface HealthStore {
  /** Replaces one date in one fenced transaction. */
  replaceDate(epoch: number, runId: string, date: UtcDay, rows: readonly HealthRow[]): Promise<void>;
  /** Rows of `from..to` by date, then resource. */
  read(from: UtcDay, to: UtcDay): Promise<HealthRow[]>;
}
