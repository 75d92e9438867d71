import { describe, expect, it } from "vitest";
import {
  describeSimulated,
  estateCluster,
  estateDatabase,
  estateInstance,
  estateNode,
} from "./simulated-region.ts";

const estate = [
  estateInstance("i-0a"),
  estateDatabase("orders"),
  estateCluster("ledger"),
  estateNode("cart-001", "cart"),
  estateNode("cart-002", "cart"),
];

describe("awsInventory", () => {
  it("describes instances, databases, an Aurora cluster as one resource, and Redis nodes", async () => {
    const { describe: read } = await describeSimulated(estate);
    const { resources, warnings } = await read();
    expect(resources.map(({ resourceId }) => resourceId.split(":").slice(2).join(":"))).toEqual([
      "ec2:eu-west-1:111111111111:instance/i-0a",
      "elasticache:eu-west-1:111111111111:cluster:cart-001",
      "elasticache:eu-west-1:111111111111:cluster:cart-002",
      "rds:eu-west-1:111111111111:cluster:ledger",
      "rds:eu-west-1:111111111111:db:orders",
    ]);
    expect(warnings).toEqual([]);
    for (const { owner, createdOn } of resources)
      expect([owner, createdOn]).toEqual(["payments", "2026-03-05"]);
  });

  it("leaves out Neptune, DocumentDB and Memcached, which the same APIs list", async () => {
    const { describe: read, callCounts } = await describeSimulated([]);
    const { resources, alarmCount, warnings } = await read();
    expect(resources).toEqual([]);
    expect(alarmCount).toBe(0);
    expect(warnings).toEqual([]);
    expect(callCounts.get("rds.DescribeDBInstances")).toBe(1);
  });

  it("reads all pages", async () => {
    const databases = Array.from({ length: 230 }, (_, index) => estateDatabase(`db-${index}`));
    const { describe: read, callCounts } = await describeSimulated(databases);
    const { resources, alarmCount, callCount } = await read();
    expect(resources).toHaveLength(230);
    expect(callCounts.get("rds.DescribeDBInstances")).toBe(3);
    // Each of its databases has an alarm.
    expect(alarmCount).toBe(230);
    expect(callCount).toBe([...callCounts.values()].reduce((sum, count) => sum + count, 0));
  });

  it("gives Redis nodes their own address first, then those of their role", async () => {
    const { describe: read } = await describeSimulated(estate);
    const { resources } = await read();
    const [primary, replica] = resources.filter(({ type }) => type === "redis");
    expect(primary?.endpoints).toEqual([
      "cart-001.abc.0001.euw1.cache.amazonaws.com:6379",
      "master.cart.example.eu-west-1.cache.amazonaws.com:6379",
    ]);
    expect(replica?.endpoints[1]).toBe("replica.cart.example.eu-west-1.cache.amazonaws.com:6379");
    expect(primary?.groupId).toBe("cart");
  });

  it("adds a cluster's readers as a resource of their own when asked", async () => {
    const { describe: read } = await describeSimulated([estateCluster("ledger")], [], true);
    const { resources } = await read();
    expect(resources.map(({ resourceId, dimensions }) => [resourceId.split(":").at(-1), dimensions])).toEqual(
      [
        ["ledger", { DBClusterIdentifier: "ledger", Role: "WRITER" }],
        ["ledger#readers", { DBClusterIdentifier: "ledger", Role: "READER" }],
      ],
    );
  });
});

describe("awsInventory when something goes wrong", () => {
  it("throws AccessDenied naming action, account and region", async () => {
    const { describe: read } = await describeSimulated(estate, [{ service: "rds", kind: "deny" }]);
    await expect(read()).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringMatching(/account 111111111111, eu-west-1: rds:DescribeDB/),
    });
  });

  it("does without tags that it may not read, with one warning", async () => {
    const { describe: read } = await describeSimulated(estate, [
      { service: "elasticache", action: "ListTagsForResource", kind: "deny" },
    ]);
    const { resources, warnings } = await read();
    expect(resources).toHaveLength(5);
    expect(resources.find(({ type }) => type === "redis")).toMatchObject({ tags: {}, owner: null });
    expect(warnings).toEqual([expect.stringContaining("elasticache:ListTagsForResource")]);
  });

  it("refuses a page token that comes again", async () => {
    const { describe: read } = await describeSimulated(estate, [
      { service: "ec2", action: "DescribeInstances", kind: "repeat_token" },
    ]);
    await expect(read()).rejects.toMatchObject({
      name: "ContractBroken",
      message: expect.stringContaining("repeated its page token"),
    });
  });

  it.each(["throttle", "internal_error", "http_500", "truncate_body", "reset", "hang"] as const)(
    "repeats a call after one %s",
    async (kind) => {
      const { describe: read } = await describeSimulated(estate, [
        { service: "ec2", action: "DescribeInstances", kind, times: 1 },
        { service: "monitoring", action: "DescribeAlarms", kind, times: 1 },
      ]);
      const { resources, alarmCount } = await read();
      expect(resources).toHaveLength(5);
      expect(alarmCount).toBe(3);
    },
  );

  it("throws SourceThrottled when throttling does not end", async () => {
    const { describe: read } = await describeSimulated(estate, [{ service: "ec2", kind: "throttle" }]);
    await expect(read()).rejects.toMatchObject({ name: "SourceThrottled" });
  });
});
