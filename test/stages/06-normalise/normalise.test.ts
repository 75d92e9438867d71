import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DayAnswer, RawDailyStatistics } from "#core/model/raw-series.ts";
import { normaliseSeries } from "#stages/06-normalise/normalise-series.ts";
import { metric } from "../../support/pipeline-rows.ts";
import { DAY, MIDNIGHT, rawDay } from "../../support/raw-rows.ts";
import { slots } from "./slots.ts";

describe("the time grid", () => {
  it("counts slots of five minutes from midnight UTC, in order whatever order they came in", () => {
    const { day } = slots([MIDNIGHT + 86_100, MIDNIGHT, MIDNIGHT + 300], [3, 1, 2]);
    expect(day).toEqual({
      date: DAY,
      status: "ok",
      resolution: "samples",
      slots: { slot: [0, 1, 287], sum: [1, 2, 3] },
      daily: null,
    });
  });

  it("puts a point that lies between two slots on the one that it lies in", () => {
    expect(slots([MIDNIGHT + 299, MIDNIGHT + 301], [1, 2]).day?.slots).toEqual({ slot: [0, 1], sum: [1, 2] });
  });

  it("keeps the last of several points of one slot, and counts the others", () => {
    const { day, duplicateCount } = slots([MIDNIGHT, MIDNIGHT + 10, MIDNIGHT + 20], [1, 2, 3]);
    expect(day?.slots).toEqual({ slot: [0], sum: [3] });
    expect(duplicateCount).toBe(2);
  });

  it("is of 96 slots for database snapshots", () => {
    const raw = rawDay({ stepSeconds: 900, t: [MIDNIGHT + 85_500], value: [1] });
    const { series } = normaliseSeries(raw, metric("database.threads_running"));
    expect(series).toMatchObject({ stepSeconds: 900, days: [{ slots: { slot: [95] } }] });
  });

  it("leaves out points of days that were not asked for", () => {
    expect(slots([MIDNIGHT - 300, MIDNIGHT, MIDNIGHT + 86_400], [1, 2, 3]).day?.slots).toEqual({
      slot: [0],
      sum: [2],
    });
  });

  it("loses no point without counting it: kept, duplicate or rejected", () => {
    const points = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 86_399 }), fc.option(fc.integer({ min: -5, max: 5 }))),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(points, (drawn) => {
        const { day, duplicateCount, rejectedCount } = slots(
          drawn.map(([second]) => MIDNIGHT + second),
          drawn.map(([, value]) => value),
        );
        const kept = day?.slots?.slot ?? [];
        expect(kept.length + duplicateCount + rejectedCount).toBe(drawn.length);
        expect(kept).toEqual([...new Set(kept)].toSorted((a, b) => a - b));
        expect(day?.status).toBe(kept.length > 0 ? "ok" : "no_data");
      }),
    );
  });
});

describe("one unit", () => {
  it.each([
    ["seconds are milliseconds", "rds.read_latency_ms", 0.0125, 12.5],
    ["ratios are percent", "redis.memory_usage_pct", 0.25, 25],
    ["bytes stay bytes", "rds.freeable_memory_bytes", 1024, 1024],
  ])("%s", (_, name, source, stored) => {
    expect(slots([MIDNIGHT], [source], metric(name)).day?.slots?.sum).toEqual([stored]);
  });

  it("applies to every column of a point; the number of readings stays", () => {
    const { series } = normaliseSeries(
      rawDay({ t: [MIDNIGHT], min: [0.001], max: [0.009], sum: [0.02], count: [5] }),
      metric("rds.read_latency_ms"),
    );
    expect(series.days[0]?.slots).toEqual({ slot: [0], sum: [20], count: [5], min: [1], max: [9] });
  });

  it("applies to daily statistics", () => {
    const daily: RawDailyStatistics = {
      date: DAY,
      min: 0.001,
      max: 0.009,
      avg: 0.004,
      sum: 9,
      slotsAboveZero: 7,
    };
    const answers: DayAnswer[] = [{ date: DAY, resolution: "daily", status: "ok" }];
    const { series } = normaliseSeries(
      rawDay({}, { samples: null, daily: [daily], answers }),
      metric("rds.read_latency_ms"),
    );
    expect(series.days[0]).toMatchObject({
      slots: null,
      daily: { min: 1, max: 9, avg: 4, slotsAboveZero: 7 },
    });
  });

  // Design, 5: sums per period have avg = the day's Sum / 86,400 s, and min and max not_available from daily statistics.
  it("of sums per period is the day's sum over 86,400 seconds", () => {
    const daily: RawDailyStatistics = {
      date: DAY,
      min: null,
      max: null,
      avg: null,
      sum: 864_000,
      slotsAboveZero: null,
    };
    const answers: DayAnswer[] = [{ date: DAY, resolution: "daily", status: "ok" }];
    const { series } = normaliseSeries(
      rawDay({}, { samples: null, daily: [daily], answers }),
      metric("ec2.network_in_bytes_per_second"),
    );
    expect(series.days[0]?.daily).toEqual({ min: null, max: null, avg: 10, slotsAboveZero: null });
  });
});
