import { RUN_STATES, type RunState } from "#core/model/run.ts";
import { StageError } from "#core/model/stage-error.ts";
import { daysBetween, type UtcDay } from "#core/model/utc-day.ts";
import type { RunClosing, RunOpening, StepLog } from "#core/ports/stores.ts";
import { bulkInsert } from "./bulk-insert.ts";
import type { Database } from "./connect.ts";
import type { Session, SqlValue } from "./session.ts";
import { jsonValue, sqlInstantOrNull, textOf, textOrNull, wordOf } from "./sql-values.ts";
import { inReading, inTransaction } from "./transaction.ts";

/** `step` of the row that stands for the run itself. */
const RUN_STEP = "run";
const STATES = ["OPEN", ...RUN_STATES] as const;

const COLUMNS = [
  ...["run_id", "step", "state", "started_at", "ended_at", "duration_ms", "from_date", "to_date"],
  ...["in_count", "out_count", "skipped_count", "api_calls", "api_units", "cost_usd", "warnings", "error"],
  ...["config_hash", "code_version", "is_dry_run", "input", "answer"],
] as const;

const INSERT = { table: "infra_monitoring_pipeline_log", columns: COLUMNS, keyLength: 2 } as const;

/** Inserts the OPEN row of a run; one that is there and open stays as it is. @throws StageError RunClosed */
export async function openRun(database: Database, opening: RunOpening): Promise<void> {
  const step: StepLog = {
    ...{ step: RUN_STEP, state: "OPEN", startedAt: opening.startedAt, endedAt: null, durationMs: null },
    ...{ inCount: null, outCount: null, skippedCount: null, apiCalls: null, apiUnits: null, costUsd: null },
    ...{ warnings: opening.warnings, error: null },
  };
  await inTransaction(database, `opening run ${opening.runId}`, async (session) => {
    const state = await lockRun(session, opening.runId);
    if (state === "OPEN") return;
    if (state !== null) {
      throw new StageError("RunClosed", `run ${opening.runId} ended ${state}: start a new execution`);
    }
    const row = logRow(opening, step, JSON.stringify(opening.input ?? null), JSON.stringify(opening.answer));
    await bulkInsert(session, { ...INSERT, onDuplicate: "keep" }, [row]);
  });
}

/** Closes a run with its steps in one transaction. A run that is closed stays as it is; one without a row gets it now. */
export async function closeRun(
  database: Database,
  closing: RunClosing,
  steps: readonly StepLog[],
): Promise<"closed" | "inserted" | "unchanged"> {
  return inTransaction(database, `closing run ${closing.runId}`, async (session) => {
    const state = await lockRun(session, closing.runId);
    if (state !== null && state !== "OPEN") return "unchanged";
    const run = logRow(closing, { ...closing, step: RUN_STEP }, JSON.stringify(closing.input ?? null), null);
    if (state === null) await bulkInsert(session, { ...INSERT, onDuplicate: "fail" }, [run]);
    else await updateRun(session, closing);
    const rows = steps.map((step) => logRow(closing, step, null, null));
    await bulkInsert(session, { ...INSERT, onDuplicate: "replace" }, rows);
    return state === null ? "inserted" : "closed";
  });
}

/** State of a run and what 00 answered for it; null if it has no row. */
export async function findRun(
  database: Database,
  runId: string,
): Promise<{ state: RunState | "OPEN"; answer: unknown } | null> {
  const rows = await inReading(database, `looking for run ${runId}`, (session) =>
    session.arrays("SELECT state, answer FROM infra_monitoring_pipeline_log WHERE run_id = ? AND step = ?", [
      runId,
      RUN_STEP,
    ]),
  );
  const row = rows[0];
  return row === undefined ? null : { state: wordOf(STATES, row[0]), answer: jsonValue(row[1]) };
}

/** Newest day of all COMPLETE runs; null where there is none. */
export async function newestCompleteDay(database: Database): Promise<UtcDay | null> {
  const rows = await inReading(database, "looking for the newest COMPLETE day", (session) =>
    session.arrays(
      "SELECT MAX(to_date) FROM infra_monitoring_pipeline_log WHERE step = ? AND state = 'COMPLETE' AND is_dry_run = 0",
      [RUN_STEP],
    ),
  );
  return textOrNull(rows[0]?.[0] ?? null);
}

/** Days of `from..to` that lie in the range of a COMPLETE run, ascending. */
export async function coveredDays(database: Database, from: UtcDay, to: UtcDay): Promise<UtcDay[]> {
  const ranges = await inReading(database, "looking for covered days", (session) =>
    session.arrays(
      `SELECT DISTINCT from_date, to_date FROM infra_monitoring_pipeline_log
       WHERE step = ? AND state = 'COMPLETE' AND is_dry_run = 0 AND to_date >= ? AND from_date <= ?`,
      [RUN_STEP, from, to],
    ),
  );
  const covered = ranges.map(([first, last]) => ({ first: textOf(first), last: textOf(last) }));
  return daysBetween(from, to).filter((day) =>
    covered.some(({ first, last }) => first <= day && day <= last),
  );
}

async function lockRun(session: Session, runId: string): Promise<RunState | "OPEN" | null> {
  const rows = await session.arrays(
    "SELECT state FROM infra_monitoring_pipeline_log WHERE run_id = ? AND step = ? FOR UPDATE",
    [runId, RUN_STEP],
  );
  return rows[0] === undefined ? null : wordOf(STATES, rows[0][0]);
}

/** Keeps what 00 wrote: begin, range, input, answer, config. */
async function updateRun(session: Session, closing: RunClosing): Promise<void> {
  await session.run(
    `UPDATE infra_monitoring_pipeline_log SET state = ?, ended_at = ?, duration_ms = ?, in_count = ?, out_count = ?,
       skipped_count = ?, api_calls = ?, api_units = ?, cost_usd = ?, warnings = ?, error = ? WHERE run_id = ? AND step = ?`,
    [
      ...[
        closing.state,
        sqlInstantOrNull(closing.endedAt),
        closing.durationMs,
        closing.inCount,
        closing.outCount,
      ],
      ...[
        closing.skippedCount,
        closing.apiCalls,
        closing.apiUnits,
        closing.costUsd,
        JSON.stringify(closing.warnings),
      ],
      ...[closing.error, closing.runId, RUN_STEP],
    ],
  );
}

/** What the rows of one run have in common. */
type RunFacts = Pick<RunOpening, "runId" | "configHash" | "codeVersion" | "isDryRun"> & {
  readonly from: UtcDay | null;
  readonly to: UtcDay | null;
};

function logRow(run: RunFacts, step: StepLog, input: string | null, answer: string | null): SqlValue[] {
  return [
    ...[run.runId, step.step, step.state, sqlInstantOrNull(step.startedAt)],
    ...[sqlInstantOrNull(step.endedAt), step.durationMs, run.from, run.to],
    ...[step.inCount, step.outCount, step.skippedCount, step.apiCalls, step.apiUnits, step.costUsd],
    ...[
      JSON.stringify(step.warnings),
      step.error,
      run.configHash,
      run.codeVersion,
      Number(run.isDryRun),
      input,
      answer,
    ],
  ];
}
