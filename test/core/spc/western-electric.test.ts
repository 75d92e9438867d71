import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { violatedRules, westernElectric } from "#core/spc/western-electric.ts";
import { westernElectric1 } from "#core/spc/western-electric-1.ts";
import { westernElectric2 } from "#core/spc/western-electric-2.ts";
import { westernElectric3 } from "#core/spc/western-electric-3.ts";
import { westernElectric4 } from "#core/spc/western-electric-4.ts";
import { readOracle } from "../../support/oracles.ts";

fc.configureGlobal({ seed: 1 });

const HOLE = Number.NaN;
type Rule = (z: Float64Array) => Uint8Array;

/** Days, counted from 1, on which a rule holds. */
function firingDays(rule: Rule, z: readonly number[]): number[] {
  return [...rule(Float64Array.from(z))].flatMap((flag, day) => (flag === 1 ? [day + 1] : []));
}

describe.each([
  ["as given", 1],
  ["mirrored", -1],
])("Western Electric rules, %s", (_name, sign) => {
  it.each<[string, Rule, number[], number[]]>([
    ["1: exactly 3 is not beyond", westernElectric1, [3, 3 + 1e-15 * 4, HOLE], [2]],
    ["2: one of three is not enough", westernElectric2, [2.5, 1, 1, 2.5], []],
    ["2: two of three are, whichever", westernElectric2, [2.5, 2.5, 0, 2.5, 0, 2.5], [2, 4, 6]],
    ["2: exactly 2 is not beyond", westernElectric2, [2, 2, 2], []],
    ["2: both have to be on one side", westernElectric2, [2.5, -2.5, 0, -2.5], [4]],
    ["2: the newest has to be beyond", westernElectric2, [2.5, 2.5, 1.9], [2]],
    ["2: a hole takes a place in the window", westernElectric2, [2.5, HOLE, 2.5, HOLE, HOLE, 2.5], [3]],
    ["2: fires before the window is full", westernElectric2, [2.5, 2.5], [2]],
    ["3: three of five are not enough", westernElectric3, [1.5, 1.5, 1.5, 0, 0], []],
    ["3: four of five are", westernElectric3, [1.5, 0, 1.5, 1.5, 1.5], [5]],
    ["3: fires before the window is full", westernElectric3, [1.5, 1.5, 1.5, 1.5], [4]],
    ["3: exactly 1 is not beyond", westernElectric3, [1, 1, 1, 1, 1], []],
    ["3: the newest has to be beyond", westernElectric3, [1.5, 1.5, 1.5, 1.5, 0.5, 1.5], [4, 6]],
    ["3: the other side does not count", westernElectric3, [1.5, 1.5, -1.5, -1.5, 1.5, 1.5], []],
    ["4: seven in a row are not enough", westernElectric4, new Array(7).fill(0.1), []],
    ["4: eight are, and each that follows", westernElectric4, new Array(9).fill(0.1), [8, 9]],
    [
      "4: a hole breaks the row",
      westernElectric4,
      [...new Array(7).fill(0.1), HOLE, ...new Array(7).fill(0.1)],
      [],
    ],
    ["4: a day on the mean breaks the row", westernElectric4, [...new Array(7).fill(0.1), 0, 0.1], []],
  ])("%s", (_claim, rule, z, expected) => {
    expect(
      firingDays(
        rule,
        z.map((sigmas) => sigmas * sign),
      ),
    ).toEqual(expected);
  });
});

/** Days needed, days of the window, sigmas: from the table of the specification. */
const RULES_IN_WORDS = [
  [1, 1, 3],
  [2, 3, 2],
  [4, 5, 1],
  [8, 8, 0],
] as const;

/** One rule on one day, in so many words. */
function holds(
  z: readonly number[],
  day: number,
  [needed, windowDays, limit]: readonly [number, number, number],
): boolean {
  const window = z.slice(Math.max(0, day - windowDays + 1), day + 1);
  return [1, -1].some((side) => {
    const isBeyond = (sigmas: number) => sigmas * side > limit;
    return isBeyond(z[day] ?? HOLE) && window.filter(isBeyond).length >= needed;
  });
}

const sigmas = fc.oneof(
  fc.double({ min: -4, max: 4, noNaN: true }),
  fc.constantFrom(HOLE, -3, -2, -1, 0, 1, 2, 3),
);

describe("all four rules together", () => {
  it("equal their definition in words on any series", () => {
    fc.assert(
      fc.property(fc.array(sigmas, { maxLength: 60 }), (z) => {
        const flags = westernElectric(Float64Array.from(z));
        z.forEach((_, day) => {
          const expected = RULES_IN_WORDS.map((rule) => holds(z, day, rule));
          expect(violatedRules(flags, day)).toEqual(
            expected.flatMap((isHeld, index) => (isHeld ? [index + 1] : [])),
          );
        });
      }),
    );
  });

  it("a hole is the same as a day that is not beyond", () => {
    fc.assert(
      fc.property(fc.array(sigmas, { maxLength: 60 }), (z) => {
        const filled = z.map((value) => (Number.isNaN(value) ? 0 : value));
        expect(westernElectric(Float64Array.from(z))).toEqual(westernElectric(Float64Array.from(filled)));
      }),
    );
  });

  it("never fire on a day within one sigma on alternating sides", () => {
    const z = Float64Array.from({ length: 200 }, (_, day) => (day % 2 === 0 ? 1 : -1));
    expect(Object.values(westernElectric(z)).flatMap((flags: Uint8Array) => [...flags])).not.toContain(1);
  });

  it("refuse a result of another length", () => {
    expect(() => westernElectric1(new Float64Array(3), new Uint8Array(2))).toThrow(RangeError);
  });
});

const qcc = readOracle("peer_qcc.txt");
const observations = readOracle("peer_series_seed1.csv");

describe.skipIf(qcc === undefined || observations === undefined)("R's qcc 3.0, series of seed 1", () => {
  const z = (observations ?? "").trim().split("\n").slice(1).map(Number);
  const reported = (qcc ?? "").slice((qcc ?? "").indexOf("rnorm seed 1"));

  // qcc reports rules 2 and 3 from the first full window on, ours may fire earlier: an empty chart is no protection.
  it.each<[number, Rule, number]>([
    [1, westernElectric1, 1],
    [2, westernElectric2, 3],
    [3, westernElectric3, 5],
    [4, westernElectric4, 1],
  ])("reports rule %d on the same days", (number, rule, firstFullWindow) => {
    const days = new RegExp(`WER ${number} : ([\\d ]+)`).exec(reported)?.[1]?.trim().split(" ").map(Number);
    expect(z).toHaveLength(200);
    expect(firingDays(rule, z).filter((day) => day >= firstFullWindow)).toEqual(days);
  });
});
