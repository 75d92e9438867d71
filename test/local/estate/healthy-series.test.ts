import { describe, expect, it } from "vitest";
import { daysBetween, startOfDay } from "#core/model/utc-day.ts";
import { createEstate } from "#lib/local/estate/create-estate.ts";
import type { EstateResource } from "#lib/local/estate/estate.ts";
import { metricsOf } from "#lib/local/estate/series-factory.ts";
import { dailyStatistic, hardLimitOf, isCrossed } from "#lib/local/estate/static-threshold.ts";
import { DAYS } from "./days.ts";

const healthy = createEstate({ seed: 7, ...DAYS, hasIncidents: false });
const WEEKS = 12;

/** Metrics whose healthy level follows the shops' traffic. */
const TRAFFIC_METRICS: Record<string, string> = {
  ec2: "ec2.network_in_bytes_per_second",
  rds: "rds.cpu_utilization_pct",
  redis: "redis.operations_per_second",
};

function dailyMeans(resource: EstateResource, metric: string): number[] {
  const columns = healthy.slots(resource.resourceId, metric, startOfDay("2026-08-03"), 86_400, WEEKS * 7);
  return [...(columns?.avg ?? [])].filter((value) => !Number.isNaN(value));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function withoutWeekday(values: readonly number[]): number[] {
  return values.map((value, index) => value - mean(values.filter((_, other) => (other - index) % 7 === 0)));
}

function autocorrelation(values: readonly number[]): number {
  const squares = values.reduce((sum, value) => sum + value * value, 0);
  return values.reduce((sum, value, index) => sum + value * (values[index + 1] ?? 0), 0) / squares;
}

const trafficMeans = healthy.resources
  .map((resource) => dailyMeans(resource, TRAFFIC_METRICS[resource.type] ?? ""))
  .filter((values) => values.length === WEEKS * 7);

describe("a healthy series", () => {
  it("never crosses a hard limit, holiday and load test included", () => {
    const limited = healthy.resources
      .filter((_, index) => index % 3 === 0)
      .flatMap((resource) => metricsOf(resource.type).map((metric) => ({ resource, metric })));
    const crossings = limited.flatMap(({ resource, metric }) => {
      const limit = hardLimitOf(metric);
      if (limit === null) return [];
      const beyond = daysBetween("2026-10-20", DAYS.lastDay).filter((day) => {
        const value = dailyStatistic(healthy, { resource, metric }, day, limit.statistic);
        return value !== null && isCrossed(limit, value);
      });
      return beyond.map((day) => `${resource.name} ${metric} ${day}`);
    });
    expect(crossings).toEqual([]);
  });

  it("has daily means that vary by 3 to 8 % over four weeks", () => {
    const variations = trafficMeans.map((values) => deviation(values.slice(-28)) / mean(values.slice(-28)));
    expect(median(variations)).toBeGreaterThan(0.035);
    expect(median(variations)).toBeLessThan(0.06);
    const usual = variations.filter((variation) => variation > 0.025 && variation < 0.08);
    expect(usual.length / variations.length).toBeGreaterThan(0.95);
  });

  it("has a lag-1 autocorrelation about 0.5 once the weekday is taken out", () => {
    const correlations = trafficMeans.map((values) => autocorrelation(withoutWeekday(values)));
    expect(median(correlations)).toBeGreaterThan(0.4);
    expect(median(correlations)).toBeLessThan(0.62);
  });

  it("alarms a plain trailing Z > 3 about as often as published noise does (12 to 16 a day per 2,000 series)", () => {
    const days = trafficMeans.flatMap((values) =>
      values.slice(30).map((value, index) => {
        const window = values.slice(index, index + 30);
        return Math.abs(value - mean(window)) > 3 * deviation(window);
      }),
    );
    const perDay = (days.filter(Boolean).length / days.length) * 2000;
    expect(perDay).toBeGreaterThan(2);
    expect(perDay).toBeLessThan(20);
  });

  it("is quieter at the weekend, busier in the morning, and moves with its siblings", () => {
    const pair = healthy.resources.filter((resource) => resource.tags.Service === "order-api").slice(0, 2);
    const [first = [], second = []] = pair.map((resource) =>
      dailyMeans(resource, "ec2.network_in_bytes_per_second"),
    );
    const sundays = first.filter((_, index) => index % 7 === 6);
    expect(mean(sundays)).toBeLessThan(0.95 * mean(first));
    const [a, b] = [withoutWeekday(first), withoutWeekday(second)];
    const shared = a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
    const size = Math.sqrt(a.reduce((sum, v) => sum + v * v, 0) * b.reduce((sum, v) => sum + v * v, 0));
    expect(shared / size).toBeGreaterThan(0.15);
    const day = healthy.slots(
      pair[0]?.resourceId ?? "",
      "ec2.cpu_utilization_pct",
      startOfDay("2026-09-08"),
      3600,
      24,
    );
    expect(day?.avg[13] ?? 0).toBeGreaterThan(1.4 * (day?.avg[7] ?? Number.NaN));
  });

  it("dips over the whole fleet on the holiday", () => {
    const holiday = healthy.benignEvents.find((event) => event.kind === "holiday");
    const at = startOfDay(holiday?.from ?? "");
    const dips = healthy.resources.map((resource) => {
      const metric = TRAFFIC_METRICS[resource.type] ?? "";
      const days = healthy.slots(resource.resourceId, metric, at - 7 * 86_400, 86_400, 8)?.avg;
      return (days?.[7] ?? Number.NaN) / (days?.[0] ?? Number.NaN);
    });
    expect(median(dips.filter((dip) => !Number.isNaN(dip)))).toBeLessThan(0.85);
  });
});
