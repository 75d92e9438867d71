import { SLOT_SECONDS } from "./day-shape.ts";
import type { SlotColumns } from "./estate.ts";
import { quantiser, type SeriesModel } from "./series-model.ts";

/**
 * What an event does to one series from an instant on. `ramp`: grows with (time / fullAfterSeconds) ^ power; `step`: full at
 * once; `silence`: no points any more. The full amount is added to the healthy value, or the value is multiplied by 1 + amount.
 */
export interface Effect {
  readonly resourceId: string;
  readonly metric: string;
  readonly fromSeconds: number;
  /** When it is put right; Infinity: not within the simulation. */
  readonly untilSeconds: number;
  readonly curve: "ramp" | "step" | "silence";
  readonly power: number;
  readonly fullAfterSeconds: number;
  readonly operation: "add" | "multiply";
  readonly amount: number;
}

/** A ramp that nobody stops levels off here. */
const LARGEST_PROGRESS = 1.4;

/** Share of the full amount at an instant; 0 outside the effect's time. @example half of a linear ramp of 10 days is reached after 5 */
function progressAt(effect: Effect, atSeconds: number): number {
  if (atSeconds < effect.fromSeconds || atSeconds >= effect.untilSeconds) return 0;
  if (effect.curve !== "ramp") return 1;
  const linear = (atSeconds - effect.fromSeconds + SLOT_SECONDS) / effect.fullAfterSeconds;
  return Math.min(linear, LARGEST_PROGRESS) ** effect.power;
}

/** Where in the columns a run of base slots lies, and when it begins. */
export interface RenderedRun {
  readonly columns: SlotColumns;
  readonly at: number;
  readonly count: number;
  readonly fromSeconds: number;
}

/** Changes a run of rendered slots in place by one effect; values stay within what is possible. */
export function applyEffect(effect: Effect, model: SeriesModel, run: RenderedRun): void {
  const quantise = quantiser(model.quantum);
  for (let index = 0; index < run.count; index += 1) {
    const progress = progressAt(effect, run.fromSeconds + index * SLOT_SECONDS);
    if (progress === 0) continue;
    if (effect.curve === "silence") {
      clearSlot(run.columns, run.at + index);
      continue;
    }
    const change = progress * effect.amount;
    for (const column of [run.columns.avg, run.columns.min, run.columns.max]) {
      const healthy = column[run.at + index] ?? Number.NaN;
      const changed = effect.operation === "add" ? healthy + change : healthy * (1 + change);
      column[run.at + index] = quantise(Math.min(model.possibleMax, Math.max(0, changed)));
    }
  }
}

/** Makes a slot one that the source has no point for. */
export function clearSlot(columns: SlotColumns, index: number): void {
  columns.avg[index] = Number.NaN;
  columns.min[index] = Number.NaN;
  columns.max[index] = Number.NaN;
  columns.count[index] = 0;
}
