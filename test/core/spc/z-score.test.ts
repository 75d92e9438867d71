import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rollingBaseline } from "#core/spc/rolling-baseline.ts";
import { newZScores, Z_STATUS, zScores } from "#core/spc/z-score.ts";

fc.configureGlobal({ seed: 1 });

const FLOOR = { absolute: 0.5, relative: 0.01 };

/** Z and status of one day against a given baseline. */
function scoreOne(value: number, count: number, mean: number, sigma: number) {
  const baseline = {
    count: Uint16Array.of(count),
    mean: Float64Array.of(mean),
    sigma: Float64Array.of(sigma),
  };
  const { z, status } = zScores(Float64Array.of(value), baseline, FLOOR);
  return { z: z[0], status: status[0] };
}

describe("Z score", () => {
  it.each([
    { claim: "13 present days are learning", day: [16, 13, 10, 2], z: Number.NaN, status: Z_STATUS.learning },
    { claim: "14 present days are scored", day: [16, 14, 10, 2], z: 3, status: Z_STATUS.scored },
    { claim: "a hole is missing", day: [Number.NaN, 30, 10, 2], z: Number.NaN, status: Z_STATUS.missing },
    {
      claim: "a hole is missing rather than learning",
      day: [Number.NaN, 3, 1, 1],
      z: Number.NaN,
      status: Z_STATUS.missing,
    },
    { claim: "a sigma at the floor is scored", day: [11, 30, 10, 0.5], z: 2, status: Z_STATUS.scored },
    {
      claim: "below the floor, a departure by the floor is flat",
      day: [10.5, 30, 10, 0],
      z: Number.NaN,
      status: Z_STATUS.flat,
    },
    {
      claim: "below the floor, a departure beyond it is scored with it",
      day: [9, 30, 10, 0.1],
      z: -2,
      status: Z_STATUS.floored,
    },
    {
      claim: "the relative floor grows with the mean",
      day: [104, 30, 100, 0.6],
      z: 4,
      status: Z_STATUS.floored,
    },
    {
      claim: "the relative floor works on a negative mean",
      day: [-104, 30, -100, 0.6],
      z: -4,
      status: Z_STATUS.floored,
    },
  ])("$claim", ({ day: [value = 0, count = 0, mean = 0, sigma = 0], z, status }) => {
    expect(scoreOne(value, count, mean, sigma)).toEqual({ z, status });
  });

  it("has a number exactly where the status says so, and never an infinite one", () => {
    const value = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constantFrom(Number.NaN, 1e12, -1e12));
    fc.assert(
      fc.property(fc.array(value, { maxLength: 90 }), (days) => {
        const values = Float64Array.from(days);
        const { z, status } = zScores(values, rollingBaseline(values), FLOOR);
        z.forEach((sigmas, day) => {
          const isScored = status[day] === Z_STATUS.scored || status[day] === Z_STATUS.floored;
          expect(Number.isFinite(sigmas)).toBe(isScored);
        });
      }),
    );
  });

  it("keeps its value when a series is shifted or scaled, and turns its sign when it is mirrored", () => {
    const whole = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 15, maxLength: 90 });
    const factor = fc.constantFrom(-4, -1, 0.5, 8);
    fc.assert(
      fc.property(whole, fc.integer({ min: -10_000, max: 10_000 }), factor, (days, shift, scale) => {
        const floor = { absolute: 1e-3, relative: 0 };
        const values = Float64Array.from(days);
        const moved = values.map((x) => (x + shift) * scale);
        const plain = zScores(values, rollingBaseline(values), floor);
        const other = zScores(moved, rollingBaseline(moved), {
          absolute: 1e-3 * Math.abs(scale),
          relative: 0,
        });
        other.z.forEach((sigmas, day) => {
          const expected = (plain.z[day] ?? Number.NaN) * Math.sign(scale);
          if (Number.isNaN(expected)) expect(sigmas).toBeNaN();
          else expect(Math.abs(sigmas - expected)).toBeLessThan(1e-8 * (1 + Math.abs(expected)));
        });
      }),
    );
  });

  it("refuses a floor that could divide by zero", () => {
    const values = new Float64Array(2);
    for (const floor of [
      { absolute: 0, relative: 0.1 },
      { absolute: 1, relative: -0.1 },
      { absolute: Number.NaN, relative: 0 },
      { absolute: 1, relative: 1 / 0 },
    ]) {
      expect(() => zScores(values, rollingBaseline(values), floor)).toThrow(RangeError);
    }
  });

  it("refuses arrays of different lengths", () => {
    const baseline = rollingBaseline(new Float64Array(2));
    expect(() => zScores(new Float64Array(3), baseline, FLOOR)).toThrow(RangeError);
    expect(() => zScores(new Float64Array(2), baseline, FLOOR, newZScores(3))).toThrow(RangeError);
  });
});
