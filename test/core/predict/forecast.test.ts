import { describe, expect, it } from "vitest";
import { forecastDays } from "#core/predict/forecast.ts";
import { theilSen } from "#core/predict/theil-sen.ts";
import { seededNormal, simulateSeries } from "#lib/local/evaluate/simulated-fleet.ts";

const line = (days: number) => Float64Array.from({ length: days }, (_, day) => day);

describe("theilSen", () => {
  it("needs 14 points", () => {
    expect(theilSen(line(13))).toBeNull();
    expect(theilSen(line(14))?.slope).toBe(1);
  });

  it("keeps its slope when one point is wild", () => {
    const values = line(21);
    values[10] = 1e6;
    expect(theilSen(values)?.slope).toBe(1);
  });
});

describe("forecastDays", () => {
  it("carries an exact line on to its limit", () => {
    expect(forecastDays(line(28), 27, 37)?.days).toBeCloseTo(10, 9);
  });

  it("says nothing beyond the horizon, away from the limit, or of a limit that is crossed already", () => {
    expect(forecastDays(line(28), 27, 88)).toBeNull();
    expect(forecastDays(line(28), 27, 20)).toBeNull();
  });

  it("is silent on at least 99 % of days without a trend", () => {
    const normal = seededNormal(5);
    let issued = 0;
    for (let i = 0; i < 1000; i++) {
      if (forecastDays(simulateSeries("iid", 28, normal).values, 27, 130) !== null) issued++;
    }
    expect(issued).toBeLessThanOrEqual(10);
  });
});
