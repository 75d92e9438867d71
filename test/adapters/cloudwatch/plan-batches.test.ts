import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_POINTS, MAX_QUERIES, planBatches, slotsOf } from "#adapters/cloudwatch/plan-batches.ts";
import { addDays } from "#core/model/utc-day.ts";
import type { MetricQuery } from "#core/ports/metric-source.ts";
import { gauge, perPeriodSum, requestOf } from "./metric-data-server.ts";

const cost = { gauge: 4, per_period_sum: 1 } as const;

function days(count: number): string[] {
  return Array.from({ length: count }, (_, index) => addDays("2026-10-01", index));
}

function gauges(count: number): MetricQuery[] {
  return Array.from({ length: count }, (_, index) => gauge(`i-${index}`));
}

describe("planBatches", () => {
  it.each([
    // 100,800 / (4 x 288) = 87.5 metrics of one day; 43.75 of two; 500 / 4 = 125 of daily statistics
    [1, 87],
    [2, 43],
    [7, 12],
  ])("puts as many gauges of %i days into one request as an answer can hold: %i", (dayCount, most) => {
    const request = (count: number) => requestOf(gauges(count), { sampleDays: days(dayCount) });
    expect(planBatches(request(most))).toHaveLength(1);
    expect(planBatches(request(most + 1))).toHaveLength(2);
  });

  it("is limited by queries, not points, for daily statistics", () => {
    const request = (count: number) => requestOf(gauges(count), { sampleDays: [], dailyDays: days(90) });
    expect(planBatches(request(125))).toHaveLength(1);
    expect(planBatches(request(126))).toHaveLength(2);
  });

  it("asks nothing where there is nothing to ask", () => {
    expect(planBatches(requestOf([]))).toEqual([]);
    expect(planBatches(requestOf(gauges(2), { sampleDays: [] }))).toEqual([]);
  });

  const anyQueries = fc.array(
    fc.boolean().map((isGauge) => (isGauge ? gauge("i") : perPeriodSum("i"))),
    { maxLength: 300 },
  );

  it("asks each metric once per window, whole, and never over a limit", () =>
    fc.assert(
      fc.property(anyQueries, fc.integer({ min: 1, max: 20 }), (queries, dayCount) => {
        const batches = planBatches(requestOf(queries, { sampleDays: days(dayCount) }));
        expect(batches.flatMap(({ metrics }) => metrics)).toEqual([...queries.keys()]);
        for (const { metrics, window } of batches) {
          const asked = metrics.reduce((sum, metric) => sum + cost[queries[metric]?.form ?? "gauge"], 0);
          expect(asked).toBeLessThanOrEqual(MAX_QUERIES);
          expect(asked * slotsOf(window)).toBeLessThanOrEqual(MAX_POINTS);
        }
      }),
    ));
});
