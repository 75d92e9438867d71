import { describe, expect, it } from "vitest";
import { readRows } from "#core/model/archive-rows.ts";
import { RawSeries } from "#core/model/raw-series.ts";
import type { Resource } from "#core/model/resource.ts";
import { StageError } from "#core/model/stage-error.ts";
import { startOfDay } from "#core/model/utc-day.ts";
import { collectRedis } from "#stages/03-collect-redis/run.ts";
import { fakePrometheus, type Question, seriesOf } from "../../support/fake-prometheus.ts";
import { memoryArchive } from "../../support/memory-archive.ts";
import {
  aRedisNode,
  aRun,
  CONFIG_KEY,
  configOf,
  INVENTORY_KEY,
  metric,
  SHIPPED,
} from "../../support/pipeline-rows.ts";

const MEMORY = "redis.memory_usage_pct";
const CLIENTS = "redis.connected_clients";
const config = configOf({
  [MEMORY]: metric(MEMORY),
  [CLIENTS]: metric(CLIENTS),
  "rds.read_iops": metric("rds.read_iops"),
});
const DAY = startOfDay("2026-11-21");
const labelOf = (name: string) => `redis://${name}.cache.amazonaws.com:6379`;
const isClients = ({ query }: Question) => query.includes("redis_connected_clients");
const isUnlimited = ({ query }: Question) => query === "redis_memory_max_bytes == 0";

async function collect(
  fake: ReturnType<typeof fakePrometheus>,
  nodes: readonly Resource[] = [aRedisNode("a")],
  part: { run?: object; retentionSeconds?: number | null; canCollect?: boolean } = {},
) {
  const archive = memoryArchive();
  archive.put(CONFIG_KEY, [config]);
  archive.put(INVENTORY_KEY, nodes);
  const shard = {
    id: "redis-all-all-001",
    source: "redis",
    accountId: "all",
    region: "all",
    offset: 0,
    count: nodes.length,
  } as const;
  const prometheus = {
    canCollect: part.canCollect ?? true,
    retentionSeconds: part.retentionSeconds === undefined ? 15 * 86_400 : part.retentionSeconds,
  };
  const result = await collectRedis(
    { run: aRun({ from: "2026-11-21", ...part.run }), shard, inventoryKey: INVENTORY_KEY, prometheus },
    { archive, prometheus: fake.prometheus },
  );
  const series = await readRows(archive, result.key ?? "", RawSeries);
  const find = (name: string, resourceId = aRedisNode("a").resourceId) =>
    series.find((item) => item.metric === name && item.resourceId === resourceId);
  return { result, series, find };
}

const quiet = () => fakePrometheus(() => ({}));

describe("samples of Redis", () => {
  it("are joined to the nodes by endpoint, and asked for the day's 288 slots", async () => {
    const fake = fakePrometheus((question) =>
      isClients(question)
        ? {
            series: [
              seriesOf(labelOf("a"), [
                [DAY, 7],
                [DAY + 300, 8],
              ]),
            ],
          }
        : {},
    );
    const { find } = await collect(fake);
    expect(find(CLIENTS)).toEqual({
      resourceId: aRedisNode("a").resourceId,
      metric: CLIENTS,
      answers: [{ date: "2026-11-21", resolution: "samples", status: "ok" }],
      samples: { stepSeconds: 300, t: [DAY, DAY + 300], value: [7, 8] },
      daily: [],
    });
    expect(fake.questions.find(isClients)).toMatchObject({ start: DAY, end: DAY + 86_100, stepSeconds: 300 });
  });

  it("of an instance that no node has are those of a resource of its own", async () => {
    const fake = fakePrometheus((question) =>
      isClients(question) ? { series: [seriesOf(labelOf("x"), [[DAY, 7]])] } : {},
    );
    const { find } = await collect(fake);
    expect(find(CLIENTS, "redis://x.cache.amazonaws.com:6379")?.samples?.value).toEqual([7]);
    expect(find(CLIENTS)).toMatchObject({ samples: null, answers: [{ status: "ok" }] });
  });

  it("of a node whose account could not be asked are still the node's", async () => {
    const fake = fakePrometheus((question) =>
      isClients(question) ? { series: [seriesOf(labelOf("a"), [[DAY, 7]])] } : {},
    );
    const { series } = await collect(fake, [aRedisNode("a", { status: "stale" })]);
    expect(new Set(series.map(({ resourceId }) => resourceId))).toEqual(
      new Set([aRedisNode("a").resourceId]),
    );
  });
});

describe("a Redis without maxmemory", () => {
  it("has no share of it: its memory usage is not available, its other metrics are", async () => {
    const fake = fakePrometheus((question) =>
      isUnlimited(question) ? { series: [seriesOf(labelOf("a"), [[DAY, 0]])] } : {},
    );
    const { find } = await collect(fake);
    expect(find(MEMORY)?.answers).toEqual([
      { date: "2026-11-21", resolution: "samples", status: "not_available" },
    ]);
    expect(find(CLIENTS)?.answers[0]?.status).toBe("ok");
  });

  it("whose maxmemory cannot be asked for is one without a value", async () => {
    const fake = fakePrometheus((question) =>
      isUnlimited(question) ? new StageError("SourceUnavailable", "no") : {},
    );
    expect((await collect(fake)).find(MEMORY)?.answers[0]?.status).toBe("ok");
  });
});

describe("what goes wrong", () => {
  it("with one query fails the days of its metric, and of no other", async () => {
    const fake = fakePrometheus((question) =>
      isClients(question) ? new StageError("SourceRefused", "parse error") : {},
    );
    const { result, find } = await collect(fake);
    expect(find(CLIENTS)?.answers).toEqual([{ date: "2026-11-21", resolution: "samples", status: "failed" }]);
    expect(find(MEMORY)?.answers[0]?.status).toBe("ok");
    expect(result).toMatchObject({
      state: "partial",
      error: `${CLIENTS}: SourceRefused: parse error`,
      counts: { skipped: 1 },
    });
  });

  it("with an answer that Prometheus calls incomplete makes its days partial", async () => {
    const fake = fakePrometheus((question) =>
      isClients(question) ? { isPartial: true, warnings: ["PromQL warning: cut"] } : {},
    );
    const { result, find } = await collect(fake);
    expect(find(CLIENTS)?.answers[0]?.status).toBe("partial");
    expect(find(MEMORY)?.answers[0]?.status).toBe("ok");
    expect(result).toMatchObject({ state: "partial", error: "PromQL warning: cut" });
  });

  it("in our own code is not hidden as a failed metric", async () => {
    const fake = fakePrometheus((question) => {
      if (isClients(question)) throw new TypeError("bug");
      return {};
    });
    await expect(collect(fake)).rejects.toThrow(TypeError);
  });

  it("before it: without a Prometheus that 02 could ask it fails by name", async () => {
    await expect(collect(quiet(), [], { canCollect: false })).rejects.toMatchObject({
      name: "SourceUnavailable",
    });
  });
});

describe("days that Prometheus no longer keeps", () => {
  it("are not available and not asked for: whole days only, by the retention that it reported", async () => {
    const fake = quiet();
    const { find } = await collect(fake, undefined, {
      run: { from: "2026-11-18" },
      retentionSeconds: 3 * 86_400,
    });
    // Started on the 22nd at 07:00: three days reach back to the 19th at 07:00, so the 20th is the oldest whole day.
    expect(find(CLIENTS)?.answers.map(({ date, status }) => [date, status])).toEqual([
      ["2026-11-18", "not_available"],
      ["2026-11-19", "not_available"],
      ["2026-11-20", "ok"],
      ["2026-11-21", "ok"],
    ]);
    expect(fake.questions.find(isClients)?.start).toBe(startOfDay("2026-11-20"));
  });

  it("are judged by config where Prometheus does not say how long it keeps data", async () => {
    const days = SHIPPED.pipeline.prometheus.fallbackRetentionDays;
    const { find } = await collect(quiet(), undefined, {
      run: { from: "2026-11-01" },
      retentionSeconds: null,
    });
    const kept = find(CLIENTS)?.answers.filter(({ status }) => status === "ok") ?? [];
    expect(kept).toHaveLength(days - 1);
  });
});

describe("daily statistics of an older day", () => {
  const evaluated = startOfDay("2026-11-14") + 86_399;
  const statistic = (query: string) =>
    ["min_over", "max_over", "avg_over", "> 0"].find((text) => query.includes(text)) ?? "";
  const values: Readonly<Record<string, number>> = { min_over: 1, max_over: 9, avg_over: 4, "> 0": 288 };
  const backfill = { run: { from: "2026-11-14", to: "2026-11-21" } };

  it("are one value each, evaluated one second before midnight", async () => {
    const fake = fakePrometheus((question) => {
      if (question.stepSeconds !== 86_400 || !isClients(question)) return {};
      // The count of slots above zero is asked by count_over_time, and its expression holds `> 0`.
      const value = question.query.includes("count_over") ? 288 : values[statistic(question.query)];
      return { series: [seriesOf(labelOf("a"), [[evaluated, value ?? null]])] };
    });
    const { find } = await collect(fake, undefined, backfill);
    expect(find(CLIENTS)?.daily).toEqual([
      { date: "2026-11-14", min: 1, max: 9, avg: 4, sum: null, slotsAboveZero: 288 },
    ]);
    expect(find(CLIENTS)?.answers[0]).toEqual({ date: "2026-11-14", resolution: "daily", status: "ok" });
    expect(
      fake.questions
        .filter(({ stepSeconds }) => stepSeconds === 86_400)
        .every(({ start }) => start === evaluated),
    ).toBe(true);
  });

  it("with values but none above zero count zero slots above it; without values they count nothing", async () => {
    const fake = fakePrometheus(({ query, stepSeconds }) => {
      const isAsked =
        stepSeconds === 86_400 && !query.includes("count_over") && query.includes("redis_connected_clients");
      return isAsked
        ? { series: [seriesOf(labelOf("a"), [[evaluated, query.includes("avg_over") ? 0 : null]])] }
        : {};
    });
    const { find } = await collect(fake, undefined, backfill);
    expect(find(CLIENTS)?.daily).toEqual([
      { date: "2026-11-14", min: null, max: null, avg: 0, sum: null, slotsAboveZero: 0 },
    ]);
    expect(find(MEMORY)?.daily).toEqual([]);
  });
});
