import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newRollingBaseline, rollingBaseline } from "#core/spc/rolling-baseline.ts";
import { randomStream } from "../../support/random.ts";

fc.configureGlobal({ seed: 1 });

/** Daily values as they come: mostly ordinary numbers, some holes. */
const value = fc.oneof(
  { weight: 9, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
);
const series = fc.array(value, { maxLength: 120 }).map((values) => Float64Array.from(values));
const longSeries = fc
  .array(value, { minLength: 32, maxLength: 120 })
  .map((values) => Float64Array.from(values));
/** Whole numbers, so that shifting and scaling by whole numbers is exact. */
const wholeSeries = fc
  .array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 120 })
  .map((values) => Float64Array.from(values));

/** The definition, two passes over each window. */
function twoPass(values: Float64Array, day: number, windowDays: number) {
  const window = [...values.slice(Math.max(0, day - windowDays), day)].filter(Number.isFinite);
  const mean = window.reduce((sum, x) => sum + x, 0) / window.length;
  const squares = window.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return { count: window.length, mean, sigma: Math.sqrt(squares / (window.length - 1)) };
}

function close(actual: number | undefined, expected: number, scale: number): boolean {
  if (Number.isNaN(expected)) return Number.isNaN(actual);
  return Math.abs((actual ?? Number.NaN) - expected) <= scale;
}

describe("rolling baseline", () => {
  it("gives the mean and the sample standard deviation of the 30 days before, by hand for 1..30", () => {
    const { count, mean, sigma } = rollingBaseline(Float64Array.from({ length: 31 }, (_, day) => day + 1));
    expect([count[30], mean[30]]).toEqual([30, 15.5]);
    // sqrt(n (n + 1) / 12) for 1..n: sqrt(77.5)
    expect(sigma[30]).toBeCloseTo(8.803408430829505, 12);
  });

  it("equals the two-pass definition on any series and window, with the same holes", () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 40 }), (values, windowDays) => {
        const baseline = rollingBaseline(values, windowDays);
        for (let day = 0; day < values.length; day++) {
          const expected = twoPass(values, day, windowDays);
          expect(baseline.count[day]).toBe(expected.count);
          expect(close(baseline.mean[day], expected.mean, 1e-9 * 1e6)).toBe(true);
          if (expected.count < 2) expect(baseline.sigma[day]).toBeNaN();
          else expect(close(baseline.sigma[day], expected.sigma, 1e-7 * (1 + expected.sigma))).toBe(true);
        }
      }),
    );
  });

  it("has no mean before the first value and no sigma before the second", () => {
    const { mean, sigma } = rollingBaseline(Float64Array.of(Number.NaN, 4, Number.NaN, 6, 5));
    expect([...mean]).toEqual([Number.NaN, Number.NaN, 4, 4, 5]);
    expect([...sigma]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN, Math.SQRT2]);
  });

  it("forgets everything over a window of holes and starts again", () => {
    const values = new Float64Array(100).fill(Number.NaN);
    values.set([1, 2, 3]);
    values.set([7, 9], 60);
    const { count, mean, sigma } = rollingBaseline(values);
    expect([count[32], count[33], count[60], count[61], count[62]]).toEqual([1, 0, 0, 1, 2]);
    expect([mean[32], mean[33], mean[60], mean[61], mean[62]]).toEqual([3, Number.NaN, Number.NaN, 7, 8]);
    expect([sigma[31], sigma[32], sigma[61], sigma[62]]).toEqual([
      Math.SQRT1_2,
      Number.NaN,
      Number.NaN,
      Math.SQRT2,
    ]);
  });

  it("counts an infinite value as a hole", () => {
    const { count, mean } = rollingBaseline(Float64Array.of(1, 1 / 0, 3, 0));
    expect([count[3], mean[3]]).toEqual([2, 2]);
  });

  it("never looks ahead: changing day D or later leaves the baseline of D as it was, bit for bit", () => {
    fc.assert(
      fc.property(series, fc.nat(120), value, (values, from, replacement) => {
        const changed = values.slice().fill(replacement, from);
        const days = Math.min(from + 1, values.length);
        const before = rollingBaseline(values);
        const after = rollingBaseline(changed);
        expect(after.mean.slice(0, days)).toEqual(before.mean.slice(0, days));
        expect(after.sigma.slice(0, days)).toEqual(before.sigma.slice(0, days));
      }),
    );
  });

  it("forgets: days more than 30 back do not matter", () => {
    fc.assert(
      fc.property(longSeries, value, (values, replacement) => {
        const changed = values.slice().fill(replacement, 0, values.length - 31);
        const last = values.length - 1;
        const [before, after] = [rollingBaseline(values), rollingBaseline(changed)];
        expect(after.count[last]).toBe(before.count[last]);
        expect(close(after.mean[last], before.mean[last] ?? Number.NaN, 1e-6)).toBe(true);
      }),
    );
  });

  it("shifts with the data: mean moves, sigma stays", () => {
    fc.assert(
      fc.property(wholeSeries, fc.integer({ min: -1_000_000, max: 1_000_000 }), (values, shift) => {
        const before = rollingBaseline(values);
        const after = rollingBaseline(values.map((x) => x + shift));
        expect(after.sigma).toEqual(before.sigma);
        after.mean.forEach((mean, day) => {
          expect(close(mean, (before.mean[day] ?? Number.NaN) + shift, 1e-9)).toBe(true);
        });
      }),
    );
  });

  it("scales with the data: mean and sigma by the factor, sigma by its absolute value", () => {
    fc.assert(
      fc.property(wholeSeries, fc.constantFrom(-8, -1, 0.25, 4, 1024), (values, factor) => {
        const before = rollingBaseline(values);
        const after = rollingBaseline(values.map((x) => x * factor));
        expect(after.mean).toEqual(before.mean.map((mean) => mean * factor + 0));
        expect(after.sigma).toEqual(before.sigma.map((sigma) => sigma * Math.abs(factor)));
      }),
    );
  });

  it("does not depend on the order within the window", () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 30, maxLength: 30 }), fc.nat(), (window, seed) => {
        const random = randomStream(seed);
        const shuffled = window.map((x) => ({ x, key: random.uniform() })).sort((a, b) => a.key - b.key);
        const [plain, reversed, permuted] = [window, window.toReversed(), shuffled.map(({ x }) => x)].map(
          (days) => rollingBaseline(Float64Array.from([...days, 0])),
        );
        for (const other of [reversed, permuted]) {
          expect(other?.count[30]).toBe(plain?.count[30]);
          expect(close(other?.mean[30], plain?.mean[30] ?? Number.NaN, 1e-6)).toBe(true);
          expect(close(other?.sigma[30], plain?.sigma[30] ?? Number.NaN, 1e-6)).toBe(true);
        }
      }),
    );
  });

  it("gives the same with a reused result, whatever that held before", () => {
    fc.assert(
      fc.property(series, (values) => {
        const used = newRollingBaseline(values.length);
        rollingBaseline(new Float64Array(values.length).fill(77), 3, used);
        expect(rollingBaseline(values, 30, used)).toEqual(rollingBaseline(values));
      }),
    );
  });

  it("refuses a window that is not a whole number of days, and a result of another length", () => {
    for (const windowDays of [0, 1.5, 65_536, Number.NaN]) {
      expect(() => rollingBaseline(new Float64Array(3), windowDays)).toThrow(RangeError);
    }
    expect(() => rollingBaseline(new Float64Array(3), 30, newRollingBaseline(4))).toThrow(RangeError);
  });
});
