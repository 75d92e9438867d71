import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { predictSeries } from "#core/predict/predict-series.ts";
import { engineFigures, readEngines } from "#lib/local/backtest/cmapss.ts";
import { DISTURBANCES, foundPct, healthyFleet } from "#lib/local/backtest/evaluate-gates.ts";

const ENGINES = "../shared/data/cmapss/train_FD001.txt";

describe("gates, on few series: bounds leave room for chance", () => {
  it("keeps a healthy fleet of 2,000 quiet", () => {
    const { driftPerDay, spikesPerDay } = healthyFleet({ kind: "iid", series: 200, days: 200, seed: 31 });
    expect(driftPerDay + spikesPerDay).toBeLessThan(3);
  });

  it("finds ramps of 0.2 sigma a day within 14 days", () => {
    expect(
      foundPct({ kind: "iid", series: 100, days: 180, seed: 32 }, DISTURBANCES.ramp14),
    ).toBeGreaterThanOrEqual(93);
  });
});

// Reports itself as skipped where the data set is not installed.
describe.skipIf(!existsSync(ENGINES))(`engines run to failure (${ENGINES})`, () => {
  it("alarms on every engine, 51 cycles ahead in the median, and hardly on healthy ones", () => {
    const engines = readEngines(ENGINES);
    const figures = engineFigures(engines, ({ sensors }) =>
      sensors.map((sensor) => predictSeries(sensor).drift),
    );
    expect(figures.alarmedInLast100).toBe(100);
    expect(figures.medianSustainedLead).toBeGreaterThanOrEqual(51);
    expect(figures.falseCyclesPct).toBeLessThanOrEqual(0.1);
  });
});
