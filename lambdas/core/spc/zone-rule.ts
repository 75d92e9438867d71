import { requireSameLength } from "./same-length.ts";

/** All four Western Electric rules have one shape: `needed` of the last `windowDays` days beyond `limitSigmas`, same side. */
export interface ZoneRule {
  readonly needed: number;
  /** Calendar days, at most 32. */
  readonly windowDays: number;
  readonly limitSigmas: number;
}

/**
 * Flags (1) each day on which a zone rule holds.
 *
 * The window is the last `windowDays` calendar days. A day is beyond if `|z| > limitSigmas`, strictly; a hole is not
 * beyond and still takes its place in the window. The newest day must itself be beyond, so a flag never names a day that
 * is back inside. A rule may fire before its window is full.
 *
 * @param z - sigmas from the centre line, one per calendar day; a NaN where there is none.
 * @throws RangeError if `into` has another length than `z`.
 * @example zoneRuleFlags(Float64Array.of(2.5, 0, 2.5, 0), { needed: 2, windowDays: 3, limitSigmas: 2 }) // [0, 0, 1, 0]
 */
export function zoneRuleFlags(
  z: Float64Array,
  rule: ZoneRule,
  into: Uint8Array = new Uint8Array(z.length),
): Uint8Array {
  requireSameLength("into", into.length, z.length);
  const { needed, windowDays, limitSigmas } = rule;
  // One bit per day, newest lowest. No branches: the side of a healthy day is a coin toss, which no processor predicts.
  const oldest = windowDays - 1;
  let above = 0;
  let below = 0;
  let aboveCount = 0;
  let belowCount = 0;
  for (let day = 0; day < z.length; day++) {
    const sigmas = z[day] ?? Number.NaN;
    const isAbove = Number(sigmas > limitSigmas);
    const isBelow = Number(sigmas < -limitSigmas);
    aboveCount += isAbove - ((above >> oldest) & 1);
    belowCount += isBelow - ((below >> oldest) & 1);
    above = (above << 1) | isAbove;
    below = (below << 1) | isBelow;
    into[day] = (isAbove & Number(aboveCount >= needed)) | (isBelow & Number(belowCount >= needed));
  }
  return into;
}
