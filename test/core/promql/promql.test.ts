import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SECONDS_PER_DAY, startOfDay } from "#core/model/utc-day.ts";
import { dailyExpressions } from "#core/promql/daily-expressions.ts";
import { metricExpression, rateWindow } from "#core/promql/metric-expression.ts";
import { dailyWindow, sampleWindow } from "#core/promql/query-window.ts";

describe("the window of a rate", () => {
  // 4 x 75 s = 5 min: the last interval for which the specification's [5m] is enough.
  it.each([
    [1, "5m"],
    [15, "5m"],
    [75, "5m"],
    [76, "304s"],
    [120, "8m"],
    [300, "20m"],
    [0.5, "5m"],
  ])("at a scrape every %d s is %s", (interval, window) => {
    expect(rateWindow(interval)).toBe(window);
  });

  it("always holds at least four scrapes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 86_400 }), (interval) => {
        const [, count, unit] = /^(\d+)([ms])$/.exec(rateWindow(interval)) ?? [];
        const seconds = Number(count) * (unit === "m" ? 60 : 1);
        expect(seconds).toBeGreaterThanOrEqual(Math.max(300, 4 * interval));
      }),
    );
  });

  it.each([0, -1, Number.NaN])("does not exist for a scrape interval of %d", (interval) => {
    expect(() => rateWindow(interval)).toThrow(RangeError);
  });

  it("is put in wherever the query has the placeholder", () => {
    expect(metricExpression("rate(a[$window]) / rate(b[$window])", 120)).toBe("rate(a[8m]) / rate(b[8m])");
  });
});

describe("daily expressions", () => {
  it("wrap the expression, whatever its operators are", () => {
    expect(dailyExpressions("a / b and on (c) d")).toEqual({
      min: "min_over_time((a / b and on (c) d)[1d:5m])",
      max: "max_over_time((a / b and on (c) d)[1d:5m])",
      avg: "avg_over_time((a / b and on (c) d)[1d:5m])",
      count: "count_over_time((a / b and on (c) d)[1d:5m])",
      countAboveZero: "count_over_time(((a / b and on (c) d) > 0)[1d:5m])",
    });
  });
});

describe("query windows", () => {
  it("have 288 points a day, from midnight on, for samples", () => {
    const { start, end, stepSeconds } = sampleWindow("2026-11-20", "2026-11-21");
    expect(start).toBe(startOfDay("2026-11-20"));
    expect((end - start) / stepSeconds + 1).toBe(576);
    expect(end + stepSeconds).toBe(startOfDay("2026-11-22"));
  });

  it("have one point in each day for daily expressions", () => {
    const { start, end, stepSeconds } = dailyWindow("2026-11-19", "2026-11-21");
    expect((end - start) / stepSeconds + 1).toBe(3);
    expect(start).toBe(startOfDay("2026-11-20") - 1);
    expect(end).toBe(startOfDay("2026-11-22") - 1);
  });

  it("mean the same 288 instants: a subquery's multiples of 300 s in the day before its evaluation", () => {
    const { start: at } = dailyWindow("2026-11-21", "2026-11-21");
    const { start, end, stepSeconds } = sampleWindow("2026-11-21", "2026-11-21");
    const instants: number[] = [];
    // Prometheus, "Subquery": from the first multiple of the resolution after (time - range) up to time.
    for (let t = Math.ceil((at - SECONDS_PER_DAY + 1) / 300) * 300; t <= at; t += 300) {
      instants.push(t);
    }
    expect(instants).toHaveLength(288);
    expect([instants[0], instants.at(-1), 300]).toEqual([start, end, stepSeconds]);
  });
});
