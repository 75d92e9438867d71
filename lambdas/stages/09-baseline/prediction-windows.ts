/** Days that share one window: so many scored days cost one pass of the engine. */
const GRID_DAYS = 28;
/** A window begins at least this long before the days it judges: 182 baseline days and the gap of 14. */
const LEAST_PAST_DAYS = 196;

/** One pass of the engine: the window that it reads, and the days of it that are wanted. Day numbers, ends included. */
export interface PredictionPass {
  readonly windowFrom: number;
  readonly from: number;
  readonly to: number;
}

/** One pass in indexes of the history, ends included. */
export interface PassIndexes {
  readonly windowFrom: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The day number on which the window of a day begins. The engine walks through its window day by day, so where it begins decides what it
 * says; it lies on a fixed grid so that a day's result depends on stored values alone, not on the range of the run.
 * @example predictionWindowFrom(20_776) // 20580
 */
export function predictionWindowFrom(day: number): number {
  return Math.floor(day / GRID_DAYS) * GRID_DAYS - LEAST_PAST_DAYS;
}

/** The passes that judge every day of a range, in order. @example predictionPasses(20_775, 20_776).length // 2 */
export function predictionPasses(from: number, to: number): PredictionPass[] {
  const passes: PredictionPass[] = [];
  for (let first = from; first <= to; ) {
    const end = (Math.floor(first / GRID_DAYS) + 1) * GRID_DAYS - 1;
    passes.push({ windowFrom: predictionWindowFrom(first), from: first, to: Math.min(to, end) });
    first = end + 1;
  }
  return passes;
}
