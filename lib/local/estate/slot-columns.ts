import { SLOT_SECONDS, SLOTS_PER_DAY } from "./day-shape.ts";
import type { SlotColumns } from "./estate.ts";
import { READINGS_PER_SLOT, renderDay, type Series } from "./series.ts";
import type { DayRange } from "./traffic.ts";

/** Base slots that a coarser grid is computed from at a time: they stay in the processor's cache. */
const CHUNK_SLOTS = SLOTS_PER_DAY;

function newColumns(count: number): SlotColumns {
  return {
    avg: new Float64Array(count),
    min: new Float64Array(count),
    max: new Float64Array(count),
    count: new Float64Array(count),
  };
}

function clear(columns: SlotColumns, from: number, to: number): void {
  columns.avg.fill(Number.NaN, from, to);
  columns.min.fill(Number.NaN, from, to);
  columns.max.fill(Number.NaN, from, to);
  columns.count.fill(0, from, to);
}

/** Base slots from the slot of that number (whole slots since 1970) into the first `count` rows; outside the days there are no points. */
function renderSlots(
  { series, days }: GridSource,
  fromSlot: number,
  count: number,
  columns: SlotColumns,
): void {
  const start = Math.min(Math.max(fromSlot, days.first * SLOTS_PER_DAY), fromSlot + count);
  const end = Math.max(start, Math.min(fromSlot + count, (days.last + 1) * SLOTS_PER_DAY));
  clear(columns, 0, start - fromSlot);
  clear(columns, end - fromSlot, count);
  let slot = start;
  while (slot < end) {
    const day = Math.floor(slot / SLOTS_PER_DAY);
    const first = slot - day * SLOTS_PER_DAY;
    const length = Math.min(SLOTS_PER_DAY - first, end - slot);
    renderDay(series, { day, first, end: first + length }, columns, slot - fromSlot);
    slot += length;
  }
}

/** What a grid is filled from. */
export interface GridSource {
  readonly series: Series;
  /** Days that may be asked for. */
  readonly days: DayRange;
  /** True for metrics that are sums over a period: coarser slots add them up. */
  readonly isPeriodSum: boolean;
}

/** Where the slots lie: `count` of them, `stepSeconds` apart. */
export interface Grid {
  readonly fromSeconds: number;
  readonly stepSeconds: number;
  readonly count: number;
}

/** A coarser grid of `factor` base slots each, rendered chunk by chunk. */
function coarseColumns(source: GridSource, grid: Grid, factor: number): SlotColumns {
  const columns = newColumns(grid.count);
  const coarsePerChunk = Math.max(1, Math.floor(CHUNK_SLOTS / factor));
  const chunk = newColumns(coarsePerChunk * factor);
  for (let done = 0; done < grid.count; done += coarsePerChunk) {
    const coarse = Math.min(coarsePerChunk, grid.count - done);
    renderSlots(source, grid.fromSeconds / SLOT_SECONDS + done * factor, coarse * factor, chunk);
    for (let index = 0; index < coarse; index += 1) {
      fold(chunk, { from: index * factor, to: (index + 1) * factor }, columns, done + index);
      if (source.isPeriodSum) toSum(columns, done + index);
    }
  }
  return columns;
}

/** Folds rows of a chunk into one: avg is the sum of its readings over their number, as Sum and SampleCount give it. */
function fold(
  chunk: SlotColumns,
  rows: { readonly from: number; readonly to: number },
  columns: SlotColumns,
  at: number,
): void {
  let readings = 0;
  let sum = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let row = rows.from; row < rows.to; row += 1) {
    const count = chunk.count[row] ?? 0;
    if (count === 0) continue;
    readings += count;
    sum += (chunk.avg[row] ?? 0) * count;
    low = Math.min(low, chunk.min[row] ?? low);
    high = Math.max(high, chunk.max[row] ?? high);
  }
  if (readings === 0) {
    clear(columns, at, at + 1);
    return;
  }
  columns.avg[at] = Math.min(high, Math.max(low, sum / readings));
  columns.min[at] = low;
  columns.max[at] = high;
  columns.count[at] = readings;
}

/** From the mean of five-minute sums to the sum of those that were there. */
function toSum(columns: SlotColumns, at: number): void {
  const slots = (columns.count[at] ?? 0) / READINGS_PER_SLOT;
  const sum = (columns.avg[at] ?? Number.NaN) * slots;
  columns.avg[at] = sum;
  columns.min[at] = sum;
  columns.max[at] = sum;
}

/** A finer grid: each base slot is cut into `factor` equal parts that share its readings and sums. */
function fineColumns(source: GridSource, grid: Grid, factor: number): SlotColumns {
  const firstSlot = Math.floor(grid.fromSeconds / SLOT_SECONDS);
  const skipped = grid.fromSeconds / grid.stepSeconds - firstSlot * factor;
  const baseCount = Math.ceil((skipped + grid.count) / factor);
  const base = newColumns(baseCount);
  renderSlots(source, firstSlot, baseCount, base);
  const share = source.isPeriodSum ? 1 / factor : 1;
  const cut = (column: Float64Array, scale: number) =>
    Float64Array.from(
      { length: grid.count },
      (_, index) => (column[Math.floor((skipped + index) / factor)] ?? 0) * scale,
    );
  return {
    avg: cut(base.avg, share),
    min: cut(base.min, share),
    max: cut(base.max, share),
    count: cut(base.count, 1 / factor),
  };
}

/**
 * Columns on a grid whose step divides, or is a multiple of, five minutes.
 * @throws RangeError for another step, or a first instant that is no multiple of the step
 */
export function slotsOnGrid(source: GridSource, grid: Grid): SlotColumns {
  const { fromSeconds, stepSeconds, count } = grid;
  const isCoarse = stepSeconds % SLOT_SECONDS === 0;
  if (!isCoarse && SLOT_SECONDS % stepSeconds !== 0) {
    throw new RangeError(`a step of ${stepSeconds} s neither divides nor is a multiple of ${SLOT_SECONDS} s`);
  }
  if (fromSeconds % stepSeconds !== 0) {
    throw new RangeError(`${fromSeconds} is not a multiple of the step of ${stepSeconds} s: align it first`);
  }
  if (!isCoarse) return fineColumns(source, grid, SLOT_SECONDS / stepSeconds);
  if (stepSeconds > SLOT_SECONDS) return coarseColumns(source, grid, stepSeconds / SLOT_SECONDS);
  const columns = newColumns(count);
  renderSlots(source, fromSeconds / SLOT_SECONDS, count, columns);
  return columns;
}
