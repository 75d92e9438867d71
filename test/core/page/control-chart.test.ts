import { describe, expect, it } from "vitest";
import { chartScale, scaleFor } from "#core/page/chart-scale.ts";
import { controlChart } from "#core/page/control-chart.ts";
import { anAlert, aScore, metric } from "../../support/pipeline-rows.ts";

const cpu = metric("rds.cpu_utilization_pct", { condition: null });
const alert = anAlert({ openedOn: "2026-11-20" });
const day = (date: string, part: Parameters<typeof aScore>[0] = {}) => aScore({ date, ...part });

describe("a control chart", () => {
  it("has three sigma around the mean as its range, and a hole for a day without a row", () => {
    const chart = controlChart([day("2026-11-19"), day("2026-11-21", { value: 91, mean: 41 })], cpu, alert);
    expect(chart).toMatchObject({
      days: ["2026-11-19", "2026-11-20", "2026-11-21"],
      values: [40, null, 91],
      centre: [40, null, 41],
      low: [25, null, 26],
      high: [55, null, 56],
    });
  });

  it("shows the range of the adjusted baseline where there is one", () => {
    const learned = { expectedValue: 50, expectedLowValue: 45, expectedHighValue: 60 };
    const chart = controlChart([day("2026-11-21", learned)], cpu, alert);
    expect(chart).toMatchObject({ centre: [50], low: [45], high: [60] });
  });

  it("has no range where there is no baseline yet", () => {
    const chart = controlChart(
      [day("2026-11-21", { mean: null, sigma: null, verdict: "learning" })],
      cpu,
      alert,
    );
    expect(chart).toMatchObject({ centre: [null], low: [null], high: [null], values: [40] });
  });

  it("marks what is beyond, and patterns of several days", () => {
    const rows = [
      day("2026-11-18", { we4: true }),
      day("2026-11-19", { we1: true, we2: true }),
      day("2026-11-20", { isDrift: true }),
      day("2026-11-21", { isSpike: true }),
    ];
    expect(controlChart(rows, cpu, alert)?.marks).toEqual([
      { index: 0, kind: "pattern" },
      { index: 1, kind: "beyond" },
      { index: 2, kind: "pattern" },
      { index: 3, kind: "beyond" },
    ]);
  });

  it("goes on to the late end of a forecast, with holes for values that are not there yet", () => {
    const forecast = {
      forecastDays: 3.2,
      forecastEarliestDays: 2,
      forecastLatestDays: 4.5,
      forecastLimitValue: 90,
    };
    const chart = controlChart([day("2026-11-21", forecast)], cpu, alert);
    expect(chart?.days.at(-1)).toBe("2026-11-27");
    expect(chart?.values).toEqual([40, null, null, null, null, null, null]);
    expect(chart?.forecast).toMatchObject({ fromIndex: 0, limitValue: 90 });
  });

  it("forecasts from the statistic that limits are judged on, and draws it; beyond the limit there is nothing to forecast", () => {
    const rows = [day("2026-11-21", { limitValue: 72, forecastDays: 3, forecastLimitValue: 80 })];
    const drawn = (part: Partial<typeof cpu>, alertClass: typeof alert.class) =>
      controlChart(rows, { ...cpu, ...part }, { ...alert, class: alertClass });
    expect(drawn({}, "prediction")).toMatchObject({ limitValues: [72, null, null, null, null] });
    expect(drawn({}, "prediction")?.forecast).toMatchObject({ fromValue: 72 });
    expect(drawn({ limitStatistic: "avg" }, "prediction")?.limitValues).toEqual([]);
    expect(drawn({}, "limit")).toMatchObject({ limitValues: [72], forecast: null });
  });

  it("draws a limit that is near, and names one that is far away in words only", () => {
    const rows = [day("2026-11-20", { value: 30 }), day("2026-11-21", { value: 50 })];
    const withLimit = (above: number) =>
      controlChart(rows, { ...cpu, condition: [{ kind: "limit", above }] }, alert);
    // The data reach from 25 to 55: one height further is 85.
    expect(withLimit(85)?.limits).toEqual([85]);
    expect(withLimit(86)?.limits).toEqual([]);
    expect(
      controlChart(rows, { ...cpu, condition: [{ kind: "limit", above: 86 }] }, { ...alert, class: "limit" })
        ?.limits,
    ).toEqual([86]);
  });

  it("shows the judged statistic beside the scored one where a limit was breached", () => {
    const rows = [day("2026-11-21", { limitValue: 95 })];
    expect(controlChart(rows, cpu, { ...alert, class: "limit" })?.limitValues).toEqual([95]);
    expect(controlChart(rows, cpu, alert)?.limitValues).toEqual([]);
  });

  it("is none without a row", () => {
    expect(controlChart([], cpu, alert)).toBeNull();
  });
});

describe("the scale of an axis", () => {
  it.each([
    ["bytes", 3 * 1024 ** 2, { divisor: 1024 ** 2, unit: "MiB" }],
    ["bytes_per_second", 1023, { divisor: 1, unit: "B/s" }],
    ["bytes", 0, { divisor: 1, unit: "B" }],
    ["count", 58_520_417, { divisor: 1e6, unit: "millions" }],
    ["count", 99_999, { divisor: 1, unit: "" }],
    ["percent", 91, { divisor: 1, unit: "%" }],
  ] as const)("of %s up to %d is %j", (unit, largest, scale) => {
    expect(scaleFor(unit, largest)).toEqual(scale);
  });

  it("is that of the largest value, limits and range included", () => {
    const chart = controlChart(
      [aScore({ value: 512, mean: 512, sigma: 1 })],
      metric("rds.freeable_memory_bytes", { condition: [{ kind: "limit", above: 2048 }] }),
      anAlert({ class: "limit" }),
    );
    expect(chart === null ? null : chartScale(chart)).toEqual({ divisor: 1024, unit: "KiB" });
  });
});
