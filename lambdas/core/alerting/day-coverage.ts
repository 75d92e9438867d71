import type { ScoreRow, Verdict } from "../ports/score-store.ts";

/** How much of one day could be judged, in series. */
export interface DayCoverage {
  readonly judged: number;
  /** Hard limits are judged, nothing else yet. */
  readonly learning: number;
  readonly notSeen: number;
}

const COUNTED_AS: Readonly<Record<Verdict, keyof DayCoverage>> = {
  normal: "judged",
  warning: "judged",
  critical: "judged",
  flat: "judged",
  learning: "learning",
  partial: "notSeen",
  no_data: "notSeen",
  not_available: "notSeen",
};

/**
 * Counts the series of a day by what their verdicts say.
 *
 * @example dayCoverage([{ verdict: "flat" }, { verdict: "no_data" }]) // { judged: 1, learning: 0, notSeen: 1 }
 */
export function dayCoverage(rows: readonly Pick<ScoreRow, "verdict">[]): DayCoverage {
  const coverage = { judged: 0, learning: 0, notSeen: 0 };
  for (const { verdict } of rows) coverage[COUNTED_AS[verdict]] += 1;
  return coverage;
}
