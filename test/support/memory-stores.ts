import type { Resource } from "#core/model/resource.ts";
import type { RunState } from "#core/model/run.ts";
import { StageError } from "#core/model/stage-error.ts";
import type { HealthRow, HealthStore, ScoreRow, ScoreStore } from "#core/ports/score-store.ts";
import type {
  DailyValueRow,
  DailyValueStore,
  InventoryStore,
  RunClosing,
  RunLease,
  RunLog,
  RunOpening,
  SeriesHistory,
  StepLog,
} from "#core/ports/stores.ts";

/** One epoch for all writers: another one is refused, as the fence of the lease does. */
export const EPOCH = 7;

function fence(epoch: number): void {
  if (epoch !== EPOCH) throw new StageError("Superseded", `epoch ${epoch}`);
}

export interface MemoryLease extends RunLease {
  holder: string | null;
  dirtyFrom: string | null;
  readonly calls: string[];
}

export function memoryLease(): MemoryLease {
  const lease: MemoryLease = {
    holder: null,
    dirtyFrom: null,
    calls: [],
    async take(runId, ttlSeconds) {
      lease.calls.push(`take ${runId} ${ttlSeconds}`);
      const isHeldAlready = lease.holder === runId;
      if (lease.holder !== null && !isHeldAlready)
        throw new StageError("RunInProgress", `run ${lease.holder} holds the lease`);
      lease.holder = runId;
      return { epoch: EPOCH, isHeldAlready };
    },
    async release(runId) {
      lease.calls.push(`release ${runId}`);
      if (lease.holder !== runId) return false;
      lease.holder = null;
      return true;
    },
    state: async () => ({ epoch: EPOCH, runId: lease.holder, expiresAt: null, dirtyFrom: lease.dirtyFrom }),
  };
  return lease;
}

export interface MemoryRunLog extends RunLog {
  readonly opened: RunOpening[];
  readonly closed: { closing: RunClosing; steps: readonly StepLog[] }[];
  /** What is known of runs, as `find` answers. */
  readonly known: Map<string, { state: RunState | "OPEN"; answer: unknown }>;
}

export function memoryRunLog(past: { newest?: string; covered?: readonly string[] } = {}): MemoryRunLog {
  const log: MemoryRunLog = {
    opened: [],
    closed: [],
    known: new Map(),
    async open(opening) {
      log.opened.push(opening);
      log.known.set(opening.runId, { state: "OPEN", answer: JSON.parse(JSON.stringify(opening.answer)) });
    },
    async close(closing, steps) {
      const before = log.known.get(closing.runId);
      if (before !== undefined && before.state !== "OPEN") return "unchanged";
      log.closed.push({ closing, steps });
      log.known.set(closing.runId, { state: closing.state, answer: before?.answer ?? null });
      return before === undefined ? "inserted" : "closed";
    },
    find: async (runId) => log.known.get(runId) ?? null,
    newestCompleteDay: async () => past.newest ?? null,
    coveredDays: async () => [...(past.covered ?? [])],
  };
  return log;
}

export interface MemoryInventory extends InventoryStore {
  stored: Resource[];
}

export function memoryInventory(stored: readonly Resource[] = []): MemoryInventory {
  const inventory: MemoryInventory = {
    stored: [...stored],
    async upsert(epoch, _runId, resources) {
      fence(epoch);
      inventory.stored = [...resources];
    },
    readAll: async () => inventory.stored,
  };
  return inventory;
}

export interface MemoryDailyValues extends DailyValueStore {
  readonly days: Map<string, readonly DailyValueRow[]>;
  history: SeriesHistory[];
  readonly asked: { from: string; to: string }[];
}

export function memoryDailyValues(newest: string | null = null): MemoryDailyValues {
  const daily: MemoryDailyValues = {
    days: new Map(),
    history: [],
    asked: [],
    async replaceDay(epoch, _runId, date, rows) {
      fence(epoch);
      daily.days.set(date, rows);
      return { written: rows.length, kept: 0, unchanged: 0 };
    },
    async readHistory(from, to) {
      daily.asked.push({ from, to });
      return daily.history;
    },
    countStatuses: async () => [],
    newestDay: async () =>
      [newest, ...daily.days.keys()]
        .filter((day) => day !== null)
        .toSorted()
        .at(-1) ?? null,
  };
  return daily;
}

export interface MemoryScores extends ScoreStore {
  readonly days: Map<string, readonly ScoreRow[]>;
}

export function memoryScores(): MemoryScores {
  const days = new Map<string, readonly ScoreRow[]>();
  return {
    days,
    async replaceDate(epoch, _provenance, date, rows) {
      fence(epoch);
      days.set(date, rows);
    },
    async *readDays(from, to) {
      for (const [date, rows] of [...days].toSorted(([a], [b]) => (a < b ? -1 : 1)))
        if (date >= from && date <= to) yield { date, rows: [...rows] };
    },
    readSeries: async ({ resourceId, metric }, from, to) =>
      [...days.values()]
        .flat()
        .filter(
          (row) =>
            row.resourceId === resourceId && row.metric === metric && row.date >= from && row.date <= to,
        )
        .toSorted((a, b) => (a.date < b.date ? -1 : 1)),
  };
}

export interface MemoryHealth extends HealthStore {
  readonly days: Map<string, readonly HealthRow[]>;
}

export function memoryHealth(): MemoryHealth {
  const days = new Map<string, readonly HealthRow[]>();
  return {
    days,
    async replaceDate(epoch, _runId, date, rows) {
      fence(epoch);
      days.set(date, rows);
    },
    read: async () => [...days.values()].flat(),
  };
}
