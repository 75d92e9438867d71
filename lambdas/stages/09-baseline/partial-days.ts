/** Days before the judged one whose slot counts say how many slots are usual. */
export const USUAL_SLOT_DAYS = 30;
/** With fewer of them the rule is not applied: a young series has no usual number yet. */
const MINIMUM_COUNTED_DAYS = 7;
/** A day with less than this share of the usual slots is too thin to score. */
const USUAL_SHARE = 0.8;

/**
 * Days that have a value but too few slots to be scored: fewer than 80 % of the median of the days among the 30 before that carry a
 * slot count (those read as daily statistics do not).
 *
 * @param slotsGot - slots with a sample per consecutive day; -1 where the day carries no count
 * @returns 1 for a partial day, else 0
 * @example partialDays(Int32Array.of(288, 288, 288, 288, 288, 288, 288, 200)) // [0, 0, 0, 0, 0, 0, 0, 1]
 */
export function partialDays(slotsGot: Int32Array): Uint8Array {
  const flags = new Uint8Array(slotsGot.length);
  let most = 0;
  for (let day = 0; day < slotsGot.length; day += 1) {
    const got = slotsGot[day] ?? -1;
    most = Math.max(most, got);
    // No median exceeds the most: nearly every day is whole, and needs none.
    if (got <= 0 || got >= USUAL_SHARE * most) continue;
    const counted = slotsGot.subarray(Math.max(0, day - USUAL_SLOT_DAYS), day).filter((count) => count > 0);
    if (counted.length >= MINIMUM_COUNTED_DAYS && got < USUAL_SHARE * median(counted)) flags[day] = 1;
  }
  return flags;
}

function median(counts: Int32Array): number {
  counts.sort();
  const middle = counts.length >> 1;
  const upper = counts[middle] ?? 0;
  return counts.length % 2 === 1 ? upper : ((counts[middle - 1] ?? 0) + upper) / 2;
}
