import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseMetricsConfig } from "#adapters/config-files/load-config.ts";
import { CONFIG_DIRECTORY } from "../../support/pipeline-rows.ts";
import { changed } from "./changed-text.ts";

const METRICS = readFileSync(join(CONFIG_DIRECTORY, "metrics_config.yaml"), "utf8");

/** What is said of a metrics file. */
function refusal(text: string): string {
  try {
    parseMetricsConfig(text);
    return "accepted";
  } catch (error) {
    return String(error);
  }
}

describe("a metrics file that is wrong is refused, with file, path, what was found and what is accepted", () => {
  it.each<[string, string, string, (string | RegExp)[]]>([
    [
      "an unknown key",
      "    healthWeight: 3",
      "    healthWieght: 3",
      ["redis.memory_usage_pct", "healthWieght", "healthWeight"],
    ],
    [
      "a unit without a conversion",
      "unit: percent\n    conversion: { factor: 100 }",
      "unit: seconds\n    conversion: { factor: 100 }",
      ["redis.memory_usage_pct.unit", "ratio to seconds"],
    ],
    [
      "a factor that does not fit the units",
      "conversion: { factor: 100 }",
      "conversion: { factor: 1 }",
      ["redis.memory_usage_pct.conversion.factor", "found 1", "ratio to percent is 100"],
    ],
    [
      "a range that nothing lies in",
      "validRange: { min: 0, max: 100000 }",
      "validRange: { min: 5, max: 5 }",
      ["redis.memory_usage_pct.validRange", "max 5 must be above min 5"],
    ],
    [
      "a source that does not collect it",
      "collectedBy: redis",
      "collectedBy: rds",
      ["redis.memory_usage_pct.source.kind", "found prometheus", "cloudwatch"],
    ],
    [
      "a type that its source does not know",
      "resourceType: redis",
      "resourceType: ec2",
      ["redis.memory_usage_pct.resourceType", "found ec2", "redis"],
    ],
    [
      "a statistic that no day has",
      "scoredStatistic: avg",
      "scoredStatistic: median",
      ["redis.memory_usage_pct.scoredStatistic", 'found "median"', "p95"],
    ],
    [
      "a weight that is no number",
      "    healthWeight: 3",
      "    healthWeight: .nan",
      ["redis.memory_usage_pct.healthWeight", "found NaN", "number"],
    ],
    [
      "an infinite weight",
      "    healthWeight: 3",
      "    healthWeight: .inf",
      ["redis.memory_usage_pct.healthWeight", "found Infinity"],
    ],
    [
      "a negative weight",
      "    healthWeight: 3",
      "    healthWeight: -1",
      ["redis.memory_usage_pct.healthWeight", "found -1", ">=0"],
    ],
    [
      "a floor of nothing",
      "sigmaFloor: { absolute: 0.5",
      "sigmaFloor: { absolute: 0",
      ["redis.memory_usage_pct.sigmaFloor.absolute", "found 0", ">0"],
    ],
    [
      "a clause that does not exist",
      "kind: limit, above: 80",
      "kind: limits, above: 80",
      ["redis.memory_usage_pct.condition.0.kind"],
    ],
    [
      "a lower bound with the sign of an upper one",
      "kind: z_below, below: -2",
      "kind: z_below, below: 2",
      ["redis.cache_hit_rate_pct.condition.1.below", "found 2"],
    ],
    [
      "a rule that does not exist",
      "rules: [4]",
      "rules: [5]",
      ["redis.connected_clients.condition.1.rules.0", "found 5"],
    ],
    ["a name that no table can hold", "  redis.memory_usage_pct:", "  Redis Memory:", ["Redis Memory"]],
    [
      "a key that comes twice",
      "    title: Memory usage",
      "    title: Memory usage\n    title: Twice",
      ["Map keys must be unique"],
    ],
    [
      "a metric that comes twice",
      "  redis.connected_clients:",
      "  redis.memory_usage_pct:",
      ["Map keys must be unique"],
    ],
    ["__proto__ as a metric", "  redis.memory_usage_pct:", "  __proto__:", ["__proto__"]],
    [
      "__proto__ as a key",
      "    title: Memory usage",
      "    title: Memory usage\n    __proto__: { healthWeight: 9 }",
      ["__proto__"],
    ],
    ["text that is no YAML", "metrics:", "metrics: [", ["metrics_config.yaml"]],
    [
      "an alias, by which small files grow",
      "    title: Memory usage",
      "    title: &a Memory usage\n    unit: *a",
      ["metrics_config.yaml"],
    ],
  ])("%s", (_, from, to, says) => {
    const said = refusal(changed(METRICS, from, to));
    for (const text of ["ConfigInvalid: metrics_config.yaml", ...says]) expect(said).toContain(text);
  });

  it.each([
    ["nothing", ""],
    ["a list", "- a"],
    ["a number", "7"],
    ["no metrics", "metrics:"],
  ])("%s", (_, text) => {
    expect(refusal(text)).toMatch(/^ConfigInvalid: metrics_config\.yaml/);
  });

  it("a file of 10 MB, without being read as YAML", () => {
    expect(() => parseMetricsConfig(`${METRICS}#${"x".repeat(10 * 2 ** 20)}`)).toThrow(
      "metrics_config.yaml is over 262144 bytes",
    );
  });

  it.each([
    ["lists in lists, 100,000 deep", "[".repeat(100_000)],
    ["mappings in mappings, 60,000 deep", "{a: ".repeat(60_000)],
    [
      "blocks in blocks, 700 deep",
      Array.from({ length: 700 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"),
    ],
    [
      "2,000 metrics without a definition",
      `metrics:\n${Array.from({ length: 2_000 }, (_, i) => `  a.b${i}:`).join("\n")}`,
    ],
  ])("%s, in a message that can be read", (_what, text) => {
    expect(refusal(text)).toMatch(/^ConfigInvalid: metrics_config.yaml/);
    expect(refusal(text).length).toBeLessThan(10_000);
  });

  it("says all that is wrong at once", () => {
    const twice = changed(
      changed(METRICS, "conversion: { factor: 100 }", "conversion: { factor: 1 }"),
      "max: 100000",
      "max: -1",
    );
    expect(() => parseMetricsConfig(twice)).toThrow(/conversion\.factor[\s\S]*validRange/);
  });
});
