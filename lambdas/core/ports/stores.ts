import type { DailyValue, DayStatus } from "../model/daily-value.ts";
import type { Resource, Source } from "../model/resource.ts";
import type { RunState } from "../model/run.ts";
import type { UtcDay } from "../model/utc-day.ts";
import type { AlertStore } from "./alert-store.ts";
import type { Instant, Provenance } from "./provenance.ts";
import type { HealthStore, ScoreStore } from "./score-store.ts";

/**
 * Ports to the tables. Every method may throw DatabaseUnavailable, DatabaseRefused or AccessDenied; those that take an `epoch` also
 * Superseded, before they have changed anything. Writers are idempotent: a second call with the same arguments changes nothing.
 */
export interface Stores {
  readonly lease: RunLease;
  readonly runLog: RunLog;
  readonly dailyValues: DailyValueStore;
  readonly inventory: InventoryStore;
  readonly scores: ScoreStore;
  readonly health: HealthStore;
  readonly alerts: AlertStore;
  /** @throws SchemaUnknown naming what differs, if the tables are not those that this code knows. */
  requireKnownSchema(): Promise<void>;
  /** Rights that the account lacks, such as `DELETE on infra_metric_daily`; empty if it may do all that a run needs. */
  missingRights(): Promise<string[]>;
  close(): Promise<void>;
}

/** The one row of `infra_run_lease`. */
export interface LeaseState {
  readonly epoch: number;
  readonly runId: string | null;
  readonly expiresAt: Instant | null;
  /** First day whose scores, health and alerts are older than its daily values; null if none is. */
  readonly dirtyFrom: UtcDay | null;
}

/** One run at a time. Expiry is judged by the database's clock, the only one that all contenders share. */
export interface RunLease {
  /**
   * Takes a free or expired lease, or confirms the one that `runId` holds (same epoch, expiry not moved).
   * @throws RunInProgress naming the holder and its expiry.
   */
  take(runId: string, ttlSeconds: number): Promise<{ epoch: number; isHeldAlready: boolean }>;
  /** Gives it back, which ends the epoch. False, and nothing done, unless the lease names `runId`. */
  release(runId: string): Promise<boolean>;
  state(): Promise<LeaseState>;
}

/** The run itself as 00 opens it. */
export interface RunOpening extends Provenance {
  readonly from: UtcDay;
  readonly to: UtcDay;
  readonly startedAt: Instant;
  readonly isDryRun: boolean;
  /** Input of the execution as it came. */
  readonly input: unknown;
  /** What 00 answers: a second call by the same run gets it back. */
  readonly answer: unknown;
  readonly warnings: readonly string[];
}

/** One step as the log shows it; step `run` is the run itself. Null: not known, or the step never began. */
export interface StepLog {
  readonly step: string;
  readonly state: string;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly durationMs: number | null;
  readonly inCount: number | null;
  readonly outCount: number | null;
  readonly skippedCount: number | null;
  readonly apiCalls: number | null;
  /** Billed units of the source, such as CloudWatch metrics requested. */
  readonly apiUnits: number | null;
  readonly costUsd: number | null;
  readonly warnings: readonly string[];
  readonly error: string | null;
}

/** How a run ended. `from`, `to`, `input` are used only where 00 never opened the row. */
export interface RunClosing extends Provenance, Omit<StepLog, "step" | "state"> {
  readonly state: RunState;
  readonly from: UtcDay | null;
  readonly to: UtcDay | null;
  readonly isDryRun: boolean;
  readonly input: unknown;
}

/** `infra_monitoring_pipeline_log`. Written without the fence: a run that lost its lease still has to say how it ended. */
export interface RunLog {
  /** Inserts the OPEN row; leaves one that is there and open as it is. @throws RunClosed if it is closed. */
  open(opening: RunOpening): Promise<void>;
  /** Closes the run and writes its steps in one transaction; inserts a missing run row. `unchanged`: it was closed before. */
  close(closing: RunClosing, steps: readonly StepLog[]): Promise<"closed" | "inserted" | "unchanged">;
  /** State and stored answer of a run; null if it has no row. The answer is data from outside: parse it. */
  find(runId: string): Promise<{ state: RunState | "OPEN"; answer: unknown } | null>;
  /** Newest day of all COMPLETE runs; null where there is none. */
  newestCompleteDay(): Promise<UtcDay | null>;
  /** Days of `from..to` that lie in the range of a COMPLETE run, ascending. */
  coveredDays(from: UtcDay, to: UtcDay): Promise<UtcDay[]>;
}

/** One row of `infra_metric_daily`. */
export interface DailyValueRow extends DailyValue {
  readonly resourceId: string;
  readonly metric: string;
  readonly source: Source;
  readonly unit: string;
}

/** What {@link DailyValueStore.replaceDay} did with the rows that it was given. */
export interface DayCounts {
  /** New, or replaced by an answer that is at least as good and differs. */
  readonly written: number;
  /** The stored value was better and stayed. */
  readonly kept: number;
  /** Equal to what is stored. */
  readonly unchanged: number;
}

/**
 * One series over consecutive UTC days; entry `i` of each column belongs to day `from + i` of the question. Numbers are NaN, counts
 * -1, `status` {@link NO_ROW} where the table has nothing to say: columns go straight into the statistics (core/spc/hole.ts).
 */
export interface SeriesHistory {
  readonly resourceId: string;
  readonly metric: string;
  /** Position of the day's status in DAY_STATUSES; {@link NO_ROW} where there is no row. */
  readonly status: Uint8Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly avg: Float64Array;
  readonly p95: Float64Array;
  readonly slotsGot: Int32Array;
  readonly slotsExpected: Int32Array;
  readonly slotsAboveZero: Int32Array;
}

/** `status` of a series-day without a row. */
export const NO_ROW = 255;

/** `infra_metric_daily` */
export interface DailyValueStore {
  /**
   * Writes one day in one fenced transaction. A stored value stays unless the new answer has at least as many slots; rows that are not
   * among the new ones stay. Lowers `dirty_from` to `date` if anything that scoring reads changed.
   */
  replaceDay(epoch: number, runId: string, date: UtcDay, rows: readonly DailyValueRow[]): Promise<DayCounts>;
  /** All series with a row in `from..to`, sorted by resource, then metric (code units), one consistent reading. */
  readHistory(from: UtcDay, to: UtcDay): Promise<SeriesHistory[]>;
  /** How many series-days of each status each day has; for the log and for coverage. */
  countStatuses(
    from: UtcDay,
    to: UtcDay,
  ): Promise<{ date: UtcDay; source: Source; status: DayStatus; count: number }[]>;
  newestDay(): Promise<UtcDay | null>;
}

/** `infra_fleet_inventory` */
export interface InventoryStore {
  /** Inserts or updates, fenced. `firstSeen` never moves later, `lastSeen` never earlier; resources not given stay as they are. */
  upsert(epoch: number, runId: string, resources: readonly Resource[]): Promise<void>;
  /** Every known resource, sorted by id. */
  readAll(): Promise<Resource[]>;
}
