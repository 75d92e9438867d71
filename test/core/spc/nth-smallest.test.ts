import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { medianInPlace, nthSmallestInPlace } from "#core/spc/nth-smallest.ts";
import { percentile } from "#core/spc/percentile.ts";

const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 });

describe("nthSmallestInPlace", () => {
  it("finds what sorting finds, for every rank", () => {
    const law = fc.property(numbers, (values) => {
      const sorted = Float64Array.from(values).sort();
      for (const [k, expected] of sorted.entries())
        expect(nthSmallestInPlace(Float64Array.from(values), values.length, k)).toBe(expected);
    });
    fc.assert(law, { numRuns: 200, seed: 1 });
  });

  it("looks at the first values only, and refuses a rank that they do not have", () => {
    expect(nthSmallestInPlace(Float64Array.of(30, 10, 20, 1), 3, 1)).toBe(20);
    expect(() => nthSmallestInPlace(Float64Array.of(1, 2), 2, 2)).toThrow(RangeError);
  });
});

it("medianInPlace is the percentile of type 7 at one half", () => {
  const law = fc.property(numbers, (values) => {
    expect(medianInPlace(Float64Array.from(values), values.length)).toBeCloseTo(percentile(values, 0.5), 6);
  });
  fc.assert(law, { numRuns: 200, seed: 2 });
});
