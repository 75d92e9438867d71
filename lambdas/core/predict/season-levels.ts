import { medianInPlace } from "#core/spc/nth-smallest.ts";
import type { TaughtWindow } from "./taught-window.ts";

/** Levels by phase of the season, and the degrees of freedom that they took. */
export interface SeasonLevels {
  readonly levels: Float64Array;
  readonly freedom: number;
}

/**
 * Medians by phase: a first level that no single day can move. One level for all phases without a season.
 *
 * @param hasSeason - false: one level for every day.
 * @example medianLevels(window, values, true) // Float64Array [90, 90, 90, 90, 90, 50, 50]
 */
export function medianLevels(window: TaughtWindow, values: Float64Array, hasSeason: boolean): Float64Array {
  const { byPhase, phaseStarts, n, scratch } = window;
  const period = phaseStarts.length - 1;
  const levels = new Float64Array(period);
  for (let i = 0; i < n; i++) scratch[i] = values[i] ?? 0;
  const all = medianInPlace(scratch, n);
  if (!hasSeason) return levels.fill(all);
  for (let phase = 0; phase < period; phase++) {
    const start = phaseStarts[phase] ?? 0;
    const count = (phaseStarts[phase + 1] ?? 0) - start;
    for (let i = 0; i < count; i++) scratch[i] = values[byPhase[start + i] ?? 0] ?? 0;
    levels[phase] = count >= 2 ? medianInPlace(scratch, count) : all;
  }
  return levels;
}

/**
 * Means by phase, drawn towards the common mean by how little they differ beyond chance (James and Stein, 1961, positive
 * part): a series without weekdays pays nothing for the question whether it has any.
 *
 * @example meanLevels(window, values, true).freedom // 1: no weekday differs from another
 */
export function meanLevels(window: TaughtWindow, values: Float64Array, hasSeason: boolean): SeasonLevels {
  const { phaseStarts, n } = window;
  const period = phaseStarts.length - 1;
  let total = 0;
  for (let i = 0; i < n; i++) total += values[i] ?? 0;
  const mean = total / n;
  if (!hasSeason || period === 1) return { levels: new Float64Array(period).fill(mean), freedom: 1 };
  const offsets = meanOffsets(window, values, mean);
  let squares = 0;
  for (let i = 0; i < n; i++) squares += ((values[i] ?? 0) - mean) ** 2;
  let between = 0;
  for (let p = 0; p < period; p++) {
    between += ((phaseStarts[p + 1] ?? 0) - (phaseStarts[p] ?? 0)) * (offsets[p] ?? 0) ** 2;
  }
  const within = Math.max(0, squares - between) / Math.max(1, n - period);
  const kept = between > 0 ? Math.max(0, 1 - ((period - 1) * within) / between) : 0;
  return { levels: offsets.map((offset) => mean + kept * offset), freedom: 1 + kept * (period - 1) };
}

/** Mean distance from `mean` by phase; 0 for a phase without days. */
function meanOffsets(
  { byPhase, phaseStarts }: TaughtWindow,
  values: Float64Array,
  mean: number,
): Float64Array {
  const offsets = new Float64Array(phaseStarts.length - 1);
  for (let phase = 0; phase < offsets.length; phase++) {
    const start = phaseStarts[phase] ?? 0;
    const end = phaseStarts[phase + 1] ?? 0;
    let sum = 0;
    for (let i = start; i < end; i++) sum += (values[byPhase[i] ?? 0] ?? 0) - mean;
    offsets[phase] = end > start ? sum / (end - start) : 0;
  }
  return offsets;
}
