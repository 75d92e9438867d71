import type { Candidate } from "./candidate.ts";
import { EVIDENCE } from "./episodes.ts";

/** Spikes a day that a fleet may tell by chance. */
const SPIKES_PER_DAY = 0.25;
const MEMORY_DAYS = 60;
/** One bad day of the whole fleet counts as this many at most: it must not silence the next two months. */
const MOST_PER_DAY = 3;

/**
 * Leaves out the spikes that are usual in this fleet: those that were matched in strength, over the 60 days before, more
 * often than 0.25 times a day. An empirical p-value, so it holds whatever the tails of the fleet; drifts and silences pass.
 *
 * @param days - candidates by day; not in order.
 * @example spikesAllowed(new Map([[3, [candidate]]])).get(3) // [candidate]
 */
export function spikesAllowed<T extends Candidate>(
  days: ReadonlyMap<number, readonly T[]>,
): Map<number, T[]> {
  const allowed = new Map<number, T[]>();
  const past: { readonly day: number; readonly strengths: readonly number[] }[] = [];
  for (const [day, candidates] of [...days].toSorted(([a], [b]) => a - b)) {
    while (past.length > 0 && (past[0]?.day ?? day) < day - MEMORY_DAYS) past.shift();
    const isUsual = (strength: number) => matches(past, strength) > SPIKES_PER_DAY * MEMORY_DAYS;
    allowed.set(
      day,
      candidates.filter(({ evidence, strength }) => evidence !== EVIDENCE.spike || !isUsual(strength)),
    );
    const spikes = candidates.filter(({ evidence }) => evidence === EVIDENCE.spike);
    past.push({ day, strengths: spikes.map(({ strength }) => strength) });
  }
  return allowed;
}

function matches(past: readonly { readonly strengths: readonly number[] }[], strength: number): number {
  let count = 0;
  for (const { strengths } of past) {
    count += Math.min(MOST_PER_DAY, strengths.filter((other) => other >= strength).length);
  }
  return count;
}
