import type { ScoreRow } from "../ports/score-store.ts";
import { predictionAt, predictionColumns } from "./prediction-columns.ts";
import type { ScoreSeries } from "./score-series.ts";
import type { UtcDay } from "./utc-day.ts";

/** Cuts the columns of 10 into the rows of each day, days ascending, rows sorted by resource, then metric. */
export function scoreRowsByDay(series: readonly ScoreSeries[]): Map<UtcDay, ScoreRow[]> {
  const days = new Map<UtcDay, ScoreRow[]>();
  for (const columns of series) {
    for (const [index, date] of columns.dates.entries()) {
      const rows = days.get(date) ?? [];
      days.set(date, rows);
      rows.push(rowAt(columns, index, date));
    }
  }
  for (const rows of days.values()) rows.sort(bySeries);
  return new Map([...days].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Puts the rows of one series, days ascending, into columns. */
export function scoreColumns(
  resourceId: string,
  metric: string,
  healthWeight: number,
  rows: readonly ScoreRow[],
): ScoreSeries {
  const column = <K extends keyof ScoreRow>(key: K): ScoreRow[K][] => rows.map((row) => row[key]);
  return {
    resourceId,
    metric,
    healthWeight,
    dates: column("date"),
    verdict: column("verdict"),
    value: column("value"),
    limitValue: column("limitValue"),
    aboveZeroShare: column("aboveZeroShare"),
    n: column("n"),
    mean: column("mean"),
    sigma: column("sigma"),
    z: column("z"),
    isSigmaFloored: column("isSigmaFloored"),
    we1: column("we1"),
    we2: column("we2"),
    we3: column("we3"),
    we4: column("we4"),
    rocPct: column("rocPct"),
    rocExceeded: column("rocExceeded"),
    review: column("review"),
    healthPenalty: column("healthPenalty"),
    penaltyReason: column("penaltyReason"),
    conditionsMet: column("conditionsMet").map((names) => [...names]),
    ...predictionColumns(rows),
  };
}

function rowAt(columns: ScoreSeries, index: number, date: UtcDay): ScoreRow {
  const at = <T>(column: readonly T[], fallback: T): T => column[index] ?? fallback;
  return {
    date,
    resourceId: columns.resourceId,
    metric: columns.metric,
    verdict: at(columns.verdict, "no_data"),
    value: at(columns.value, null),
    limitValue: at(columns.limitValue, null),
    aboveZeroShare: at(columns.aboveZeroShare, null),
    n: at(columns.n, 0),
    mean: at(columns.mean, null),
    sigma: at(columns.sigma, null),
    z: at(columns.z, null),
    isSigmaFloored: at(columns.isSigmaFloored, false),
    we1: at(columns.we1, null),
    we2: at(columns.we2, null),
    we3: at(columns.we3, null),
    we4: at(columns.we4, null),
    rocPct: at(columns.rocPct, null),
    rocExceeded: at(columns.rocExceeded, null),
    review: at(columns.review, false),
    healthWeight: columns.healthWeight,
    healthPenalty: at(columns.healthPenalty, null),
    penaltyReason: at(columns.penaltyReason, null),
    conditionsMet: at(columns.conditionsMet, []),
    ...predictionAt(columns, index),
  };
}

function bySeries(a: ScoreRow, b: ScoreRow): number {
  if (a.resourceId !== b.resourceId) return a.resourceId < b.resourceId ? -1 : 1;
  if (a.metric === b.metric) return 0;
  return a.metric < b.metric ? -1 : 1;
}
