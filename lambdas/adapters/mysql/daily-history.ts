import { DAY_STATUSES } from "#core/model/daily-value.ts";
import { daysBetween, type UtcDay } from "#core/model/utc-day.ts";
import { NO_ROW, type SeriesHistory } from "#core/ports/stores.ts";
import type { Database } from "./connect.ts";
import type { Session } from "./session.ts";
import { numberOf, textOf, wordOf } from "./sql-values.ts";
import { inReading } from "./transaction.ts";

const UNKNOWN = Number.NaN;
const NO_COUNT = -1;

/**
 * Daily values of `from..to` as columns per series, sorted by resource, then metric.
 *
 * The table is date-first, so it is read day by day along its key and turned round here; sorting it by series in the database takes
 * several times as long. Memory is about 60 bytes per series-day.
 */
export async function readHistory(database: Database, from: UtcDay, to: UtcDay): Promise<SeriesHistory[]> {
  const days = daysBetween(from, to);
  return inReading(database, `reading daily values ${from} to ${to}`, async (session) => {
    const byResource = new Map<string, Map<string, SeriesHistory>>();
    for (const [index, day] of days.entries()) {
      for (const row of await dayRows(session, day)) addRow(byResource, days.length, index, row);
    }
    return [...byResource.values()].flatMap((byMetric) => [...byMetric.values()]).sort(compareSeries);
  });
}

function dayRows(session: Session, day: UtcDay): Promise<unknown[][]> {
  return session.arrays(
    `SELECT resource_id, metric_name, status, min_value, max_value, avg_value, p95_value, slots_got, slots_expected, slots_above_zero
     FROM infra_metric_daily WHERE metric_date = ?`,
    [day],
  );
}

function addRow(
  byResource: Map<string, Map<string, SeriesHistory>>,
  dayCount: number,
  index: number,
  row: readonly unknown[],
): void {
  const series = seriesOf(byResource, textOf(row[0]), textOf(row[1]), dayCount);
  series.status[index] = DAY_STATUSES.indexOf(wordOf(DAY_STATUSES, row[2]));
  setNumber(series.min, index, row[3]);
  setNumber(series.max, index, row[4]);
  setNumber(series.avg, index, row[5]);
  setNumber(series.p95, index, row[6]);
  setNumber(series.slotsGot, index, row[7]);
  setNumber(series.slotsExpected, index, row[8]);
  setNumber(series.slotsAboveZero, index, row[9]);
}

function seriesOf(
  byResource: Map<string, Map<string, SeriesHistory>>,
  resourceId: string,
  metric: string,
  dayCount: number,
): SeriesHistory {
  const byMetric = byResource.get(resourceId) ?? new Map<string, SeriesHistory>();
  if (byMetric.size === 0) byResource.set(resourceId, byMetric);
  const series = byMetric.get(metric) ?? emptySeries(resourceId, metric, dayCount);
  if (!byMetric.has(metric)) byMetric.set(metric, series);
  return series;
}

function setNumber(column: Float64Array | Int32Array, index: number, value: unknown): void {
  if (value !== null) column[index] = numberOf(value);
}

function emptySeries(resourceId: string, metric: string, dayCount: number): SeriesHistory {
  return {
    resourceId,
    metric,
    status: new Uint8Array(dayCount).fill(NO_ROW),
    min: new Float64Array(dayCount).fill(UNKNOWN),
    max: new Float64Array(dayCount).fill(UNKNOWN),
    avg: new Float64Array(dayCount).fill(UNKNOWN),
    p95: new Float64Array(dayCount).fill(UNKNOWN),
    slotsGot: new Int32Array(dayCount).fill(NO_COUNT),
    slotsExpected: new Int32Array(dayCount).fill(NO_COUNT),
    slotsAboveZero: new Int32Array(dayCount).fill(NO_COUNT),
  };
}

function compareSeries(a: SeriesHistory, b: SeriesHistory): number {
  if (a.resourceId !== b.resourceId) return a.resourceId < b.resourceId ? -1 : 1;
  return a.metric < b.metric ? -1 : 1;
}
