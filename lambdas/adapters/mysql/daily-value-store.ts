import type { DayStatus } from "#core/model/daily-value.ts";
import { DAY_STATUSES } from "#core/model/daily-value.ts";
import { SOURCES, type Source } from "#core/model/resource.ts";
import { StageError } from "#core/model/stage-error.ts";
import type { UtcDay } from "#core/model/utc-day.ts";
import type { DailyValueRow, DayCounts } from "#core/ports/stores.ts";
import { bulkInsert } from "./bulk-insert.ts";
import type { Database } from "./connect.ts";
import { fence, lowerDirtyFrom } from "./run-lease.ts";
import type { Session, SqlValue } from "./session.ts";
import { numberOf, textOf, textOrNull, wordOf } from "./sql-values.ts";
import { inReading, inTransaction } from "./transaction.ts";

const KEY = ["metric_date", "resource_id", "metric_name"] as const;
/** In the order of {@link valuesOf}. */
const VALUES = [
  ...["source", "unit", "status", "resolution", "min_value", "max_value", "avg_value", "p95_value"],
  ...["slots_got", "slots_expected", "slots_above_zero"],
] as const;
const INSERT = {
  table: "infra_metric_daily",
  columns: [...KEY, ...VALUES, "run_id"],
  keyLength: KEY.length,
  onDuplicate: "replace",
} as const;
const STATUS_AT = VALUES.indexOf("status");
const RESOLUTION_AT = VALUES.indexOf("resolution");
const SLOTS_GOT_AT = VALUES.indexOf("slots_got");

/**
 * Writes one day in one fenced transaction. A stored value is replaced only by an answer with at least as many slots, so that what
 * is gone today keeps its past; rows of the day that are not given stay. `dirty_from` is lowered in the same transaction.
 *
 * @throws StageError Superseded; ContractBroken for a row of another day, or two of one series.
 */
export async function replaceDay(
  database: Database,
  run: { readonly epoch: number; readonly runId: string },
  date: UtcDay,
  rows: readonly DailyValueRow[],
): Promise<DayCounts> {
  const answers = new Map(rows.map((row) => [`${row.resourceId}\n${row.metric}`, row]));
  if (answers.size !== rows.length || rows.some((row) => row.date !== date)) {
    throw new StageError(
      "ContractBroken",
      `daily values of ${date}: a series comes twice, or a row is of another day`,
    );
  }
  return inTransaction(database, `writing daily values of ${date}`, async (session) => {
    await fence(session, run.epoch);
    const stored = await storedDay(session, date);
    const changes: SqlValue[][] = [];
    let kept = 0;
    for (const [key, row] of answers) {
      const values = valuesOf(row);
      const before = stored.get(key);
      if (before === undefined || rank(values) >= rank(before)) {
        if (before === undefined || values.some((value, index) => value !== before[index])) {
          changes.push([date, row.resourceId, row.metric, ...values, run.runId]);
        }
      } else kept++;
    }
    if (changes.length > 0) {
      await bulkInsert(session, INSERT, changes);
      await lowerDirtyFrom(session, date);
    }
    return { written: changes.length, kept, unchanged: rows.length - changes.length - kept };
  });
}

/** How many series-days of each source and status each day has. */
export async function countStatuses(
  database: Database,
  from: UtcDay,
  to: UtcDay,
): Promise<{ date: UtcDay; source: Source; status: DayStatus; count: number }[]> {
  const rows = await inReading(database, "counting daily values", (session) =>
    session.arrays(
      `SELECT metric_date, source, status, COUNT(*) FROM infra_metric_daily
       WHERE metric_date BETWEEN ? AND ? GROUP BY metric_date, source, status ORDER BY metric_date, source, status`,
      [from, to],
    ),
  );
  return rows.map(([date, source, status, count]) => ({
    date: textOf(date),
    source: wordOf(SOURCES, source),
    status: wordOf(DAY_STATUSES, status),
    count: numberOf(count),
  }));
}

/** Newest day that has a row; null for an empty table. */
export async function newestDailyValueDay(database: Database): Promise<UtcDay | null> {
  const rows = await inReading(database, "looking for the newest day", (session) =>
    session.arrays("SELECT MAX(metric_date) FROM infra_metric_daily"),
  );
  return textOrNull(rows[0]?.[0] ?? null);
}

async function storedDay(session: Session, date: UtcDay): Promise<Map<string, unknown[]>> {
  const rows = await session.arrays(
    `SELECT resource_id, metric_name, ${VALUES.join(", ")} FROM infra_metric_daily WHERE metric_date = ?`,
    [date],
  );
  return new Map(rows.map(([resourceId, metric, ...values]) => [`${resourceId}\n${metric}`, values]));
}

/**
 * How much an answer is worth: slots of samples, then daily statistics, then the kinds of nothing, which have an order too: without
 * one the last of two runs would win and the table would depend on their order. `failed` is the least, because nobody answered: a
 * rerun that hears that there is nothing to have leaves no trace of it.
 */
function rank(values: readonly unknown[]): number {
  const status = values[STATUS_AT];
  if (status === "ok" || status === "partial") {
    const slotsGot = values[SLOTS_GOT_AT];
    return values[RESOLUTION_AT] === "samples" && typeof slotsGot === "number" ? slotsGot + 1 : 0;
  }
  if (status === "no_data") return -1;
  return status === "not_available" ? -2 : -3;
}

function valuesOf(row: DailyValueRow): SqlValue[] {
  return [
    ...[row.source, row.unit, row.status, row.resolution, row.min, row.max, row.avg, row.p95].map(plainZero),
    ...[row.slotsGot, row.slotsExpected, row.slotsAboveZero],
  ];
}

/** The table does not keep the sign of -0, so it would differ from itself at each run. */
function plainZero(value: SqlValue): SqlValue {
  return value === 0 ? 0 : value;
}
