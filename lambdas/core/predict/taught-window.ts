/** The days that a baseline is fitted to, and room to work in: one per series, so that a refit allocates next to nothing. */
export interface TaughtWindow {
  /** Days in use. */
  n: number;
  /** Their indexes, ascending. */
  readonly days: Int32Array;
  /** Day modulo the period of the season. */
  readonly phases: Int32Array;
  /** Positions 0 to n - 1, phase after phase; phase p has those from `phaseStarts[p]` up to `phaseStarts[p + 1]`. */
  readonly byPhase: Int32Array;
  readonly phaseStarts: Int32Array;
  readonly values: Float64Array;
  readonly scratch: Float64Array;
}

/** Days further back than this many times the wanted number are another season: they teach nothing. */
const REACH = 1.5;

/** @param period - of the season, in days. */
export function newTaughtWindow(atMost: number, period: number): TaughtWindow {
  return {
    n: 0,
    byPhase: new Int32Array(atMost),
    phaseStarts: new Int32Array(period + 1),
    days: new Int32Array(atMost),
    phases: new Int32Array(atMost),
    values: new Float64Array(atMost),
    scratch: new Float64Array(atMost),
  };
}

/** Where a window may lie: first and last day, the last one not included. */
export interface WindowRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Fills the window with the newest taught days of the range.
 *
 * @param teaches - 1 for a day that may teach, one entry per calendar day; such a day has a value.
 * @example fillWindow(newTaughtWindow(5, 7), values, Uint8Array.of(1, 0, 1, 1), { from: 0, to: 3 }).n // 2
 */
export function fillWindow(
  window: TaughtWindow,
  values: Float64Array,
  teaches: Uint8Array,
  { from, to }: WindowRange,
): TaughtWindow {
  const atMost = window.days.length;
  const period = window.phaseStarts.length - 1;
  const first = Math.max(from, to - Math.ceil(atMost * REACH));
  let start = to;
  let n = 0;
  while (start > first && n < atMost) n += teaches[--start] ?? 0;
  let at = 0;
  for (let day = start; day < to; day++) {
    if (teaches[day] !== 1) continue;
    window.days[at] = day;
    window.phases[at] = day % period;
    window.values[at++] = values[day] ?? Number.NaN;
  }
  window.n = at;
  orderByPhase(window);
  return window;
}

/** Counting sort. */
function orderByPhase({ n, phases, byPhase, phaseStarts }: TaughtWindow): void {
  phaseStarts.fill(0);
  for (let i = 0; i < n; i++) {
    const next = (phases[i] ?? 0) + 1;
    phaseStarts[next] = (phaseStarts[next] ?? 0) + 1;
  }
  for (let p = 1; p < phaseStarts.length; p++)
    phaseStarts[p] = (phaseStarts[p] ?? 0) + (phaseStarts[p - 1] ?? 0);
  const next = phaseStarts.slice();
  for (let i = 0; i < n; i++) {
    const phase = phases[i] ?? 0;
    const at = next[phase] ?? 0;
    byPhase[at] = i;
    next[phase] = at + 1;
  }
}
