import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  exceedsRateOfChange,
  newRateOfChange,
  RATE_OF_CHANGE_STATUS,
  rateOfChangePct,
} from "#core/spc/rate-of-change.ts";

fc.configureGlobal({ seed: 1 });

const { known, missing, previous_missing, previous_zero } = RATE_OF_CHANGE_STATUS;

describe("rate of change", () => {
  it.each([
    { claim: "is the specification's percentage", previous: 80, value: 100, pct: 25, status: known },
    {
      claim: "has no value after a hole",
      previous: Number.NaN,
      value: 100,
      pct: Number.NaN,
      status: previous_missing,
    },
    {
      claim: "has no value after an infinite day",
      previous: 1 / 0,
      value: 100,
      pct: Number.NaN,
      status: previous_missing,
    },
    { claim: "has no value on a hole", previous: 80, value: Number.NaN, pct: Number.NaN, status: missing },
    { claim: "has no value after zero", previous: 0, value: 100, pct: Number.NaN, status: previous_zero },
    {
      claim: "has no value from zero to zero",
      previous: 0,
      value: 0,
      pct: Number.NaN,
      status: previous_zero,
    },
    {
      claim: "has no value where it would overflow",
      previous: 1e-320,
      value: 100,
      pct: Number.NaN,
      status: previous_zero,
    },
    { claim: "falls by 100 % at most", previous: 80, value: 0, pct: -100, status: known },
    { claim: "turns its sign after a negative day", previous: -10, value: -5, pct: -50, status: known },
  ])("$claim", ({ previous, value, pct, status }) => {
    const result = rateOfChangePct(Float64Array.of(previous, value));
    expect([result.pct[1], result.status[1]]).toEqual([pct, status]);
  });

  it("has no value on the first day, and none from two days back", () => {
    const { pct, status } = rateOfChangePct(Float64Array.of(1, Number.NaN, 2));
    expect([...pct]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect([...status]).toEqual([previous_missing, missing, previous_missing]);
  });

  it("does not depend on the unit", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 999 })),
        fc.constantFrom(0.5, 8, 1024),
        (days, factor) => {
          const values = Float64Array.from(days);
          expect(rateOfChangePct(values.map((x) => x * factor))).toEqual(rateOfChangePct(values));
        },
      ),
    );
  });

  it("refuses a result of another length", () => {
    expect(() => rateOfChangePct(new Float64Array(3), newRateOfChange(2))).toThrow(RangeError);
  });
});

describe("a rate of change counts", () => {
  const limit = { thresholdPct: 25, absoluteFloor: 20 };

  it.each<[string, [number, number, number], boolean]>([
    ["not at exactly 25 %", [25, 125, 100], false],
    ["above 25 %", [26, 126, 100], true],
    ["in either direction", [-26, 74, 100], true],
    ["not where the change is below the floor", [100, 39.9, 20], false],
    ["where the change is the floor", [100, 40, 20], true],
    ["not where there is none", [Number.NaN, 100, Number.NaN], false],
  ])("%s", (_claim, [pct, value, previous], expected) => {
    expect(exceedsRateOfChange(pct, value, previous, limit)).toBe(expected);
  });
});
