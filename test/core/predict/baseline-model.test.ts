import { describe, expect, it } from "vitest";
import { fitBaseline, residualOf, valueAt } from "#core/predict/baseline-model.ts";
import { PREDICTION_SETTINGS } from "#core/predict/prediction-settings.ts";
import { fromNormalScore, toNormalScore } from "#core/predict/tail-shape.ts";
import { fillWindow, newTaughtWindow } from "#core/predict/taught-window.ts";
import { type NoiseKind, seededNormal, simulateSeries } from "#lib/local/evaluate/simulated-fleet.ts";

function modelOf(values: Float64Array) {
  const window = newTaughtWindow(PREDICTION_SETTINGS.baselineDays, PREDICTION_SETTINGS.period);
  const teaches = values.map((value) => Number(!Number.isNaN(value)));
  fillWindow(window, values, Uint8Array.from(teaches), { from: 0, to: values.length });
  return fitBaseline(window, PREDICTION_SETTINGS);
}

const simulated = (kind: NoiseKind, days = 182, seed = 1) =>
  simulateSeries(kind, days, seededNormal(seed)).values;

describe("fitBaseline", () => {
  it("recovers level, spread, autocorrelation and shape of what was simulated", () => {
    const normal = modelOf(simulated("iid"));
    expect(normal.sigma).toBeCloseTo(10, -1);
    expect(valueAt(normal, 182, 0)).toBeGreaterThan(95);
    expect(valueAt(normal, 182, 0)).toBeLessThan(105);
    expect(normal.tail.inverseFreedom).toBe(0);
    expect(modelOf(simulated("ar05")).phi).toBeGreaterThan(0.3);
    expect(modelOf(simulated("ar05")).phi).toBeLessThan(0.7);
    expect(modelOf(simulated("lognormal")).scale.sign).toBe(1);
    expect(modelOf(simulated("t4", 182, 3)).tail.inverseFreedom).toBeGreaterThan(0.1);
  });

  it("expects a weekend of its own, and pays nothing for weekdays that do not differ", () => {
    const weekend = modelOf(simulated("weekend4"));
    expect(valueAt(weekend, 187, 0) - valueAt(weekend, 184, 0)).toBeLessThan(-30);
    expect(modelOf(simulated("iid")).levelFreedom).toBeLessThan(4);
    expect(weekend.levelFreedom).toBeGreaterThan(6);
  });

  it("does not move its level for one wild day", () => {
    const values = simulated("iid");
    const level = valueAt(modelOf(values), 182, 0);
    values[100] = 1e9;
    expect(Math.abs(valueAt(modelOf(values), 182, 0) - level)).toBeLessThan(1);
  });

  it("gives a value and takes it back", () => {
    for (const kind of ["iid", "weekend4", "lognormal", "t4"] as const) {
      const model = modelOf(simulated(kind));
      for (const score of [-2, 0, 3])
        expect(residualOf(model, valueAt(model, 200, score), 200)).toBeCloseTo(score, 6);
    }
  });

  it("measures the spread of a series that is zero on most days by the days on which it is not", () => {
    const sparse = Float64Array.from({ length: 182 }, (_, day) => Number(day % 10 === 0));
    expect(modelOf(sparse).sigma).toBeCloseTo(0.3, 1);
  });
});

describe("toNormalScore", () => {
  const t4 = { inverseFreedom: 0.25, scale: 1, spread: 1, spikeFactor: 1 };

  // Two-sided quantiles of Student's t with 4 degrees of freedom and of the normal, from any table.
  it.each([
    [2.776, 1.96, "5 %"],
    [4.604, 2.576, "1 %"],
    [8.61, 3.291, "0.1 %"],
  ])("maps t4 %d to %d: both are exceeded by %s", (t, normal) => {
    expect(Math.abs(toNormalScore(t4, t) - normal)).toBeLessThan(0.05);
    expect(fromNormalScore(t4, toNormalScore(t4, -t))).toBeCloseTo(-t, 9);
  });
});
