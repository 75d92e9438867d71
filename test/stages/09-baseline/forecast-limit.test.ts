import { describe, expect, it } from "vitest";
import { forecastLimit, limitRatio } from "#stages/09-baseline/forecast-limit.ts";
import { metric } from "../../support/pipeline-rows.ts";

describe("what a metric is forecast against", () => {
  it.each([
    ["redis.memory_usage_pct", 80],
    ["rds.read_latency_ms", 20],
    ["redis.cache_hit_rate_pct", 90],
    ["rds.free_storage_bytes", 0],
    ["database.connections_in_use_pct", 100],
  ])("%s against %d (specification's tables; what there is at all)", (name, limit) => {
    expect(forecastLimit(metric(name), 50)).toBe(limit);
  });

  it("free memory against a fifth of what was expected when the trend began", () => {
    expect(forecastLimit(metric("rds.freeable_memory_bytes"), 4e9)).toBe(0.8e9);
    expect(forecastLimit(metric("rds.freeable_memory_bytes"), Number.NaN)).toBeNaN();
  });

  it("a metric without a limit against nothing", () => {
    expect(forecastLimit(metric("rds.read_iops"), 50)).toBeNaN();
  });
});

describe("the ratio of the limit statistic to the scored one", () => {
  it("is the median of the last 28 days that have both", () => {
    const limits = Float64Array.of(90, 50, Number.NaN, 60, 66);
    const scored = Float64Array.of(45, 40, 40, 40, 60);
    // 2, 1.25, -, 1.5, 1.1: of the four the median is 1.375.
    expect(limitRatio(limits, scored, 4)).toBe(1.375);
    expect(limitRatio(limits, scored, 1)).toBe(1.625);
  });

  it("is 1 where no day has both: days from daily statistics carry no p95", () => {
    expect(limitRatio(Float64Array.of(Number.NaN), Float64Array.of(40), 0)).toBe(1);
    expect(limitRatio(Float64Array.of(5), Float64Array.of(0), 0)).toBe(1);
  });
});
