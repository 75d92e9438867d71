import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { predictSeries } from "#core/predict/predict-series.ts";
import { engineFigures, readEngines } from "#lib/local/evaluate/cmapss.ts";
import { comparePeers } from "#lib/local/evaluate/compare-peers.ts";
import { DISTURBANCES, found } from "#lib/local/evaluate/disturbances.ts";
import { forecastAccuracy } from "#lib/local/evaluate/forecast-accuracy.ts";
import { healthyFleet } from "#lib/local/evaluate/healthy-fleet.ts";
import { readMicrosoft, readNab } from "#lib/local/evaluate/labelled-series.ts";

// Fewer series than the evaluation: bounds leave room for three standard errors of chance.
describe("healthy fleets of 2,000 are told of at most two a day", () => {
  it.each(["iid", "ar05", "ar08", "weekend4", "lognormal", "trend", "gaps"] as const)("%s", (kind) => {
    const { drift, spikes } = healthyFleet({ kind, series: 150, days: 300, seed: 31 });
    expect(drift + spikes).toBeLessThan(3.6);
  });

  it("t4: spikes that are usual in the fleet are left out once they are known to be", () => {
    const { drift } = healthyFleet({ kind: "t4", series: 150, days: 300, seed: 31 });
    expect(drift).toBeLessThan(3.4);
  });
});

describe("disturbances are found", () => {
  it.each([
    ["iid", "ramp", 95],
    ["weekend4", "ramp", 95],
    ["ar05", "ramp", 60],
    ["lognormal", "ramp", 90],
    ["t4", "ramp", 90],
    ["iid", "step", 86],
    ["iid", "spike", 92],
  ] as const)("%s %s in at least %d of 100", (kind, disturbance, least) => {
    const { signalledPct } = found({ kind, series: 200, days: 200, seed: 32 }, DISTURBANCES[disturbance]);
    expect(signalledPct).toBeGreaterThanOrEqual(least);
  });
});

it.each(["iid", "weekend4", "lognormal", "t4"] as const)(
  "forecasts of %s are as sure as they say",
  (kind) => {
    const { insidePct, issuedWithoutTrendPct } = forecastAccuracy(kind, 540, 33);
    expect(insidePct).toBeGreaterThan(68);
    expect(insidePct).toBeLessThan(90);
    expect(issuedWithoutTrendPct).toBeLessThanOrEqual(1);
  },
);

const ENGINES = "../shared/data/cmapss/train_FD001.txt";
const MICROSOFT = "../shared/data/msft_cloud_monitoring";
const NAB = "../shared/data/nab";

// These report themselves as skipped where the data sets are not installed.
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

describe.skipIf(!existsSync(MICROSOFT) || !existsSync(NAB))("labelled production series", () => {
  it.each([
    ["Microsoft", () => readMicrosoft(MICROSOFT)],
    ["NAB", () => readNab(NAB)],
  ] as const)("%s: the engine is ahead of plain Z, median/MAD and EWMA", (_set, read) => {
    const [engine, ...peers] = comparePeers(read());
    for (const peer of peers) {
      expect(engine?.f1).toBeGreaterThan(peer.f1);
      expect(engine?.eventF1).toBeGreaterThan(peer.eventF1);
    }
  });
});
