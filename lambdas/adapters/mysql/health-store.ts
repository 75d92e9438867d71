import * as z from "zod";
import { StageError } from "#core/model/stage-error.ts";
import type { UtcDay } from "#core/model/utc-day.ts";
import type { HealthRow } from "#core/ports/score-store.ts";
import { bulkInsert } from "./bulk-insert.ts";
import type { Database } from "./connect.ts";
import { fence } from "./run-lease.ts";
import { jsonValue, numberOf, numberOrNull, textOf, textOrNull } from "./sql-values.ts";
import { inReading, inTransaction } from "./transaction.ts";

const COLUMNS = [
  "metric_date",
  "resource_id",
  "score",
  "judged_weight",
  "total_weight",
  "penalties",
  "critical_count",
  "warning_count",
  "worst_z",
  "worst_z_metric",
  "run_id",
] as const;
const INSERT = { table: "infra_health_scores", columns: COLUMNS, keyLength: 2, onDuplicate: "fail" } as const;

const Penalties = z.array(z.object({ metric: z.string(), points: z.number() }));

/** Replaces the health of one date in one fenced transaction. @throws StageError Superseded; ContractBroken for another date. */
export async function replaceHealth(
  database: Database,
  run: { readonly epoch: number; readonly runId: string },
  date: UtcDay,
  rows: readonly HealthRow[],
): Promise<void> {
  if (rows.some((row) => row.date !== date)) {
    throw new StageError("ContractBroken", `health of ${date}: a row is of another day`);
  }
  await inTransaction(database, `writing health of ${date}`, async (session) => {
    await fence(session, run.epoch);
    await session.run("DELETE FROM infra_health_scores WHERE metric_date = ?", [date]);
    const values = rows.map((row) => [
      ...[row.date, row.resourceId, row.score, row.judgedWeight, row.totalWeight],
      ...[JSON.stringify(row.penalties), row.criticalCount, row.warningCount, row.worstZ, row.worstZMetric],
      run.runId,
    ]);
    await bulkInsert(session, INSERT, values);
  });
}

/** Health of `from..to` by date, then resource. */
export async function readHealth(database: Database, from: UtcDay, to: UtcDay): Promise<HealthRow[]> {
  const rows = await inReading(database, `reading health ${from} to ${to}`, (session) =>
    session.arrays(
      `SELECT ${COLUMNS.join(", ")} FROM infra_health_scores
       WHERE metric_date BETWEEN ? AND ? ORDER BY metric_date, resource_id`,
      [from, to],
    ),
  );
  return rows.map((row) => ({
    date: textOf(row[0]),
    resourceId: textOf(row[1]),
    score: numberOrNull(row[2]),
    judgedWeight: numberOf(row[3]),
    totalWeight: numberOf(row[4]),
    penalties: Penalties.parse(jsonValue(row[5])),
    criticalCount: numberOf(row[6]),
    warningCount: numberOf(row[7]),
    worstZ: numberOrNull(row[8]),
    worstZMetric: textOrNull(row[9]),
  }));
}
