import { type ZoneRule, zoneRuleFlags } from "./zone-rule.ts";

/** Western Electric rule 2: two of three consecutive points beyond 2 sigma on one side. */
const WESTERN_ELECTRIC_2: ZoneRule = { needed: 2, windowDays: 3, limitSigmas: 2 };

/**
 * Flags (1) each day beyond 2 sigma that has a second one on the same side among the two days before: emerging
 * instability.
 *
 * @example westernElectric2(Float64Array.of(2.1, -2.1, 2.1, 2.1, 0)) // [0, 0, 1, 1, 0]
 */
export function westernElectric2(z: Float64Array, into?: Uint8Array): Uint8Array {
  return zoneRuleFlags(z, WESTERN_ELECTRIC_2, into);
}
