import { describe, expect, it } from "vitest";
import { existedOn, expectedMetrics, isApplicable } from "#core/model/expected-series.ts";
import { UNSAMPLED_TRAIT } from "#core/model/sampling.ts";
import { anInstance, aRedisNode, aResource, metric, SHIPPED } from "../../support/pipeline-rows.ts";

const cpu = metric("ec2.cpu_utilization_pct");
const needs = (part: Partial<typeof cpu.appliesTo>) => ({ ...cpu, appliesTo: { ...cpu.appliesTo, ...part } });

describe("whether a metric exists on a resource", () => {
  it("takes the resource's type", () => {
    expect(isApplicable(cpu, anInstance("i-1"))).toBe(true);
    expect(isApplicable(cpu, aResource())).toBe(false);
  });

  it("needs all of the traits that it names", () => {
    const both = needs({ traits: ["nitro", "burstable"] });
    expect(isApplicable(both, anInstance("i-1", { traits: ["nitro"] }))).toBe(false);
    expect(isApplicable(both, anInstance("i-1", { traits: ["burstable", "nitro", "other"] }))).toBe(true);
  });

  it("ends at one of the traits that it excludes", () => {
    const storage = metric("rds.free_storage_bytes");
    expect(isApplicable(storage, aResource({ traits: [] }))).toBe(true);
    expect(isApplicable(storage, aResource({ traits: ["aurora"] }))).toBe(false);
  });

  it("needs one of the engines, if it names any; a resource without an engine has none of them", () => {
    const mysql = needs({ engines: ["mysql", "mariadb"] });
    expect(isApplicable(mysql, anInstance("i-1", { engine: "mariadb" }))).toBe(true);
    expect(isApplicable(mysql, anInstance("i-1", { engine: "postgres" }))).toBe(false);
    expect(isApplicable(mysql, anInstance("i-1", { engine: null }))).toBe(false);
  });

  it("ends where the sample left the instance out", () => {
    expect(isApplicable(cpu, anInstance("i-1", { traits: [UNSAMPLED_TRAIT] }))).toBe(false);
  });
});

describe("the metrics that a resource should have", () => {
  it("are those of the asked sources, sorted by name", () => {
    const names = expectedMetrics(SHIPPED.metrics, aResource(), ["rds"]);
    // The specification's seven RDS metrics, and free storage.
    expect(names).toEqual([
      "rds.cpu_utilization_pct",
      "rds.database_connections",
      "rds.free_storage_bytes",
      "rds.freeable_memory_bytes",
      "rds.read_iops",
      "rds.read_latency_ms",
      "rds.write_iops",
      "rds.write_latency_ms",
    ]);
    expect(expectedMetrics(SHIPPED.metrics, aResource(), [])).toEqual([]);
  });

  it("are the specification's six on a Redis node", () => {
    expect(
      expectedMetrics(SHIPPED.metrics, aRedisNode("a"), ["redis", "rds", "ec2", "database"]),
    ).toHaveLength(6);
  });

  it("differ by engine behind the gateway: what a MySQL has a PostgreSQL has not", () => {
    const mysql = expectedMetrics(SHIPPED.metrics, aResource({ engine: "mysql" }), ["database"]);
    const postgres = expectedMetrics(SHIPPED.metrics, aResource({ engine: "postgres" }), ["database"]);
    expect(mysql).toContain("database.buffer_pool_hit_pct");
    expect(postgres).not.toContain("database.buffer_pool_hit_pct");
    expect(postgres).toContain("database.xid_age");
    expect(mysql).not.toContain("database.xid_age");
  });
});

// Design, 4: "The resources of day D are those with first_seen <= D that are described now, stale, or have D <= last_seen."
describe("whether a resource existed on a day", () => {
  const days = { firstSeen: "2026-11-10", lastSeen: "2026-11-20" };

  it("begins on the day of its first evidence", () => {
    expect(existedOn({ ...days, status: "described" }, "2026-11-09")).toBe(false);
    expect(existedOn({ ...days, status: "described" }, "2026-11-10")).toBe(true);
  });

  it("ends, once it is gone, with the day on which it was last described", () => {
    expect(existedOn({ ...days, status: "gone" }, "2026-11-20")).toBe(true);
    expect(existedOn({ ...days, status: "gone" }, "2026-11-21")).toBe(false);
  });

  it("goes on while its account could not be asked", () => {
    expect(existedOn({ ...days, status: "stale" }, "2026-11-21")).toBe(true);
  });
});
