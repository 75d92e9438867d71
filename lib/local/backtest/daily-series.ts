/** The days of one series while a file is read: rows of one day become their mean. Holds two numbers per day, not the rows. */
export interface DailySeries {
  readonly name: string;
  readonly resource: string;
  /** Days since 1970-01-01 of entry 0. */
  firstDay: number;
  /** Entries in use. */
  length: number;
  sums: Float64Array;
  counts: Uint32Array;
  /** Limit of the metric for the forecast; NaN if the file gives none. */
  limit: number;
}

const ROOM = 128;

export function newDailySeries(name: string, resource: string): DailySeries {
  return {
    name,
    resource,
    firstDay: 0,
    length: 0,
    sums: new Float64Array(0),
    counts: new Uint32Array(0),
    limit: Number.NaN,
  };
}

/**
 * Adds one value; a NaN (an empty field) opens the day without giving it data.
 *
 * @param dayNumber - days since 1970-01-01, in any order.
 */
export function addValue(series: DailySeries, dayNumber: number, value: number): void {
  if (series.length === 0) series.firstDay = dayNumber;
  const before = Math.max(0, series.firstDay - dayNumber);
  const length = Math.max(series.length + before, dayNumber - series.firstDay + 1);
  if (before > 0 || length > series.sums.length) grow(series, before, length);
  series.firstDay -= before;
  series.length = length;
  if (Number.isNaN(value)) return;
  const at = dayNumber - series.firstDay;
  series.sums[at] = (series.sums[at] ?? 0) + value;
  series.counts[at] = (series.counts[at] ?? 0) + 1;
}

function grow(series: DailySeries, before: number, length: number): void {
  const size = length + Math.min(ROOM, length);
  const sums = new Float64Array(size);
  const counts = new Uint32Array(size);
  sums.set(series.sums.subarray(0, series.length), before);
  counts.set(series.counts.subarray(0, series.length), before);
  series.sums = sums;
  series.counts = counts;
}

/** Daily means up to `lastDay`, NaN where a day has no data. */
export function dailyMeans(series: DailySeries, lastDay: number): Float64Array {
  const means = new Float64Array(lastDay - series.firstDay + 1).fill(Number.NaN);
  for (let i = 0; i < series.length; i++) {
    const count = series.counts[i] ?? 0;
    if (count > 0) means[i] = (series.sums[i] ?? 0) / count;
  }
  return means;
}
