import { SLOT_SECONDS, SLOTS_PER_DAY } from "./day-shape.ts";
import { applyEffect, clearSlot, type Effect, type RenderedRun } from "./effect.ts";
import type { SlotColumns } from "./estate.ts";
import { dailyNoise, hashBits, triangleOf, uniformAt } from "./hash-noise.ts";
import type { SeriesModel } from "./series-model.ts";
import { type DayRange, type DayTable, type Surge, shapeWithSurges } from "./traffic.ts";

const SLOTS_PER_HOUR = 12;
const HALF_DAY = SLOTS_PER_DAY / 2;
/** CloudWatch and Prometheus look about once a minute. */
export const READINGS_PER_SLOT = 5;
/** One slot in 512 of a heavy-tailed series is up to half as high again. */
const SPIKE_MASK = 0x1ff;
const SPIKE_SIZE = 0.5;
/** A machine that is stopped at night says nothing from 03:00 to 11:00 UTC. */
const NIGHT_FIRST_SLOT = 36;
const NIGHT_END_SLOT = 132;

/** A series ready to be rendered: its model, its day tables, and when it exists. */
export interface Series {
  readonly model: SeriesModel;
  readonly traffic: DayTable;
  /** Own daily level, about 1. */
  readonly level: DayTable;
  readonly shape: Float64Array;
  readonly surges: readonly Surge[];
  readonly effects: readonly Effect[];
  /** Epoch seconds between which the resource exists. */
  readonly bornAtSeconds: number;
  readonly goneAtSeconds: number;
  readonly isStoppedAtNight: boolean;
}

/** Base slots `first` to `end` (exclusive) of one day. */
export interface DaySlots {
  readonly day: number;
  readonly first: number;
  readonly end: number;
}

/** The series' own daily level over a range of days: autocorrelated noise about a slow drift. @param anchorDay day on which the drift is 1 */
export function ownLevels(model: SeriesModel, range: DayRange, anchorDay: number): DayTable {
  const values = dailyNoise(model.key, range.first, range.last, model.isHeavyTailed).map((noise, index) => {
    const drift = 1 + (model.monthlyDrift * (range.first + index - anchorDay)) / 30;
    return Math.max(0.05, (1 + model.dayNoise * noise) * drift);
  });
  return { firstDay: range.first, values };
}

/** Writes the slots of one day into the columns from index `at` on. */
export function renderDay(series: Series, slots: DaySlots, columns: SlotColumns, at: number): void {
  const shape = shapeWithSurges(series.shape, series.surges, slots.day);
  const middle = Math.min(Math.max(HALF_DAY, slots.first), slots.end);
  renderHalf(series, { ...slots, end: middle }, shape, { columns, at });
  renderHalf(series, { ...slots, first: middle }, shape, { columns, at: at + middle - slots.first });
  const run = {
    columns,
    at,
    count: slots.end - slots.first,
    fromSeconds: (slots.day * SLOTS_PER_DAY + slots.first) * SLOT_SECONDS,
  };
  for (const effect of series.effects) applyEffect(effect, series.model, run);
  clearAbsentSlots(series, run);
}

/**
 * A half day, within which the daily levels run straight from one day's middle towards the next, so that midnight shows no edge.
 * The hot loop of the whole simulation: one hash a slot and no calls of the maths library.
 */
function renderHalf(
  series: Series,
  slots: DaySlots,
  shape: Float64Array,
  target: { readonly columns: SlotColumns; readonly at: number },
): void {
  const { model } = series;
  const { key, base, hourNoise, slotNoise, spread, healthyMin, healthyMax, quantum } = model;
  const { avg, min, max, count } = target.columns;
  const quiet = 1 - model.trafficShare;
  const traffic = lineOf(series.traffic, slots);
  const level = lineOf(series.level, slots);
  const isFine = quantum < 1;
  const inverse = isFine ? Math.round(1 / quantum) : 1 / quantum;
  const sign = model.complementOf === null ? 1 : -1;
  const offset = model.complementOf ?? 0;
  const hourKey = key ^ 0x68bc21eb;
  let hour = -1;
  let knot = 0;
  let nextKnot = 0;
  for (let slot = slots.first, index = target.at; slot < slots.end; slot += 1, index += 1) {
    const slotHour = (slot / SLOTS_PER_HOUR) | 0;
    if (slotHour !== hour) {
      hour = slotHour;
      knot = triangleOf(hashBits(hourKey, slots.day * 24 + hour));
      nextKnot = triangleOf(hashBits(hourKey, slots.day * 24 + hour + 1));
    }
    const bits = hashBits(key, slots.day * SLOTS_PER_DAY + slot);
    const wander = knot + ((nextKnot - knot) * (slot - hour * SLOTS_PER_HOUR)) / SLOTS_PER_HOUR;
    const busy = (traffic.start + traffic.slope * slot) * (shape[slot] ?? 1);
    const noise = 1 + hourNoise * wander + slotNoise * triangleOf(bits) + spikeOf(model, bits);
    const size = base * (quiet + model.trafficShare * busy) * (level.start + level.slope * slot) * noise;
    const value = Math.min(healthyMax, Math.max(healthyMin, offset + sign * size));
    const rounded = isFine ? Math.round(value * inverse) / inverse : Math.round(value * inverse) * quantum;
    avg[index] = rounded;
    min[index] = rounded;
    max[index] = rounded;
    count[index] = READINGS_PER_SLOT;
    if (spread === 0) continue;
    const extent = Math.imul(bits, 0x27d4eb2d);
    const low = Math.max(healthyMin, value - (size * spread * (extent & 0xffff)) / 65_536);
    const high = Math.min(healthyMax, value + (size * spread * (extent >>> 16)) / 65_536);
    min[index] = isFine ? Math.round(low * inverse) / inverse : Math.round(low * inverse) * quantum;
    max[index] = isFine ? Math.round(high * inverse) / inverse : Math.round(high * inverse) * quantum;
  }
}

function spikeOf(model: SeriesModel, bits: number): number {
  return model.isHeavyTailed && (bits & SPIKE_MASK) === 0 ? (SPIKE_SIZE * (bits >>> 24)) / 255 : 0;
}

/** Straight line over the slots of a half day, through the levels of the day and of its neighbour on that side. */
function lineOf(table: DayTable, slots: DaySlots): { start: number; slope: number } {
  const index = slots.day - table.firstDay;
  const today = table.values[index] ?? 1;
  const isMorning = slots.first < HALF_DAY;
  const neighbour = table.values[isMorning ? index - 1 : index + 1] ?? today;
  const slope = (isMorning ? today - neighbour : neighbour - today) / SLOTS_PER_DAY;
  return { start: today + slope * (0.5 - HALF_DAY), slope };
}

function clearAbsentSlots(series: Series, run: RenderedRun): void {
  const end = run.fromSeconds + run.count * SLOT_SECONDS;
  const isWhole = series.bornAtSeconds <= run.fromSeconds && series.goneAtSeconds >= end;
  if (isWhole && !series.isStoppedAtNight && series.model.missingShare === 0) return;
  for (let index = 0; index < run.count; index += 1) {
    if (isAbsent(series, run.fromSeconds + index * SLOT_SECONDS)) clearSlot(run.columns, run.at + index);
  }
}

function isAbsent(series: Series, atSeconds: number): boolean {
  if (atSeconds < series.bornAtSeconds || atSeconds >= series.goneAtSeconds) return true;
  const slot = atSeconds / SLOT_SECONDS;
  const slotOfDay = slot % SLOTS_PER_DAY;
  if (series.isStoppedAtNight && slotOfDay >= NIGHT_FIRST_SLOT && slotOfDay < NIGHT_END_SLOT) return true;
  return (
    series.model.missingShare > 0 &&
    uniformAt(series.model.key ^ 0x1b873593, slot) < series.model.missingShare
  );
}
