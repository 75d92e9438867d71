import { describe, expect, it } from "vitest";
import { newWesternElectricFlags, westernElectric } from "#core/spc/western-electric.ts";
import { readOracle } from "../../support/oracles.ts";
import { type RandomStream, randomStream } from "../../support/random.ts";

/** Exact mean and standard deviation of the first-passage run length by Markov chain, known mu and sigma, empty start. */
interface RunLengths {
  readonly d: readonly number[];
  readonly arl: Readonly<Record<string, readonly number[]>>;
  readonly sdrl: Readonly<Record<string, readonly number[]>>;
}

const RUNS = 20_000;
const SEED = 1;
/** Rule 4 looks back furthest: this many days of one chunk are repeated at the head of the next. */
const LOOK_BACK_DAYS = 7;

const text = readOracle("arl_champ_woodall_exact.json");
const exact: RunLengths = text === undefined ? { d: [], arl: {}, sdrl: {} } : JSON.parse(text);
const combinations = Object.keys(exact.arl);

/** Simulates series until each rule has fired; calls back with the first day (from 1) of each rule. */
function eachRun(random: RandomStream, shift: number, use: (firstDays: readonly number[]) => void): void {
  const z = new Float64Array(LOOK_BACK_DAYS + (shift < 0.7 ? 256 : 32));
  const flags = newWesternElectricFlags(z.length);
  const rules = [flags.rule1, flags.rule2, flags.rule3, flags.rule4];
  for (let run = 0; run < RUNS; run++) {
    const firstDays = [0, 0, 0, 0];
    z.fill(Number.NaN);
    for (let before = 0; firstDays.includes(0); before += z.length - LOOK_BACK_DAYS) {
      z.copyWithin(0, z.length - LOOK_BACK_DAYS);
      for (let index = LOOK_BACK_DAYS; index < z.length; index++) z[index] = shift + random.normal();
      westernElectric(z, flags);
      rules.forEach((rule, index) => {
        if (firstDays[index] !== 0) return;
        const first = rule.indexOf(1, LOOK_BACK_DAYS);
        if (first >= 0) firstDays[index] = before + first - LOOK_BACK_DAYS + 1;
      });
    }
    use(firstDays);
  }
}

/** Average run lengths at no shift as Champ and Woodall print them, Technometrics 29 (1987); rules by number. */
const PRINTED: Readonly<Record<string, number>> = {
  1: 370.4,
  12: 225.44,
  13: 166.05,
  14: 152.73,
  123: 132.89,
  124: 122.05,
  134: 105.78,
  1234: 91.75,
};

describe("Western Electric rules without a shift", () => {
  it("first signal after the average run lengths that are in print, in every combination with the first", () => {
    const lengths = new Map(Object.keys(PRINTED).map((rules) => [rules, { sum: 0, squares: 0 }]));
    eachRun(randomStream(SEED), 0, (firstDays) => {
      for (const [rules, total] of lengths) {
        const first = Math.min(...[...rules].map((rule) => firstDays[Number(rule) - 1] ?? Number.NaN));
        total.sum += first;
        total.squares += first ** 2;
      }
    });
    for (const [rules, { sum, squares }] of lengths) {
      const average = sum / RUNS;
      const standardError = Math.sqrt((squares / RUNS - average ** 2) / RUNS);
      const printed = PRINTED[rules] ?? Number.NaN;
      expect(Math.abs(average - printed), `rules ${rules}: ${average}`).toBeLessThanOrEqual(
        3 * standardError,
      );
    }
  });
});

describe.skipIf(text === undefined)("Western Electric rules", () => {
  it.each(exact.d.map((shift, column) => ({ shift, column })))(
    "at a shift of $shift sigma every combination first signals after the exact average run length",
    ({ shift, column }) => {
      const sums = new Map(combinations.map((rules) => [rules, 0]));
      eachRun(randomStream(SEED + column), shift, (firstDays) => {
        for (const rules of combinations) {
          let first = Number.POSITIVE_INFINITY;
          for (const rule of rules) first = Math.min(first, firstDays[Number(rule) - 1] ?? Number.NaN);
          sums.set(rules, (sums.get(rules) ?? 0) + first);
        }
      });
      for (const rules of combinations) {
        const average = (sums.get(rules) ?? Number.NaN) / RUNS;
        const expected = exact.arl[rules]?.[column] ?? Number.NaN;
        const standardError = (exact.sdrl[rules]?.[column] ?? Number.NaN) / Math.sqrt(RUNS);
        expect(Math.abs(average - expected), `rules ${rules}`).toBeLessThanOrEqual(3 * standardError);
      }
    },
  );
});
