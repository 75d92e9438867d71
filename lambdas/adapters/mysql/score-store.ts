import { StageError } from "#core/model/stage-error.ts";
import { daysBetween, type UtcDay } from "#core/model/utc-day.ts";
import type { Provenance } from "#core/ports/provenance.ts";
import type { ScoreRow } from "#core/ports/score-store.ts";
import { bulkInsert } from "./bulk-insert.ts";
import type { Database } from "./connect.ts";
import { fence } from "./run-lease.ts";
import { SCORE_COLUMNS, scoreRow, scoreValues } from "./score-columns.ts";
import { inReading, inTransaction } from "./transaction.ts";

const INSERT = {
  table: "infra_anomaly_scores",
  columns: [...SCORE_COLUMNS, "config_hash", "code_version", "run_id"],
  keyLength: 3,
  onDuplicate: "fail",
} as const;

/**
 * Replaces the scores of one date in one fenced transaction.
 *
 * @throws StageError Superseded; ContractBroken for a row of another date.
 */
export async function replaceScores(
  database: Database,
  run: Provenance & { readonly epoch: number },
  date: UtcDay,
  rows: readonly ScoreRow[],
): Promise<void> {
  if (rows.some((row) => row.date !== date)) {
    throw new StageError("ContractBroken", `scores of ${date}: a row is of another day`);
  }
  await inTransaction(database, `writing scores of ${date}`, async (session) => {
    await fence(session, run.epoch);
    await session.run("DELETE FROM infra_anomaly_scores WHERE metric_date = ?", [date]);
    const provenance = [run.configHash, run.codeVersion, run.runId];
    await bulkInsert(
      session,
      INSERT,
      rows.map((row) => [...scoreValues(row), ...provenance]),
    );
  });
}

/** Days of `from..to` that have scores, ascending, one day in memory at a time; rows by resource, then metric. */
export async function* readScoreDays(
  database: Database,
  from: UtcDay,
  to: UtcDay,
): AsyncGenerator<{ date: UtcDay; rows: ScoreRow[] }> {
  const sql = `SELECT ${SCORE_COLUMNS.join(", ")} FROM infra_anomaly_scores WHERE metric_date = ? ORDER BY resource_id, metric_name`;
  for (const date of daysBetween(from, to)) {
    const rows = await inReading(database, `reading scores of ${date}`, (session) =>
      session.arrays(sql, [date]),
    );
    if (rows.length > 0) yield { date, rows: rows.map(scoreRow) };
  }
}

/** Rows of one series in `from..to`, ascending. The days are named one by one: the primary key begins with them. */
export async function readScoreSeries(
  database: Database,
  series: { readonly resourceId: string; readonly metric: string },
  from: UtcDay,
  to: UtcDay,
): Promise<ScoreRow[]> {
  const days = daysBetween(from, to);
  if (days.length === 0) return [];
  const rows = await inReading(database, `reading scores ${from} to ${to} of one series`, (session) =>
    session.arrays(
      `SELECT ${SCORE_COLUMNS.join(", ")} FROM infra_anomaly_scores
       WHERE metric_date IN (${days.map(() => "?").join(", ")}) AND resource_id = ? AND metric_name = ? ORDER BY metric_date`,
      [...days, series.resourceId, series.metric],
    ),
  );
  return rows.map(scoreRow);
}
