import { type ZoneRule, zoneRuleFlags } from "./zone-rule.ts";

/** Western Electric rule 1: one point beyond 3 sigma. 0.27 % of days of a normal series with known limits. */
const WESTERN_ELECTRIC_1: ZoneRule = { needed: 1, windowDays: 1, limitSigmas: 3 };

/**
 * Flags (1) each day beyond 3 sigma: a sudden spike or crash. Exactly 3 is not beyond.
 *
 * @example westernElectric1(Float64Array.of(3, 3.01, NaN, -3.01)) // [0, 1, 0, 1]
 */
export function westernElectric1(z: Float64Array, into?: Uint8Array): Uint8Array {
  return zoneRuleFlags(z, WESTERN_ELECTRIC_1, into);
}
