import type { Candidate } from "./candidate.ts";
import { spikesAllowed } from "./spikes-allowed.ts";

/**
 * Who is told, of all new episodes of a fleet: per day and resource one notification, the hardest evidence first, at most
 * `budget` of them. The others belong to the day's digest. With a budget, spikes that
 * are usual in the fleet are left out, see {@link spikesAllowed}. Looks at a day and those before it only.
 *
 * @param budget - notifications a day; Infinity for no budget.
 * @example chooseTold([{ day: 3, resource: "a", evidence: 2, strength: 1.1 }], 5).size // 1
 */
export function chooseTold<T extends Candidate>(candidates: readonly T[], budget: number): Set<T> {
  const told = new Set<T>();
  const byDay = Map.groupBy(candidates, (candidate) => candidate.day);
  const days = budget === Number.POSITIVE_INFINITY ? byDay : spikesAllowed(byDay);
  for (const day of days.values()) {
    const worstFirst = day.toSorted((a, b) => b.evidence - a.evidence || b.strength - a.strength);
    const resources = new Set<string>();
    for (const candidate of worstFirst) {
      if (resources.size >= budget) break;
      if (resources.has(candidate.resource)) continue;
      resources.add(candidate.resource);
      told.add(candidate);
    }
  }
  return told;
}
