import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { MetricsConfig } from "#core/model/metric-definition.ts";
import { Resource } from "#core/model/resource.ts";
import { startOfDay } from "#core/model/utc-day.ts";
import { redisMaxMemoryBytes } from "#lib/local/estate/capacity.ts";
import { createEstate } from "#lib/local/estate/create-estate.ts";
import { hardLimitOf } from "#lib/local/estate/static-threshold.ts";
import { DAYS } from "./days.ts";

const estate = createEstate({ seed: 7, ...DAYS });
const { metrics } = MetricsConfig.parse(parse(readFileSync("config/metrics_config.yaml", "utf8")));

function ofType(type: string) {
  return estate.resources.filter((resource) => resource.type === type);
}

describe("the fleet", () => {
  it("has the specification's 233 EC2 instances, 62 databases and 76 cache nodes", () => {
    expect(ofType("ec2")).toHaveLength(233);
    expect(ofType("rds")).toHaveLength(62);
    expect(ofType("redis")).toHaveLength(76);
  });

  it("has the specification's 2 MSK clusters, 4 DocumentDB and 2 OpenSearch beside them, some without any tag", () => {
    expect(ofType("msk")).toHaveLength(2);
    expect(ofType("documentdb")).toHaveLength(4);
    expect(ofType("opensearch")).toHaveLength(2);
    const untagged = estate.resources.filter(({ tags }) => Object.keys(tags).length === 0);
    expect(new Set(untagged.map(({ type }) => type))).toEqual(new Set(["msk", "mskbroker", "opensearch"]));
  });

  it("gives every resource an id, every endpoint, gateway source and Prometheus instance of its own", () => {
    for (const list of [
      estate.resources.map((resource) => resource.resourceId),
      estate.resources.flatMap((resource) => resource.endpoints),
      estate.resources.flatMap((resource) => resource.gatewaySourceId ?? []),
      estate.resources.flatMap((resource) => resource.prometheusInstance ?? []),
    ]) {
      expect(new Set(list).size).toBe(list.length);
    }
    expect(ofType("rds").every((resource) => /^[a-z0-9_]{1,63}$/.test(resource.gatewaySourceId ?? ""))).toBe(
      true,
    );
  });

  it("describes resources as the pipeline's model wants them", () => {
    for (const resource of estate.resources) {
      const described = {
        ...resource,
        firstSeen: DAYS.firstDay,
        lastSeen: DAYS.lastDay,
        status: "described",
      };
      expect(Resource.safeParse(described).error).toBeUndefined();
      expect(estate.accounts.find(({ accountId }) => accountId === resource.accountId)?.regions).toContain(
        resource.region,
      );
    }
  });

  it("is the same for every seed", () => {
    expect(createEstate({ seed: 8, ...DAYS }).resources).toEqual(estate.resources);
  });

  it("has tags that must be escaped, young and deleted resources, and caches without a memory limit", () => {
    const text = JSON.stringify(estate.resources.map((resource) => resource.tags));
    for (const hostile of ["<script>", "=cmd", "\\n", '\\"ops\\"', "🚨"]) expect(text).toContain(hostile);
    const young = estate.resources.filter(
      (resource) => resource.createdAtSeconds >= startOfDay(DAYS.monitoringStart) - 5 * 86_400,
    );
    expect(young.length).toBeGreaterThanOrEqual(3);
    expect(estate.resources.filter((resource) => resource.deletedOn !== null)).toHaveLength(2);
    expect(ofType("redis").filter((resource) => redisMaxMemoryBytes(resource) === 0)).toHaveLength(4);
  });

  it("emits exactly the metrics that the metrics file says apply", () => {
    for (const resource of estate.resources) {
      for (const [name, metric] of Object.entries(metrics)) {
        const { traits, withoutTraits, engines } = metric.appliesTo;
        const applies =
          metric.resourceType === resource.type &&
          traits.every((trait) => resource.traits.includes(trait)) &&
          !withoutTraits.some((trait) => resource.traits.includes(trait)) &&
          (engines.length === 0 || engines.includes(resource.engine ?? "")) &&
          !(name === "redis.memory_usage_pct" && redisMaxMemoryBytes(resource) === 0);
        const columns = estate.slots(resource.resourceId, name, startOfDay("2026-11-05"), 300, 1);
        expect([resource.name, name, columns !== null]).toEqual([resource.name, name, applies]);
      }
    }
  });

  it("knows the metrics file's hard limits in the sources' units", () => {
    for (const [name, metric] of Object.entries(metrics)) {
      const clause = metric.condition?.find((part) => part.kind === "limit" || part.kind === "limit_below");
      if (clause === undefined || ofType(metric.resourceType).length === 0) continue;
      const limit = "above" in clause ? clause.above : "below" in clause ? clause.below : Number.NaN;
      expect(hardLimitOf(name)?.value).toBeCloseTo(limit / metric.conversion.factor, 12);
      expect(hardLimitOf(name)?.statistic).toBe(metric.limitStatistic);
    }
  });
});
