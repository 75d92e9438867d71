import { type ZoneRule, zoneRuleFlags } from "./zone-rule.ts";

/**
 * Western Electric rule 4: eight consecutive points on one side of the centre line, 2 x 0.5^8 = 0.8 % if nothing changed.
 * (Nelson's rule of the same kind wants nine.)
 */
const WESTERN_ELECTRIC_4: ZoneRule = { needed: 8, windowDays: 8, limitSigmas: 0 };

/**
 * Flags (1) each day that ends eight calendar days in a row on one side of the mean: a sustained shift. A missing day,
 * or one exactly on the mean, breaks the row.
 *
 * @example westernElectric4(Float64Array.of(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, -0.1)) // [0, 0, 0, 0, 0, 0, 0, 1, 0]
 */
export function westernElectric4(z: Float64Array, into?: Uint8Array): Uint8Array {
  return zoneRuleFlags(z, WESTERN_ELECTRIC_4, into);
}
