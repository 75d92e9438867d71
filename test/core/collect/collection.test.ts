import { describe, expect, it } from "vitest";
import { shardResult } from "#core/collect/collection.ts";
import { endpointOf, resourceIdsByEndpoint } from "#core/collect/redis-instances.ts";
import { runCollector } from "#core/collect/run-collector.ts";
import type { DayAnswer } from "#core/model/raw-series.ts";
import { ShardResult } from "#core/model/shard.ts";
import { memoryArchive } from "../../support/memory-archive.ts";
import {
  aRedisNode,
  aResource,
  aRun,
  CONFIG_KEY,
  INVENTORY_KEY,
  SHIPPED,
} from "../../support/pipeline-rows.ts";

const shard = {
  id: "rds-1-r-001",
  source: "rds",
  accountId: "111111111111",
  region: "us-east-1",
  offset: 0,
  count: 1,
} as const;
const series = (...statuses: DayAnswer["status"][]) => ({
  resourceId: "r",
  metric: "m",
  answers: statuses.map((status): DayAnswer => ({ date: "2026-11-21", resolution: "samples", status })),
  samples: null,
  daily: [],
});
const collection = (statuses: DayAnswer["status"][], warnings: string[] = []) => ({
  series: [series(...statuses)],
  callCount: 3,
  unitCount: 8,
  warnings,
});

describe("the answer of a collector", () => {
  it("is ok where every day was answered, also those that the source does not keep", () => {
    expect(shardResult(shard, "k", collection(["ok", "not_available"]))).toEqual({
      shard: "rds-1-r-001",
      state: "ok",
      key: "k",
      counts: { in: 1, out: 2, skipped: 0, calls: 3, units: 8, ms: 0 },
      error: null,
    });
  });

  it("is partial, and says why, where a day failed or was cut", () => {
    expect(shardResult(shard, "k", collection(["ok", "failed", "partial"]))).toMatchObject({
      state: "partial",
      counts: { out: 2, skipped: 1 },
      error: "1 series-days failed, 1 were cut",
    });
    expect(shardResult(shard, "k", collection(["partial"], ["the first", "the second"])).error).toBe(
      "the first",
    );
  });

  it("fits its contract however long the reason is", () => {
    const result = shardResult(shard, "k", collection(["failed"], ["高".repeat(1000)]));
    expect(ShardResult.safeParse(result).success).toBe(true);
  });
});

describe("what all collectors share", () => {
  it("archives once: a retry adopts what is there, although the source answers differently now", async () => {
    const archive = memoryArchive();
    archive.put(CONFIG_KEY, [SHIPPED]);
    archive.put(INVENTORY_KEY, [aResource(), aRedisNode("n")]);
    const event = { run: aRun(), shard, inventoryKey: INVENTORY_KEY };
    const seen: string[][] = [];
    const collect = (statuses: DayAnswer["status"][]) =>
      runCollector("04-collect-rds", event, archive, async (work) => {
        seen.push(work.resources.map(({ name }) => name));
        return collection(statuses);
      });
    const first = await collect(["ok"]);
    const second = await collect(["failed"]);
    expect([first.key, second.key]).toEqual(Array(2).fill("runs/run-1/04-collect-rds/rds-1-r-001"));
    expect(archive.rows(first.key ?? "")).toEqual([series("ok")]);
    expect(seen).toEqual([["orders"], ["orders"]]);
  });
});

describe("the endpoint of an instance label", () => {
  it.each([
    ["redis://a.cache.amazonaws.com:6379", "a.cache.amazonaws.com:6379"],
    ["rediss://a.cache.amazonaws.com:6379", "a.cache.amazonaws.com:6379"],
    ["A.Cache.amazonaws.com:6379", "a.cache.amazonaws.com:6379"],
    ["redis://user:secret@a:6379/0", "a:6379"],
    ["redis://user:se@cr/et@a:6379/0", "a:6379"],
    ["redis://:secret\n@a:6379/0", "a:6379"],
    ["10.0.0.5:6379", "10.0.0.5:6379"],
    ["", ""],
  ])("of %j is %j", (label, endpoint) => {
    expect(endpointOf(label)).toBe(endpoint);
  });

  it("leads to the node that has it, by any of its endpoints", () => {
    const resolve = resourceIdsByEndpoint([aRedisNode("n", { endpoints: ["A:6379", "b:6379"] })]);
    const id = aRedisNode("n").resourceId;
    expect(resolve("redis://a:6379")).toEqual({ resourceId: id, isKnown: true });
    expect(resolve("b:6379")).toEqual({ resourceId: id, isKnown: true });
  });

  it("that no node has is a resource of its own, without the secret that the label may carry", () => {
    expect(resourceIdsByEndpoint([])("redis://user:secret@c:6379")).toEqual({
      resourceId: "redis://c:6379",
      isKnown: false,
    });
  });
});
