import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { percentile, percentileInPlace } from "#core/spc/percentile.ts";

fc.configureGlobal({ seed: 1 });

const values = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 300 });

describe("percentile, type 7", () => {
  it.each([
    // R: quantile(1:24, .95, type = 7); numpy.percentile gives the same
    [Array.from({ length: 24 }, (_, index) => 24 - index), 0.95, 22.85],
    // Hyndman and Fan's definition by hand: rank 3 x 0.25 = 0.75
    [[10, 20, 30, 40], 0.25, 17.5],
    [[1, 2, 3, 4, 5], 0.5, 3],
    [[5, 1], 0, 1],
    [[5, 1], 1, 5],
    [[7], 0.95, 7],
  ])("of %j at %d is R's %d", (data, p, expected) => {
    expect(percentile(data, p)).toBeCloseTo(expected, 12);
    expect(percentileInPlace(Float64Array.from(data), p)).toBeCloseTo(expected, 12);
  });

  it("leaves its argument alone", () => {
    const data = Float64Array.of(3, 1, 2);
    percentile(data, 0.5);
    expect([...data]).toEqual([3, 1, 2]);
  });

  it("lies between the extremes, grows with p and ignores order", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(values, share, share, (data, p, q) => {
        const [low, high] = [percentile(data, Math.min(p, q)), percentile(data, Math.max(p, q))];
        expect(low).toBeGreaterThanOrEqual(Math.min(...data));
        expect(high).toBeLessThanOrEqual(Math.max(...data));
        expect(low).toBeLessThanOrEqual(high + 1e-6);
        expect(percentile(data.toReversed(), p)).toBe(percentile(data, p));
      }),
    );
  });

  it("refuses no values, a hole, and a share outside 0..1", () => {
    expect(() => percentile([], 0.5)).toThrow(RangeError);
    expect(() => percentile([1, Number.NaN], 0.5)).toThrow(RangeError);
    for (const p of [-0.01, 1.01, 95, Number.NaN]) expect(() => percentile([1], p)).toThrow(RangeError);
  });
});
