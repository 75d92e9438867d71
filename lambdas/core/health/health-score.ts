import type { UtcDay } from "../model/utc-day.ts";
import type { AnomalySummary, HealthRow } from "../ports/score-store.ts";

/** Below this share of judged weight health is not said. */
const MINIMUM_JUDGED_SHARE = 0.5;
/** Full health in tenths of a point. */
const TENTHS = 1000;

/** What one metric contributes; `lost` is null where it could not be judged. */
export interface HealthPart {
  readonly metric: string;
  readonly weight: number;
  readonly lost: number | null;
}

/**
 * Health of one resource on one day: 100 minus the points that its metrics lost, each `100 x lost / judged weight`, rounded to a
 * tenth, so that the stored penalties add up to the score by hand. Null when less than half of the weight could be judged.
 * @example healthScore("2026-11-21", "r", [{ metric: "a", weight: 3, lost: 3 }, { metric: "b", weight: 1, lost: 0 }]).score // 25
 */
export function healthScore(
  date: UtcDay,
  resourceId: string,
  parts: readonly HealthPart[],
): Omit<HealthRow, keyof AnomalySummary> {
  const totalWeight = sum(parts.map((part) => part.weight));
  const judged = parts.filter((part) => part.lost !== null);
  const judgedWeight = sum(judged.map((part) => part.weight));
  const penalties = judged
    .map(({ metric, lost }) => ({ metric, points: tenths((TENTHS * (lost ?? 0)) / judgedWeight) }))
    .filter(({ points }) => points > 0)
    .toSorted((a, b) => b.points - a.points || (a.metric < b.metric ? -1 : 1));
  const isSaid = judgedWeight > 0 && judgedWeight >= MINIMUM_JUDGED_SHARE * totalWeight;
  const score = isSaid ? Math.max(0, tenths(TENTHS - 10 * sum(penalties.map(({ points }) => points)))) : null;
  return { date, resourceId, score, judgedWeight, totalWeight, penalties };
}

/** Points from a number of tenths, halves up. The SQL of health rounds the same way. */
function tenths(count: number): number {
  return Math.floor(count + 0.5) / 10;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
