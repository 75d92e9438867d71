import { StageError } from "#core/model/stage-error.ts";
import { daysBetween, type UtcDay } from "#core/model/utc-day.ts";
import type { Provenance } from "#core/ports/provenance.ts";
import { type ScoreRow, VERDICTS } from "#core/ports/score-store.ts";
import { bulkInsert } from "./bulk-insert.ts";
import type { Database } from "./connect.ts";
import { fence } from "./run-lease.ts";
import type { SqlValue } from "./session.ts";
import { flagOrNull, numberOf, numberOrNull, sqlFlag, textOf, textOrNull, wordOf } from "./sql-values.ts";
import { inReading, inTransaction } from "./transaction.ts";

const COLUMNS = [
  ...[
    "metric_date",
    "resource_id",
    "metric_name",
    "verdict",
    "value",
    "limit_value",
    "above_zero_share",
    "n",
    "mean",
  ],
  ...[
    "sigma",
    "z",
    "is_sigma_floored",
    "we1",
    "we2",
    "we3",
    "we4",
    "roc",
    "roc_exceeded",
    "review",
    "health_weight",
  ],
  ...["health_penalty", "penalty_reason", "conditions_met"],
] as const;

const INSERT = {
  table: "infra_anomaly_scores",
  columns: [...COLUMNS, "config_hash", "code_version", "run_id"],
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
  const sql = `SELECT ${COLUMNS.join(", ")} FROM infra_anomaly_scores WHERE metric_date = ? ORDER BY resource_id, metric_name`;
  for (const date of daysBetween(from, to)) {
    const rows = await inReading(database, `reading scores of ${date}`, (session) =>
      session.arrays(sql, [date]),
    );
    if (rows.length > 0) yield { date, rows: rows.map(scoreRow) };
  }
}

function scoreValues(row: ScoreRow): SqlValue[] {
  return [
    ...[
      row.date,
      row.resourceId,
      row.metric,
      row.verdict,
      row.value,
      row.limitValue,
      row.aboveZeroShare,
      row.n,
    ],
    ...[row.mean, row.sigma, row.z, Number(row.isSigmaFloored)],
    ...[sqlFlag(row.we1), sqlFlag(row.we2), sqlFlag(row.we3), sqlFlag(row.we4)],
    ...[row.rocPct, sqlFlag(row.rocExceeded), Number(row.review), row.healthWeight, row.healthPenalty],
    ...[row.penaltyReason, row.conditionsMet.join(",")],
  ];
}

function scoreRow(row: readonly unknown[]): ScoreRow {
  const conditionsMet = textOf(row[22]);
  return {
    date: textOf(row[0]),
    resourceId: textOf(row[1]),
    metric: textOf(row[2]),
    verdict: wordOf(VERDICTS, row[3]),
    value: numberOrNull(row[4]),
    limitValue: numberOrNull(row[5]),
    aboveZeroShare: numberOrNull(row[6]),
    n: numberOf(row[7]),
    mean: numberOrNull(row[8]),
    sigma: numberOrNull(row[9]),
    z: numberOrNull(row[10]),
    isSigmaFloored: numberOf(row[11]) !== 0,
    we1: flagOrNull(row[12]),
    we2: flagOrNull(row[13]),
    we3: flagOrNull(row[14]),
    we4: flagOrNull(row[15]),
    rocPct: numberOrNull(row[16]),
    rocExceeded: flagOrNull(row[17]),
    review: numberOf(row[18]) !== 0,
    healthWeight: numberOf(row[19]),
    healthPenalty: numberOrNull(row[20]),
    penaltyReason: textOrNull(row[21]),
    conditionsMet: conditionsMet === "" ? [] : conditionsMet.split(","),
  };
}
