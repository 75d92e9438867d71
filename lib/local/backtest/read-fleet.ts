import { StageError } from "#core/model/stage-error.ts";
import { type CsvRow, csvRows } from "./csv-rows.ts";
import { addValue, type DailySeries, newDailySeries } from "./daily-series.ts";
import { epochDay } from "./epoch-day.ts";

/** Every series of a file as daily sums, by resource, and the last day of the file. */
export interface Fleet {
  readonly resources: ReadonlyMap<string, readonly DailySeries[]>;
  /** Days since 1970-01-01. */
  readonly lastDay: number;
}

/** A longer series is a wrong timestamp, and would fill the memory with empty days. */
const MOST_DAYS = 36_525;
const LARGEST = 1e150;

/**
 * Reads `series,timestamp,value` with optional `resource` and `limit`. Rows may come in any order; several rows of a series
 * on one UTC day become their mean; an empty value is a day without data.
 *
 * @throws StageError InputInvalid naming the line.
 */
export async function readFleet(file: string): Promise<Fleet> {
  const byName = new Map<string, DailySeries>();
  let lastDay = Number.NEGATIVE_INFINITY;
  for await (const row of csvRows(file, ["series", "timestamp", "value"])) {
    const series = seriesOf(byName, row, file);
    const day = dayOfRow(row, file);
    requireSameCentury(series, day, `${file} line ${row.line}`);
    addValue(series, day, numberIn(row, "value", file));
    const limit = numberIn(row, "limit", file);
    if (!Number.isNaN(limit)) series.limit = limit;
    lastDay = Math.max(lastDay, day);
  }
  for (const series of byName.values()) requireSameCentury(series, lastDay, file);
  return { resources: Map.groupBy(byName.values(), (series) => series.resource), lastDay };
}

function seriesOf(byName: Map<string, DailySeries>, row: CsvRow, file: string): DailySeries {
  const name = row.field("series");
  if (name === "") throw new StageError("InputInvalid", `${file} line ${row.line}: the series has no name`);
  const resource = row.field("resource") || name;
  const known = byName.get(name);
  if (known === undefined) {
    const series = newDailySeries(name, resource);
    byName.set(name, series);
    return series;
  }
  if (known.resource === resource) return known;
  const message = `${file} line ${row.line}: series ${name} is of resource ${resource}, earlier of ${known.resource}`;
  throw new StageError("InputInvalid", `${message}: give a series one resource`);
}

function dayOfRow(row: CsvRow, file: string): number {
  const text = row.field("timestamp");
  const day = epochDay(text);
  if (day !== null) return day;
  const message = `${file} line ${row.line}: timestamp "${text}" is not a date`;
  throw new StageError("InputInvalid", `${message}: use 2026-01-31 or 2026-01-31T10:00:00Z`);
}

/** NaN for an empty field. */
function numberIn(row: CsvRow, column: string, file: string): number {
  const text = row.field(column);
  if (text === "" || text.toLowerCase() === "nan") return Number.NaN;
  const value = Number(text);
  if (Math.abs(value) < LARGEST) return value;
  throw new StageError(
    "InputInvalid",
    `${file} line ${row.line}: ${column} "${text}" is not a usable number`,
  );
}

function requireSameCentury(series: DailySeries, day: number, where: string): void {
  if (series.length === 0 || Math.abs(day - series.firstDay) <= MOST_DAYS) return;
  throw new StageError(
    "InputInvalid",
    `${where}: series ${series.name} spans more than ${MOST_DAYS} days: look for a wrong timestamp`,
  );
}
