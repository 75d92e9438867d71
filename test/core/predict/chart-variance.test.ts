import { expect, it } from "vitest";
import {
  baselineMeanVariance,
  estimationWidening,
  ewmaVariance,
  windowMeanVariance,
} from "#core/predict/chart-variance.ts";
import { driftLimits } from "#core/predict/drift-chart.ts";
import { PREDICTION_SETTINGS } from "#core/predict/prediction-settings.ts";
import { seededNormal } from "#lib/local/evaluate/simulated-fleet.ts";

it("knows the variances of independent days: w/(2-w) and 1/n", () => {
  expect(ewmaVariance(0.2, 0)).toBeCloseTo(1 / 9, 12);
  expect(windowMeanVariance(5, 0)).toBeCloseTo(0.2, 12);
  expect(baselineMeanVariance(84, 0)).toBeCloseTo(1 / 84, 12);
});

it("knows the variance of a mean of two autocorrelated days: (1 + phi)/2", () => {
  expect(windowMeanVariance(2, 0.5)).toBeCloseTo(0.75, 12);
});

it("agrees with a simulated first-order autoregressive series", () => {
  const normal = seededNormal(1);
  let state = 0;
  let ewma = 0;
  const recent = [0, 0, 0, 0, 0];
  const squares = [0, 0];
  const days = 200_000;
  for (let day = 0; day < days; day++) {
    state = 0.5 * state + Math.sqrt(0.75) * normal();
    ewma += 0.2 * (state - ewma);
    recent[day % 5] = state;
    squares[0] = (squares[0] ?? 0) + ewma ** 2;
    squares[1] = (squares[1] ?? 0) + (recent.reduce((sum, value) => sum + value, 0) / 5) ** 2;
  }
  expect((squares[0] ?? 0) / days).toBeCloseTo(ewmaVariance(0.2, 0.5), 2);
  expect((squares[1] ?? 0) / days).toBeCloseTo(windowMeanVariance(5, 0.5), 2);
});

it("widens limits below 30 days of baseline, and hardly after half a year", () => {
  expect(estimationWidening(28, 1, 0)).toBeGreaterThan(1.2);
  expect(estimationWidening(182, 1, 0)).toBeLessThan(1.05);
  const limits = (n: number) => driftLimits({ n, levelN: n, phi: 0, levelFreedom: 1 }, PREDICTION_SETTINGS);
  expect(limits(14).window).toBeGreaterThan(1.2 * limits(84).window);
});
