import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mostShards } from "#core/collect/most-shards.ts";
import { planShards, resourcesOfShard, resourcesOfSource } from "#core/collect/shards.ts";
import { type Resource, SOURCES } from "#core/model/resource.ts";
import { Shard } from "#core/model/shard.ts";
import { anInstance, aRedisNode, aResource, metric, SHIPPED } from "../../support/pipeline-rows.ts";

fc.configureGlobal({ seed: 1 });

const FROM = "2026-11-20";
const ASKED = { from: FROM, metrics: SHIPPED.metrics };
const sizing = { resourcesPerShard: 25, maxShardsPerSource: 16, ...ASKED };
const instances = (count: number, part: Partial<Resource> = {}) =>
  Array.from({ length: count }, (_, index) => anInstance(`i-${String(index).padStart(4, "0")}`, part));

describe("shards", () => {
  it("are full before a next one is begun", () => {
    expect(planShards("ec2", instances(25), sizing).map(({ count }) => count)).toEqual([25]);
    expect(planShards("ec2", instances(26), sizing).map(({ count }) => count)).toEqual([25, 1]);
  });

  it("grow instead of multiplying past the most that a source may have", () => {
    const most = { ...sizing, resourcesPerShard: 2, maxShardsPerSource: 3 };
    expect(planShards("ec2", instances(6), most).map(({ count }) => count)).toEqual([2, 2, 2]);
    expect(planShards("ec2", instances(7), most).map(({ count }) => count)).toEqual([3, 3, 1]);
  });

  it("are of one account and region each, and say so in their id", () => {
    const fleet = [
      anInstance("a", { region: "us-west-2" }),
      anInstance("b"),
      anInstance("c", { accountId: "222222222222" }),
    ];
    expect(planShards("ec2", fleet, sizing).map(({ id }) => id)).toEqual([
      "ec2-111111111111-us-east-1-001",
      "ec2-111111111111-us-west-2-001",
      "ec2-222222222222-us-east-1-001",
    ]);
  });

  it("of Prometheus and of the gateway are one for all accounts: one query answers for every instance", () => {
    const nodes = Array.from({ length: 60 }, (_, index) =>
      aRedisNode(`n${index}`, { accountId: index % 2 === 0 ? "111111111111" : "222222222222" }),
    );
    expect(planShards("redis", nodes, sizing)).toEqual([
      { id: "redis-all-all-001", source: "redis", accountId: "all", region: "all", offset: 0, count: 60 },
    ]);
    expect(planShards("database", [aResource()], sizing).map(({ id }) => id)).toEqual([
      "database-all-all-001",
    ]);
  });

  it("are none where there is nothing to read, except of Prometheus, which may know what no account describes", () => {
    const ids = SOURCES.flatMap((source) => planShards(source, [], sizing)).map(({ id, count }) => [
      id,
      count,
    ]);
    expect(ids).toEqual([["redis-all-all-001", 0]]);
  });
});

describe("the resources that a source reads", () => {
  const statuses = (source: "redis" | "ec2", resource: typeof aRedisNode) =>
    resourcesOfSource(
      source,
      [
        resource("described"),
        resource("stale", { status: "stale" }),
        resource("gone-then", { status: "gone", lastSeen: FROM }),
        resource("gone-before", { status: "gone", lastSeen: "2026-11-19" }),
      ],
      ASKED,
    ).map(({ name }) => name);

  it("include what is gone, for the days that it lived through", () => {
    expect(statuses("ec2", anInstance)).toEqual(["described", "gone-then"]);
  });

  it("leave out what its account would not describe, unless the source needs no account", () => {
    expect(statuses("redis", aRedisNode)).toEqual(["described", "gone-then", "stale"]);
  });

  it("of the gateway are the databases", () => {
    expect(resourcesOfSource("database", [aResource(), aRedisNode("n"), anInstance("i")], ASKED)).toEqual([
      aResource(),
    ]);
  });

  it("of CloudWatch beside EC2 and RDS are those of every type that has a metric there, Redis hosts too", () => {
    const domain = aResource({ type: "opensearch", resourceId: "arn:domain" });
    const onlyInPrometheus = aRedisNode("unknown", { accountId: "" });
    const inventory = [aResource(), aRedisNode("n"), onlyInPrometheus, anInstance("i"), domain];
    expect(resourcesOfSource("cloudwatch", inventory, ASKED)).toEqual([domain]);
    const host = metric("opensearch.cpu_utilization_pct", { resourceType: "redis" });
    const metrics = { ...SHIPPED.metrics, "redis.engine_cpu_utilization_pct": host };
    expect(resourcesOfSource("cloudwatch", inventory, { from: FROM, metrics })).toEqual([
      aRedisNode("n"),
      domain,
    ]);
  });
});

const resource = fc
  .record({
    kind: fc.constantFrom("ec2" as const, "rds" as const, "redis" as const),
    accountId: fc.constantFrom("111111111111", "222222222222"),
    region: fc.constantFrom("us-east-1", "us-west-2"),
    status: fc.constantFrom("described" as const, "stale" as const, "gone" as const),
    lastSeen: fc.constantFrom("2026-11-19", FROM),
  })
  .map(({ kind, ...part }) => ({ ...part, type: kind }));
const fleet = fc
  .array(resource, { maxLength: 80 })
  .map((parts) => parts.map((part, index) => aResource({ ...part, resourceId: `arn:${index}` })));

describe("every shard plan", () => {
  const plans = fc.record({
    inventory: fleet,
    source: fc.constantFrom(...SOURCES),
    resourcesPerShard: fc.integer({ min: 1, max: 10 }),
    maxShardsPerSource: fc.integer({ min: 1, max: 6 }),
  });

  it("asks for every resource of its source exactly once", () => {
    fc.assert(
      fc.property(plans, ({ inventory, source, ...size }) => {
        const shards = planShards(source, inventory, { ...size, ...ASKED });
        const asked = shards.flatMap((shard) => resourcesOfShard(shard, inventory, ASKED));
        const expected = resourcesOfSource(source, inventory, ASKED);
        expect(asked.map(({ resourceId }) => resourceId).toSorted()).toEqual(
          expected.map(({ resourceId }) => resourceId).toSorted(),
        );
      }),
    );
  });

  it("has unique, valid shards, none empty, at most one more than the cap for each further account and region", () => {
    fc.assert(
      fc.property(plans, ({ inventory, source, ...size }) => {
        const shards = planShards(source, inventory, { ...size, ...ASKED });
        expect(new Set(shards.map(({ id }) => id)).size).toBe(shards.length);
        expect(
          shards.every((shard) => Shard.safeParse(shard).success && (shard.count > 0 || source === "redis")),
        ).toBe(true);
        const places = new Set(shards.map(({ accountId, region }) => `${accountId} ${region}`)).size;
        expect(shards.length).toBeLessThanOrEqual(size.maxShardsPerSource + Math.max(0, places - 1));
      }),
    );
  });

  it("of all sources together has at most as many shards as its config may make", () => {
    fc.assert(
      fc.property(plans, ({ inventory, ...size }) => {
        const places = [...new Set(inventory.map(({ accountId, region }) => `${accountId} ${region}`))];
        const most = mostShards({ accounts: [{ regions: places }], shards: size });
        const shards = SOURCES.flatMap((source) => planShards(source, inventory, { ...size, ...ASKED }));
        expect(shards.length).toBeLessThanOrEqual(places.length === 0 ? 1 : most);
      }),
    );
  });

  it("is the same whatever the order of the inventory", () => {
    fc.assert(
      fc.property(plans, ({ inventory, source, ...size }) => {
        const options = { ...size, ...ASKED };
        expect(planShards(source, inventory.toReversed(), options)).toEqual(
          planShards(source, inventory, options),
        );
      }),
    );
  });
});
