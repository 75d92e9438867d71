import { westernElectric1 } from "./western-electric-1.ts";
import { westernElectric2 } from "./western-electric-2.ts";
import { westernElectric3 } from "./western-electric-3.ts";
import { westernElectric4 } from "./western-electric-4.ts";

/** One flag (0 or 1) per rule and day. Rules are independent: a day may carry several. */
export interface WesternElectricFlags {
  readonly rule1: Uint8Array;
  readonly rule2: Uint8Array;
  readonly rule3: Uint8Array;
  readonly rule4: Uint8Array;
}

/** An empty result to pass as `into`. */
export function newWesternElectricFlags(days: number): WesternElectricFlags {
  return {
    rule1: new Uint8Array(days),
    rule2: new Uint8Array(days),
    rule3: new Uint8Array(days),
    rule4: new Uint8Array(days),
  };
}

/**
 * All four rules of the Western Electric Statistical Quality Control Handbook (1956) on one series of Z.
 *
 * With known limits and nothing wrong the four together signal first after 91.75 days on average (Champ and Woodall,
 * Technometrics 29, 1987), so a flag is evidence to record, not a reason to wake someone.
 *
 * @example westernElectric(Float64Array.of(2.5, 3.5)).rule2 // [0, 1]
 */
export function westernElectric(
  z: Float64Array,
  into: WesternElectricFlags = newWesternElectricFlags(z.length),
): WesternElectricFlags {
  westernElectric1(z, into.rule1);
  westernElectric2(z, into.rule2);
  westernElectric3(z, into.rule3);
  westernElectric4(z, into.rule4);
  return into;
}

/**
 * The numbers of the rules that hold on a day, most serious first; empty if none does.
 *
 * @example violatedRules(westernElectric(Float64Array.of(2.5, 3.5)), 1) // [1, 2]
 */
export function violatedRules(flags: WesternElectricFlags, day: number): (1 | 2 | 3 | 4)[] {
  const rules: (1 | 2 | 3 | 4)[] = [];
  if (flags.rule1[day] === 1) rules.push(1);
  if (flags.rule2[day] === 1) rules.push(2);
  if (flags.rule3[day] === 1) rules.push(3);
  if (flags.rule4[day] === 1) rules.push(4);
  return rules;
}
