import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRows } from "#core/model/archive-rows.ts";
import { DailySeries } from "#core/model/daily-value.ts";
import type { SlotDay } from "#core/model/normalised-series.ts";
import { aggregateDay } from "#stages/07-aggregate-daily/aggregate-day.ts";
import { aggregateDaily } from "#stages/07-aggregate-daily/run.ts";
import { memoryArchive } from "../../support/memory-archive.ts";
import { aRun, CONFIG_KEY, metric, SHIPPED } from "../../support/pipeline-rows.ts";
import { aShardResult, DAY, slotDay } from "../../support/raw-rows.ts";

fc.configureGlobal({ seed: 1 });

const clients = metric("redis.connected_clients");
const cpu = metric("rds.cpu_utilization_pct");
const network = metric("ec2.network_in_bytes_per_second");
const slots = (...sum: number[]): SlotDay => ({ slot: sum.map((_, index) => index), sum });

describe("a day of samples", () => {
  it("has minimum, maximum, mean, and p95 of type 7, by hand", () => {
    // Sorted 1..5: rank 0.95 x 4 = 3.8, so 4 + 0.8 x (5 - 4).
    expect(aggregateDay(slotDay(slots(3, 1, 5, 2, 4)), clients, 300)).toEqual({
      ...{ date: DAY, status: "ok", resolution: "samples", min: 1, max: 5, avg: 3, p95: 4.8 },
      ...{ slotsGot: 5, slotsExpected: 288, slotsAboveZero: 5 },
    });
  });

  // Design, 5: "a day's avg is sum of sums over sum of counts".
  it("weighs each slot by its readings: 10 / 1 and 5 x 20 / 5 are 110 / 6, not 15", () => {
    const spread: SlotDay = { slot: [0, 1], sum: [10, 100], count: [1, 5], min: [10, 2], max: [10, 90] };
    const day = aggregateDay(slotDay(spread), cpu, 300);
    expect(day.avg).toBeCloseTo(110 / 6, 12);
    // p95 is of the slots' values 10 and 20; minimum and maximum are of the readings within them.
    expect(day).toMatchObject({ min: 2, max: 90, p95: 19.5, slotsGot: 2 });
  });

  it("of sums per period is a rate: each slot over its seconds, the day over 86,400 whatever slots are missing", () => {
    const day = aggregateDay(slotDay(slots(30_000, 60_000)), network, 300);
    expect(day).toMatchObject({ min: 100, max: 200, avg: 90_000 / 86_400, slotsGot: 2, slotsAboveZero: 2 });
    expect(day.p95).toBeCloseTo(195, 12);
  });

  it("counts slots above zero, not zeros", () => {
    expect(aggregateDay(slotDay(slots(0, 0, 1e-9)), clients, 300).slotsAboveZero).toBe(1);
  });

  it("of database snapshots expects 96 slots", () => {
    expect(aggregateDay(slotDay(slots(1)), metric("database.threads_running"), 900).slotsExpected).toBe(96);
  });

  it("keeps its order: minimum, mean and p95 lie within the extremes, for any readings", () => {
    const readings = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 288 });
    fc.assert(
      fc.property(readings, (values) => {
        const { min, max, avg, p95 } = aggregateDay(slotDay(slots(...values)), clients, 300);
        const within = (value: number | null) =>
          value !== null && value >= Math.min(...values) - 1e-6 && value <= Math.max(...values) + 1e-6;
        expect([min, max]).toEqual([Math.min(...values), Math.max(...values)]);
        expect(within(avg) && within(p95)).toBe(true);
      }),
    );
  });

  it("is the same whether a point came as one reading or as a spread of one", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 50 }), (values) => {
        const plain = slots(...values);
        const spread = { ...plain, count: values.map(() => 1), min: values, max: values };
        expect(aggregateDay(slotDay(spread), clients, 300)).toEqual(
          aggregateDay(slotDay(plain), clients, 300),
        );
      }),
    );
  });
});

describe("a day of daily statistics", () => {
  it("has no p95 and no slots got: those are of samples", () => {
    const daily = { min: 1, max: 9, avg: 4, slotsAboveZero: 288 };
    expect(aggregateDay(slotDay(null, { resolution: "daily", daily }), clients, 300)).toEqual({
      ...{ date: DAY, status: "ok", resolution: "daily", ...daily, p95: null },
      ...{ slotsGot: null, slotsExpected: 288 },
    });
  });
});

describe("a day without a value says which kind it is", () => {
  it.each([
    ["no_data", "samples", 0],
    ["failed", "samples", 0],
    ["not_available", "none", null],
    ["no_data", "daily", null],
    ["failed", "daily", null],
  ] as const)("%s, read as %s", (status, resolution, slotsGot) => {
    expect(aggregateDay(slotDay(null, { status, resolution }), clients, 300)).toEqual({
      ...{ date: DAY, status, resolution, min: null, max: null, avg: null, p95: null },
      ...{ slotsGot, slotsExpected: 288, slotsAboveZero: null },
    });
  });

  it("has none although points came before the source failed", () => {
    expect(aggregateDay(slotDay(slots(1, 2), { status: "failed" }), clients, 300)).toMatchObject({
      status: "failed",
      avg: null,
    });
  });
});

describe("07-aggregate-daily", () => {
  const key = "runs/run-1/06-normalise/rds-s-001";
  const series = (name: string) => ({
    resourceId: "r",
    metric: name,
    stepSeconds: 300,
    days: [slotDay(slots(1)), slotDay(null, { date: "2026-11-20", status: "no_data" })],
  });
  const work = (rows: readonly unknown[]) => {
    const archive = memoryArchive();
    archive.put(CONFIG_KEY, [SHIPPED]);
    archive.put(key, rows);
    return {
      archive,
      go: (part = {}) => aggregateDaily({ run: aRun(), shard: aShardResult({ key, ...part }) }, { archive }),
    };
  };

  it("archives a row for each series, with a value a day, and gives equal bytes when it is run twice", async () => {
    const { archive, go } = work([series("redis.connected_clients"), series("redis.no_longer")]);
    const answer = await go();
    expect(answer).toMatchObject({
      key: "runs/run-1/07-aggregate-daily/rds-s-001",
      counts: { in: 2, out: 1, skipped: 1 },
    });
    expect(await readRows(archive, answer.key ?? "", DailySeries)).toMatchObject([
      { metric: "redis.connected_clients", days: [{ avg: 1 }, { avg: null }] },
    ]);
    expect(await go()).toEqual(answer);
  });

  it("refuses a shard that 06 lost", async () => {
    await expect(work([]).go({ key: null })).rejects.toMatchObject({ name: "ArchiveCorrupt" });
  });
});
