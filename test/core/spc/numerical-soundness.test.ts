import { describe, expect, it } from "vitest";
import { rollingBaseline } from "#core/spc/rolling-baseline.ts";
import { Z_STATUS, zScores } from "#core/spc/z-score.ts";
import { randomStream } from "../../support/random.ts";

const DAYS = 20_000;
const WINDOW = 30;
const NO_FLOOR = { absolute: Number.MIN_VALUE, relative: 0 };

function noise(days: number, offset: number, seed: number): Float64Array {
  const random = randomStream(seed);
  return Float64Array.from({ length: days }, () => offset + random.normal());
}

/** Two passes over each window of deviations from the offset, which are exact: no digits are lost to the offset. */
function largestError(values: Float64Array, offset: number): number {
  const { z } = zScores(values, rollingBaseline(values), NO_FLOOR);
  let largest = 0;
  for (let day = WINDOW; day < values.length; day++) {
    const window = values.subarray(day - WINDOW, day).map((x) => x - offset);
    const mean = window.reduce((sum, x) => sum + x, 0) / WINDOW;
    const sigma = Math.sqrt(window.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (WINDOW - 1));
    const expected = ((values[day] ?? Number.NaN) - offset - mean) / sigma;
    const error = Math.abs((z[day] ?? Number.NaN) - expected) / Math.max(1, Math.abs(expected));
    largest = Math.max(largest, Number.isNaN(error) ? Number.POSITIVE_INFINITY : error);
  }
  return largest;
}

describe("Z loses no digits", () => {
  it.each([
    // A mean near the offset cannot be stored better than to half a unit in its last place; sigma is 1, at least 0.6 in 30.
    [1e6, 2 ** -34],
    [1e9, 2 ** -24],
    [1e12, 2 ** -14],
  ])("to unit noise on an offset of %d beyond the last place of the mean", (offset, halfLastPlace) => {
    expect(largestError(noise(DAYS, offset, 1), offset)).toBeLessThan(2 * halfLastPlace);
  });

  it("to a single 1e12 in a series around 1000, on whichever day it comes and goes", () => {
    for (let spikeDay = 0; spikeDay < 70; spikeDay++) {
      const values = noise(160, 1e3, spikeDay);
      values[spikeDay] = 1e12;
      expect(largestError(values, 1e3)).toBeLessThan(1e-9);
    }
  });

  it.each([10, 100, 1e4, 1e6, 1e9])("to a level shift of %d sigma and back", (shift) => {
    const values = noise(400, 0, 2).map((x, day) => (day >= 150 && day < 250 ? x + shift : x));
    // Deviations from 0 keep 53 bits of the shifted level.
    expect(largestError(values, 0)).toBeLessThan(Math.max(1e-10, shift * 2 ** -48));
  });

  it("to a series that only climbs", () => {
    const values = noise(2_000, 0, 3).map((x, day) => x + day * 50);
    expect(largestError(values, 0)).toBeLessThan(1e-9);
  });
});

describe("the mean", () => {
  it("of unit noise stays within a few units in the last place of two passes over 100,000 days", () => {
    const values = noise(100_000, 0, 4);
    const { mean } = rollingBaseline(values);
    let largest = 0;
    for (let day = WINDOW; day < values.length; day++) {
      const expected = values.subarray(day - WINDOW, day).reduce((sum, x) => sum + x, 0) / WINDOW;
      largest = Math.max(largest, Math.abs((mean[day] ?? Number.NaN) - expected));
    }
    expect(largest).toBeLessThan(1e-14);
  });
});

describe("a constant series", () => {
  const floor = { absolute: 1e-6, relative: 1e-3 };

  it.each([0.1, 1 / 3, -7.7, 0, 1e12 + 0.1])(
    "of %d has exactly its value as mean, sigma 0, and is flat",
    (level) => {
      const values = new Float64Array(100).fill(level);
      const baseline = rollingBaseline(values);
      const { z, status } = zScores(values, baseline, floor);
      expect([baseline.mean[99], baseline.sigma[99]]).toEqual([level, 0]);
      expect(status.slice(14).every((code) => code === Z_STATUS.flat)).toBe(true);
      expect(z.every(Number.isNaN)).toBe(true);
    },
  );

  // The sample standard deviation of thirty times 0.1 is 4e-17 by the formula of sums: a departure by a millionth would be billions of it.
  it.each([
    [
      "the last digits of sums and products",
      (day: number) => [0.3, 0.1 + 0.2, (0.7 / 7) * 3][day % 3] ?? 0.3,
    ],
    ["noise of 1e-17", (day: number) => 0.3 + (day % 2 === 0 ? 1e-17 : -1e-17)],
    ["noise of one unit in the last place", (day: number) => 0.3 + (day % 2) * 2 ** -54],
  ])("with %s is flat, and a departure from it is measured by the floor", (_noise, valueOn) => {
    const values = Float64Array.from({ length: 60 }, (_, day) => valueOn(day));
    values[50] = 0.3 + 1e-7;
    values[55] = 0.3 + 0.01;
    const { z, status } = zScores(values, rollingBaseline(values), floor);
    const isFloored = Array.from(status.slice(14), (code) => code === Z_STATUS.floored);
    expect(isFloored.flatMap((is, index) => (is ? [index + 14] : []))).toEqual([55]);
    expect(z[55]).toBeCloseTo(0.01 / (0.3 * floor.relative), 3);
  });

  it("is flat again, not at Z = -0.98, once a departure has left the window", () => {
    const values = new Float64Array(100).fill(0.1);
    values[40] = 12_345.678;
    const baseline = rollingBaseline(values);
    const { status } = zScores(values, baseline, floor);
    expect(status[40]).toBe(Z_STATUS.floored);
    expect([baseline.mean[71], baseline.sigma[71]]).toEqual([0.1, 0]);
    expect(status.slice(71).every((code) => code === Z_STATUS.flat)).toBe(true);
  });
});
