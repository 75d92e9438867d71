import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { partialDays } from "#stages/09-baseline/partial-days.ts";

fc.configureGlobal({ seed: 1 });

const flags = (...slots: number[]) => [...partialDays(Int32Array.from(slots))];
const last = (...slots: number[]) => flags(...slots).at(-1);
const full = (days: number, slots = 288) => Array<number>(days).fill(slots);

// Design, 6: fewer than 80 % of the median slots of the days among the 30 before that carry a slot count, not judged with fewer than 7.
describe("a partial day", () => {
  it("has fewer than 80 % of the usual slots: 80 of 100 are enough, 79 are not", () => {
    expect(last(...full(30, 100), 80)).toBe(0);
    expect(last(...full(30, 100), 79)).toBe(1);
    // 80 % of 288 is 230.4.
    expect([last(...full(30), 231), last(...full(30), 230)]).toEqual([0, 1]);
  });

  it("is not judged with six counted days before it, and is with seven", () => {
    expect(last(...full(6), 1)).toBe(0);
    expect(last(...full(7), 1)).toBe(1);
  });

  it("is not judged by days that carry no count: those read as daily statistics", () => {
    expect(last(...Array<number>(24).fill(-1), ...full(6), 1)).toBe(0);
    expect(last(...Array<number>(23).fill(-1), ...full(7), 1)).toBe(1);
  });

  it("is judged by the 30 days before it, not by older ones", () => {
    expect(last(...full(7), ...Array<number>(23).fill(-1), 1)).toBe(1);
    expect(last(...full(7), ...Array<number>(24).fill(-1), 1)).toBe(0);
  });

  it("is measured by the median: the mean of the middle two of an even number", () => {
    // Median of 100 x4 and 200 x4 is 150; 80 % of it is 120.
    const mixed = [...full(4, 100), ...full(4, 200)];
    expect([last(...mixed, 120), last(...mixed, 119)]).toEqual([0, 1]);
    // Of 100 x3 and 200 x4 it is 200; 80 % of it is 160.
    const odd = [...full(3, 100), ...full(4, 200)];
    expect([last(...odd, 160), last(...odd, 159)]).toEqual([0, 1]);
  });

  it("is not one without a value or without a count", () => {
    expect(last(...full(30), 0)).toBe(0);
    expect(last(...full(30), -1)).toBe(0);
  });

  it("ends once the thin days are the usual ones", () => {
    expect(
      flags(...full(15), ...full(20, 100))
        .map(Number)
        .lastIndexOf(1),
    ).toBe(15 + 15);
  });

  it("never is one with at least as many slots as any day before it", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1, max: 288 }), { maxLength: 50 }), (before) => {
        expect(last(...before, Math.max(1, ...before))).toBe(0);
      }),
    );
  });

  it("does not depend on days after it", () => {
    const slots = fc.array(fc.integer({ min: -1, max: 288 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(slots, slots, (before, after) => {
        expect(flags(...before, ...after).slice(0, before.length)).toEqual(flags(...before));
      }),
    );
  });
});
