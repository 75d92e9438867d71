import { DAY_STATUSES, type DailySeries } from "#core/model/daily-value.ts";
import { dayNumber, type UtcDay } from "#core/model/utc-day.ts";
import { NO_ROW, type SeriesHistory } from "#core/ports/stores.ts";

/** Lays the daily values of a dry run over what is stored, as if they had been written. */
export function overlayHistory(
  stored: readonly SeriesHistory[],
  overlay: readonly DailySeries[],
  range: { readonly from: UtcDay; readonly to: UtcDay },
): SeriesHistory[] {
  const bySeries = new Map(stored.map((history) => [keyOf(history), copyOf(history)]));
  const first = dayNumber(range.from);
  const length = dayNumber(range.to) - first + 1;
  for (const series of overlay) {
    const history = bySeries.get(keyOf(series)) ?? emptyHistory(series, length);
    bySeries.set(keyOf(series), history);
    for (const day of series.days) setDay(history, dayNumber(day.date) - first, day);
  }
  return [...bySeries.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, history]) => history);
}

/** Slots of samples, then daily statistics (which count none), then the kinds of nothing: the order by which the table keeps its values. */
function worth(status: DailySeries["days"][number]["status"], slotsGot: number): number {
  if (status === "ok" || status === "partial") return slotsGot + 1;
  if (status === "no_data") return -1;
  return status === "not_available" ? -2 : -3;
}

function keyOf(series: { readonly resourceId: string; readonly metric: string }): string {
  return `${series.resourceId}\n${series.metric}`;
}

function copyOf(history: SeriesHistory): SeriesHistory {
  return {
    ...history,
    status: history.status.slice(),
    min: history.min.slice(),
    max: history.max.slice(),
    avg: history.avg.slice(),
    p95: history.p95.slice(),
    slotsGot: history.slotsGot.slice(),
    slotsExpected: history.slotsExpected.slice(),
    slotsAboveZero: history.slotsAboveZero.slice(),
  };
}

function emptyHistory(series: DailySeries, length: number): SeriesHistory {
  const numbers = () => new Float64Array(length).fill(Number.NaN);
  const counts = () => new Int32Array(length).fill(-1);
  return {
    resourceId: series.resourceId,
    metric: series.metric,
    status: new Uint8Array(length).fill(NO_ROW),
    min: numbers(),
    max: numbers(),
    avg: numbers(),
    p95: numbers(),
    slotsGot: counts(),
    slotsExpected: counts(),
    slotsAboveZero: counts(),
  };
}

/** A stored value stays unless the new answer has at least as many slots, as it would in the database. */
function setDay(history: SeriesHistory, index: number, day: DailySeries["days"][number]): void {
  const storedStatus = history.status[index] ?? NO_ROW;
  const stored = storedStatus === NO_ROW ? null : DAY_STATUSES[storedStatus];
  if (stored != null && worth(day.status, day.slotsGot ?? -1) < worth(stored, history.slotsGot[index] ?? -1))
    return;
  history.status[index] = DAY_STATUSES.indexOf(day.status);
  for (const statistic of ["min", "max", "avg", "p95"] as const)
    history[statistic][index] = day[statistic] ?? Number.NaN;
  history.slotsGot[index] = day.slotsGot ?? -1;
  history.slotsExpected[index] = day.slotsExpected;
  history.slotsAboveZero[index] = day.slotsAboveZero ?? -1;
}
