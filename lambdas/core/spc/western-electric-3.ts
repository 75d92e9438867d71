import { type ZoneRule, zoneRuleFlags } from "./zone-rule.ts";

/** Western Electric rule 3: four of five consecutive points beyond 1 sigma on one side. */
const WESTERN_ELECTRIC_3: ZoneRule = { needed: 4, windowDays: 5, limitSigmas: 1 };

/**
 * Flags (1) each day beyond 1 sigma that has three more on the same side among the four days before: persistent drift.
 *
 * @example westernElectric3(Float64Array.of(1.1, 1.1, 0, 1.1, 1.1, 0.9)) // [0, 0, 0, 0, 1, 0]
 */
export function westernElectric3(z: Float64Array, into?: Uint8Array): Uint8Array {
  return zoneRuleFlags(z, WESTERN_ELECTRIC_3, into);
}
