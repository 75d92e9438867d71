import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRows } from "#core/model/archive-rows.ts";
import { NormalisedSeries } from "#core/model/normalised-series.ts";
import type { DayAnswer, RawDailyStatistics } from "#core/model/raw-series.ts";
import { normaliseSeries } from "#stages/06-normalise/normalise-series.ts";
import { normalise } from "#stages/06-normalise/run.ts";
import { memoryArchive } from "../../support/memory-archive.ts";
import { aRun, CONFIG_KEY, metric, SHIPPED } from "../../support/pipeline-rows.ts";
import { aShardResult, DAY, MIDNIGHT, rawDay } from "../../support/raw-rows.ts";

fc.configureGlobal({ seed: 1 });

const clients = metric("redis.connected_clients");
const cpu = metric("rds.cpu_utilization_pct");
const slots = (t: number[], value: (number | null)[], of = clients) => {
  const { series, duplicateCount, rejectedCount } = normaliseSeries(rawDay({ t, value }), of);
  return { day: series.days[0], duplicateCount, rejectedCount };
};

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

describe("points that are none", () => {
  it.each<[string, (number | null)[], typeof cpu]>([
    ["without a number", [null, null], clients],
    ["below what the metric can be", [-0.001, -1], clients],
    ["above what the metric can be", [100.001, 200], cpu],
  ])("%s are counted and left out", (_, value, of) => {
    const { day, rejectedCount } = slots([MIDNIGHT, MIDNIGHT + 300], value, of);
    expect([day?.status, day?.slots, rejectedCount]).toEqual(["no_data", null, 2]);
  });

  it("are not those at the edge of what the metric can be", () => {
    expect(slots([MIDNIGHT, MIDNIGHT + 300], [0, 100], cpu).rejectedCount).toBe(0);
  });

  it("are judged by the mean of a point with a spread; one without readings is none", () => {
    const { series, rejectedCount } = normaliseSeries(
      rawDay({ t: [MIDNIGHT, MIDNIGHT + 300], min: [1, 0], max: [3, 0], sum: [150, 0], count: [3, 0] }),
      cpu,
    );
    expect(series.days[0]?.slots?.slot).toEqual([0]);
    expect(rejectedCount).toBe(1);
  });

  it("include half of one: a cut answer may hold its sum without its minimum", () => {
    const { series, rejectedCount } = normaliseSeries(
      rawDay({ t: [MIDNIGHT, MIDNIGHT + 300], min: [1, null], max: [3, 4], sum: [6, 6], count: [3, 3] }),
      cpu,
    );
    expect(series.days[0]?.slots).toEqual({ slot: [0], sum: [6], count: [3], min: [1], max: [3] });
    expect(rejectedCount).toBe(1);
  });
});

describe("gaps", () => {
  it("stay gaps where the metric leaves them", () => {
    expect(slots([MIDNIGHT + 600], [5]).day?.slots?.slot).toEqual([2]);
  });

  it("are readings of zero where the source sends nothing when there is nothing to count", () => {
    const zero = { ...clients, gapPolicy: "zero" as const };
    const filled = slots([MIDNIGHT + 600], [5], zero).day?.slots;
    expect(filled?.slot).toHaveLength(288);
    expect(filled?.sum).toEqual([0, 0, 5, ...Array(285).fill(0)]);
    const spread = normaliseSeries(rawDay({ t: [MIDNIGHT], min: [1], max: [3], sum: [4], count: [2] }), {
      ...cpu,
      gapPolicy: "zero",
    }).series.days[0]?.slots;
    expect([spread?.sum?.[1], spread?.count?.[1], spread?.min?.[1], spread?.max?.[1]]).toEqual([0, 1, 0, 0]);
  });

  it("of a whole day are no data, whatever the policy: nobody saw the day", () => {
    expect(slots([], [], { ...clients, gapPolicy: "zero" }).day).toMatchObject({
      status: "no_data",
      slots: null,
    });
  });
});

describe("the status of a day", () => {
  it.each<[DayAnswer["status"], boolean, string]>([
    ["ok", true, "ok"],
    ["ok", false, "no_data"],
    ["partial", true, "partial"],
    ["partial", false, "failed"],
    ["failed", false, "failed"],
    ["not_available", false, "not_available"],
  ])("answered %s, with points %s, is %s", (status, hasPoints, expected) => {
    const answers: DayAnswer[] = [{ date: DAY, resolution: "samples", status }];
    const raw = rawDay(hasPoints ? { t: [MIDNIGHT], value: [1] } : {}, { answers });
    expect(normaliseSeries(raw, clients).series.days[0]?.status).toBe(expected);
  });

  it("read as daily statistics is no data where the source has none", () => {
    const answers: DayAnswer[] = [{ date: DAY, resolution: "daily", status: "ok" }];
    const empty = { date: DAY, min: null, max: null, avg: null, sum: null, slotsAboveZero: null };
    for (const daily of [[], [empty]]) {
      const { series } = normaliseSeries(rawDay({}, { answers, samples: null, daily }), cpu);
      expect(series.days[0]).toMatchObject({ status: "no_data", daily: null });
    }
  });

  it("comes in the order of the days", () => {
    const answers = ["2026-11-21", "2026-11-20"].map(
      (date): DayAnswer => ({ date, resolution: "none", status: "not_available" }),
    );
    expect(normaliseSeries(rawDay({}, { answers }), cpu).series.days.map(({ date }) => date)).toEqual([
      "2026-11-20",
      "2026-11-21",
    ]);
  });
});

describe("06-normalise", () => {
  const work = (rows: readonly unknown[]) => {
    const archive = memoryArchive();
    archive.put(CONFIG_KEY, [SHIPPED]);
    archive.put(aShardResult().key ?? "", rows);
    return { archive, go: (part = {}) => normalise({ run: aRun(), shard: aShardResult(part) }, { archive }) };
  };

  it("archives what it normalised, counts what it dropped, and gives equal bytes when it is run twice", async () => {
    const raw = rawDay({ t: [MIDNIGHT, MIDNIGHT, MIDNIGHT + 300], value: [1, 2, null] });
    const { archive, go } = work([raw, { ...raw, metric: "rds.no_longer" }]);
    const answer = await go();
    expect(answer).toMatchObject({
      state: "ok",
      key: "runs/run-1/06-normalise/rds-s-001",
      counts: { in: 2, out: 1, skipped: 2, calls: 0, units: 0 },
    });
    expect(await readRows(archive, answer.key ?? "", NormalisedSeries)).toMatchObject([
      { days: [{ slots: { slot: [0], sum: [2] } }] },
    ]);
    expect(await go()).toEqual(answer);
  });

  it("passes on that its shard was cut", async () => {
    expect(await work([]).go({ state: "partial", error: "cut" })).toMatchObject({
      state: "partial",
      error: "cut",
    });
  });

  it("refuses a shard whose collector failed, and an object that is not what a collector writes", async () => {
    await expect(work([]).go({ key: null, state: "failed" })).rejects.toMatchObject({
      name: "ArchiveCorrupt",
    });
    await expect(work([{ resourceId: 7 }]).go()).rejects.toMatchObject({ name: "ArchiveCorrupt" });
  });
});
