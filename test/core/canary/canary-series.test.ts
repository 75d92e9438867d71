import { describe, expect, it } from "vitest";
import { CANARY_METRIC, canarySeries } from "#core/canary/canary-series.ts";
import { isCanaryFound } from "#core/canary/is-canary-found.ts";
import { BaselineSeries } from "#core/model/baseline-series.ts";
import { MetricDefinition } from "#core/model/metric-definition.ts";
import { addDays } from "#core/model/utc-day.ts";
import { scoreCanary } from "#stages/10-score/score-canary.ts";

const SEVERITY = { limit: 1, critical: 0.8, westernElectric: 0.4, warning: 0.2 };

describe("the canary", () => {
  it("is what the stages take for a series of theirs, eight days long, the last one planted", () => {
    const series = canarySeries("2026-11-21");
    expect(BaselineSeries.parse(series)).toEqual(series);
    expect(MetricDefinition.parse(CANARY_METRIC)).toEqual(CANARY_METRIC);
    expect(series).toMatchObject({ from: "2026-11-14", n: [30, 30, 30, 30, 30, 30, 30, 30] });
    expect(series.raw.at(-1)).toBe(140);
  });

  it("is the same for a day and seed, and another one for another", () => {
    expect(canarySeries("2026-11-21")).toEqual(canarySeries("2026-11-21"));
    expect(canarySeries("2026-11-21", 2).mean).not.toEqual(canarySeries("2026-11-21").mean);
    expect(canarySeries("2026-11-22").mean.at(-2)).not.toBe(canarySeries("2026-11-21").mean.at(-2));
  });

  it("is found on each of 4,000 days: never lost by chance, never raised on its healthy day", () => {
    const days = Array.from({ length: 4000 }, (_, index) => addDays("2025-01-01", index));
    const lost = days.filter((day) => !isCanaryFound([scoreCanary(day, SEVERITY)], day));
    expect(lost).toEqual([]);
  });

  it("is not found where nothing was scored", () => {
    expect(isCanaryFound([], "2026-11-21")).toBe(false);
    expect(isCanaryFound([scoreCanary("2026-11-20", SEVERITY)], "2026-11-21")).toBe(false);
  });
});
