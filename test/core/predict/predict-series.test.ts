import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newEpisodes } from "#core/predict/episodes.ts";
import { predictSeries } from "#core/predict/predict-series.ts";
import { PREDICTION_SETTINGS } from "#core/predict/prediction-settings.ts";
import { seededNormal, simulateSeries } from "#lib/local/evaluate/simulated-fleet.ts";

const healthy = (days: number, seed = 1) => simulateSeries("iid", days, seededNormal(seed)).values;

function disturbed(days: number, from: number, shape: (day: number) => number): Float64Array {
  return healthy(days).map((value, day) => (day >= from ? value + 10 * shape(day - from) : value));
}

describe("predictSeries", () => {
  it("is strictly causal: a day's answer is the same with and without the days after it", () => {
    const series = fc.array(
      fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(Number.NaN)),
      {
        minLength: 60,
        maxLength: 120,
      },
    );
    const law = fc.property(series, fc.integer({ min: 1, max: 59 }), (numbers, cut) => {
      const whole = predictSeries(Float64Array.from(numbers));
      const start = predictSeries(Float64Array.from(numbers.slice(0, cut)));
      expect(start.driftScore).toEqual(whole.driftScore.subarray(0, cut));
      expect(start.spike).toEqual(whole.spike.subarray(0, cut));
      expect(start.silence.stopped).toEqual(whole.silence.stopped.subarray(0, cut));
    });
    fc.assert(law, { numRuns: 50, seed: 7 });
  });

  it("does not depend on the unit", () => {
    const values = healthy(200, 3);
    const scaled = predictSeries(values.map((value) => value * 1024));
    expect(scaled.drift).toEqual(predictSeries(values).drift);
  });

  it("says nothing before 28 taught days and a gap of 14", () => {
    const { driftScore } = predictSeries(healthy(43));
    expect(driftScore[41]).toBeNaN();
    expect(driftScore[42]).not.toBeNaN();
  });

  it("finds a ramp of 0.2 sigma a day within 14 days", () => {
    const { open } = predictSeries(disturbed(220, 200, (day) => 0.2 * (day + 1)));
    expect(open.subarray(0, 200)).not.toContain(1);
    expect(open.subarray(200, 214)).toContain(1);
  });

  it("takes a step that has lasted for weeks as the new baseline, on a day that it names", () => {
    const { open, rebased } = predictSeries(disturbed(280, 200, () => 5));
    const on = rebased.indexOf(1);
    expect(on).toBeGreaterThanOrEqual(228);
    expect(open.subarray(on + 1)).not.toContain(1);
  });

  it("tells a plateau once, not once a day", () => {
    const told = newEpisodes(predictSeries(disturbed(220, 200, () => 5)));
    expect([...told.subarray(200)].filter((evidence) => evidence > 0)).toHaveLength(1);
  });

  it("expects what was usual, within a range that nearly all healthy days keep", () => {
    const values = healthy(300, 8);
    const { expected, expectedLow, expectedHigh } = predictSeries(values);
    expect(expected[250]).toBeGreaterThan(90);
    expect(expected[250]).toBeLessThan(110);
    const outside = values.filter(
      (value, day) => value < (expectedLow[day] ?? 0) || value > (expectedHigh[day] ?? 0),
    );
    expect(outside.length).toBeLessThan(5);
  });

  it("holds an episode that came to nothing against the series", () => {
    const twice = (share: number) => {
      const values = disturbed(260, 200, (day) => (day < 6 ? 4 : 0));
      return (
        predictSeries(values, { ...PREDICTION_SETTINGS, habitShare: share }).driftScore[259] ?? Number.NaN
      );
    };
    expect(Math.abs(twice(0.5))).toBeLessThan(0.7 * Math.abs(twice(0)));
  });

  it("follows a season of another length", () => {
    const normal = seededNormal(6);
    const hourly = Float64Array.from(
      { length: 24 * 14 },
      (_, hour) => 100 + (hour % 24 < 12 ? 50 : 0) + normal(),
    );
    const settings = { ...PREDICTION_SETTINGS, period: 24 };
    const { expected, open } = predictSeries(hourly, settings);
    expect((expected[24 * 13] ?? 0) - (expected[24 * 13 + 12] ?? 0)).toBeGreaterThan(45);
    expect(open).not.toContain(1);
  });

  it("says with each verdict how many days taught it: 28 at first, at most 182", () => {
    const { n } = predictSeries(healthy(300));
    expect([n[41], n[42], n[299]]).toEqual([0, 28, 182]);
  });

  it("has no opinion on a constant series, and none that is not a number on an empty one", () => {
    const { drift, spike } = predictSeries(new Float64Array(100).fill(5));
    expect(drift).not.toContain(1);
    expect(spike).not.toContain(1);
    expect(predictSeries(new Float64Array(0)).drift).toHaveLength(0);
  });
});
