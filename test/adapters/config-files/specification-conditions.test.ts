import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Clause, DEFAULT_CONDITION } from "#core/model/metric-definition.ts";
import { SHIPPED } from "../../support/pipeline-rows.ts";

/**
 * The specification's two tables "Key Metrics", copied by hand: where a value comes from and what alerts. The last two columns are
 * what each row means as typed data.
 */
const TABLES: readonly (readonly [string, string, string, Clause[]])[] = [
  [
    "redis.memory_usage_pct",
    "redis_memory_used_bytes / redis_memory_max_bytes",
    "> 80% or Z > 3",
    [
      { kind: "limit", above: 80 },
      { kind: "z_above", above: 3 },
    ],
  ],
  [
    "redis.connected_clients",
    "redis_connected_clients",
    "Z > 3 or WE-4 trigger",
    [
      { kind: "z_above", above: 3 },
      { kind: "western_electric", rules: [4] },
    ],
  ],
  [
    "redis.operations_per_second",
    "rate(redis_commands_processed_total[5m])",
    "Z > 3 (spike or drop)",
    [{ kind: "z_beyond", beyond: 3 }],
  ],
  ["redis.cpu_usage_pct", "rate(redis_cpu_user_seconds_total[5m])", "Z > 3", [{ kind: "z_above", above: 3 }]],
  [
    "redis.cache_hit_rate_pct",
    "redis_keyspace_hits / (hits + misses)",
    "< 90% or Z < -2",
    [
      { kind: "limit_below", below: 90 },
      { kind: "z_below", below: -2 },
    ],
  ],
  [
    "redis.evicted_keys_per_second",
    "rate(redis_evicted_keys_total[5m])",
    "> 0 sustained or Z > 2",
    [
      { kind: "sustained_above_zero", slotShare: 0.25 },
      { kind: "z_above", above: 2 },
    ],
  ],
  [
    "rds.cpu_utilization_pct",
    "CPUUtilization",
    "> 80% or Z > 3",
    [
      { kind: "limit", above: 80 },
      { kind: "z_above", above: 3 },
    ],
  ],
  [
    "rds.freeable_memory_bytes",
    "FreeableMemory",
    "< 20% baseline or Z < -3",
    [
      { kind: "share_of_baseline_below", below: 0.2 },
      { kind: "z_below", below: -3 },
    ],
  ],
  [
    "rds.database_connections",
    "DatabaseConnections",
    "Z > 3 or WE-2 trigger",
    [
      { kind: "z_above", above: 3 },
      { kind: "western_electric", rules: [2] },
    ],
  ],
  [
    "rds.read_latency_ms",
    "ReadLatency",
    "> 20ms or Z > 3",
    [
      { kind: "limit", above: 20 },
      { kind: "z_above", above: 3 },
    ],
  ],
  [
    "rds.write_latency_ms",
    "WriteLatency",
    "> 20ms or Z > 3",
    [
      { kind: "limit", above: 20 },
      { kind: "z_above", above: 3 },
    ],
  ],
  ["rds.read_iops", "ReadIOPS", "Z > 3 (saturation risk)", [{ kind: "z_above", above: 3 }]],
  ["rds.write_iops", "WriteIOPS", "Z > 3 (saturation risk)", [{ kind: "z_above", above: 3 }]],
];

describe("the shipped conditions are those of the specification's tables", () => {
  it.each(TABLES)("%s, from %s: %s", (name, _, __, clauses) => {
    expect(SHIPPED.metrics[name]?.condition).toEqual(clauses);
  });

  it.each(TABLES.filter(([name]) => name.startsWith("rds.")))("%s is CloudWatch's %s", (name, metricName) => {
    expect(SHIPPED.metrics[name]?.source).toMatchObject({
      kind: "cloudwatch",
      namespace: "AWS/RDS",
      metricName,
    });
  });

  it.each(TABLES.filter(([name]) => name.startsWith("redis.")))(
    "%s asks Prometheus for %s",
    (name, expression) => {
      const source = SHIPPED.metrics[name]?.source;
      const asked = source?.kind === "prometheus" ? source.query : "";
      for (const [counter] of expression.matchAll(/redis_[a-z_]+/g)) expect(asked).toContain(counter);
      expect(asked.startsWith("rate(")).toBe(
        expression.startsWith("rate(") || name === "redis.cache_hit_rate_pct",
      );
    },
  );

  it("are the only ones that Redis has; other metrics without a row have the default condition (design, 7)", () => {
    const named = new Set(TABLES.map(([name]) => name));
    const others = Object.entries(SHIPPED.metrics).filter(([name]) => !named.has(name));
    expect(others.filter(([name]) => name.startsWith("redis."))).toEqual([]);
    // EC2 and database internals. Free storage is not in the tables either: it is judged like freeable memory, by Z < -3.
    const own = others.filter(
      ([, metric]) => metric.condition !== null && !(metric.resourceType in SHIPPED.resourceTypes),
    );
    expect(own.map(([name]) => name)).toEqual(["rds.free_storage_bytes"]);
  });

  it("stay beside the limits of further types", () => {
    const further = Object.values(SHIPPED.metrics).filter((one) => one.resourceType in SHIPPED.resourceTypes);
    for (const { condition } of further) {
      if (condition === null) continue;
      expect(condition.map(({ kind }) => kind)).toEqual(["limit", "z_beyond", "western_electric"]);
      expect(condition.slice(1)).toEqual(DEFAULT_CONDITION);
    }
  });

  it("judge an upper limit on the bad end of the day, and a lower one alike", () => {
    for (const [name, metric] of Object.entries(SHIPPED.metrics)) {
      if (metric.resourceType in SHIPPED.resourceTypes) continue;
      const kinds = metric.condition?.map(({ kind }) => kind) ?? [];
      if (kinds.includes("limit")) expect([name, metric.limitStatistic]).toEqual([name, "p95"]);
      if (kinds.includes("share_of_baseline_below"))
        expect([name, metric.limitStatistic]).toEqual([name, "min"]);
    }
  });
});

const specification = fileURLToPath(new URL("../../../../shared/spec/uc-it-01.md", import.meta.url));
const text = (() => {
  try {
    return readFileSync(specification, "utf8");
  } catch {
    return undefined;
  }
})();

describe.skipIf(text === undefined)("the specification (skipped: ../shared/spec is not here)", () => {
  it.each(TABLES)("has a row for %s: %s, %s", (_, source, condition) => {
    const rows = (text ?? "").split("\n").filter((line) => line.startsWith("|"));
    const cells = rows.map((line) =>
      line.split(/(?<!\|)\|(?!\|)/).map((cell) => cell.trim().replaceAll("`", "")),
    );
    expect(
      cells.some(
        (row) => row.includes(source) && row.some((cell) => cell.replace(/\s*\|\s*$/, "") === condition),
      ),
    ).toBe(true);
  });
});
