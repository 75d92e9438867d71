import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadConfig, parseMetricsConfig } from "#adapters/config-files/load-config.ts";
import { CONFIG_DIRECTORY } from "../../support/pipeline-rows.ts";

const METRICS = readFileSync(join(CONFIG_DIRECTORY, "metrics_config.yaml"), "utf8");
const PIPELINE = readFileSync(join(CONFIG_DIRECTORY, "pipeline_config.yaml"), "utf8");
const directory = mkdtempSync(join(tmpdir(), "config-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** The shipped files with some lines changed. */
function changed(text: string, from: string, to: string): string {
  const result = text.replace(from, to);
  if (result === text) throw new Error(`the file has no ${from}`);
  return result;
}

function load(pipeline: string, overlay?: string) {
  writeFileSync(join(directory, "metrics_config.yaml"), METRICS);
  writeFileSync(join(directory, "pipeline_config.yaml"), pipeline);
  if (overlay !== undefined) writeFileSync(join(directory, "pipeline_config.test.yaml"), overlay);
  return loadConfig(directory, overlay === undefined ? null : "test");
}

describe("the files that ship", () => {
  it.each([null, "dev", "prod", "demo"])("are valid in environment %s", async (environment) => {
    const { metrics, hash } = await loadConfig(CONFIG_DIRECTORY, environment);
    expect(Object.keys(metrics).length).toBeGreaterThan(25);
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
  });

  it("include an example that is valid as it is", async () => {
    const example = readFileSync(join(CONFIG_DIRECTORY, "pipeline_config.yaml.example"), "utf8");
    expect((await load(example)).pipeline.database.name).toBe("test");
  });

  it("hash to the same value until something in them changes", async () => {
    const first = await load(PIPELINE);
    expect((await load(`${PIPELINE}\n# a comment\n`)).hash).toBe(first.hash);
    expect((await load(changed(PIPELINE, "notificationsPerDay: 5", "notificationsPerDay: 6"))).hash).not.toBe(
      first.hash,
    );
  });

  it("are overlaid by whole sections of the environment's file", async () => {
    const { pipeline } = await load(PIPELINE, "environment: test\nec2SampleShare: 0.2\n");
    expect([pipeline.environment, pipeline.ec2SampleShare, pipeline.alerts.notificationsPerDay]).toEqual([
      "test",
      0.2,
      5,
    ]);
    await expect(load(PIPELINE, "alerts: { notificationsPerDay: 3 }\n")).rejects.toThrow(
      "alerts.resolveAfterCleanDays",
    );
  });
});

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
    const parse = () => parseMetricsConfig(changed(METRICS, from, to));
    for (const text of ["metrics_config.yaml", ...says]) expect(parse).toThrow(text);
    expect(parse).toThrow(expect.objectContaining({ name: "ConfigInvalid" }));
  });

  it.each([
    ["nothing", ""],
    ["a list", "- a"],
    ["a number", "7"],
    ["no metrics", "metrics:"],
  ])("%s", (_, text) => {
    expect(() => parseMetricsConfig(text)).toThrow(expect.objectContaining({ name: "ConfigInvalid" }));
  });

  it("a file of 10 MB, without being read as YAML", () => {
    expect(() => parseMetricsConfig(`${METRICS}#${"x".repeat(10 * 2 ** 20)}`)).toThrow(
      "metrics_config.yaml is over 262144 bytes",
    );
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

describe("a pipeline file that is wrong is refused", () => {
  it.each<[string, string, string, string[]]>([
    ["an unknown section", "budget:", "budgets:", ["budgets", "budget"]],
    [
      "an account that YAML reads as a number",
      'accountId: "111111111111"',
      "accountId: 111111111111",
      ["accounts.0.accountId", "found 111111111111", "string"],
    ],
    ["an account of 11 digits", 'accountId: "111111111111"', 'accountId: "11111111111"', ["12 digits"]],
    ["a region that is none", "[us-east-1, us-west-2]", "[us-east]", ["accounts.0.regions.0", "us-east-1"]],
    ["a time that no day has", 'at: "07:00"', 'at: "24:00"', ["schedule.at", "HH:MM"]],
    [
      "a share of instances above all",
      "ec2SampleShare: 1",
      "ec2SampleShare: 1.5",
      ["ec2SampleShare", "found 1.5"],
    ],
    [
      "more shards than the state can hold",
      "maxShardsPerSource: 16",
      "maxShardsPerSource: 41",
      ["shards.maxShardsPerSource", "found 41", "40"],
    ],
    [
      "an address that is no web address",
      "http://prometheus.internal:9090",
      "file:///etc/passwd",
      ["prometheus.url"],
    ],
    [
      "a budget of no notification at all",
      "notificationsPerDay: 5",
      "notificationsPerDay: 0",
      ["alerts.notificationsPerDay", "found 0"],
    ],
    ["__proto__", "budget:", "__proto__: { schedule: 1 }\nbudget:", ["__proto__"]],
  ])("%s", async (_, from, to, says) => {
    const loading = load(changed(PIPELINE, from, to));
    await expect(loading).rejects.toMatchObject({ name: "ConfigInvalid" });
    for (const text of ["pipeline_config.yaml", ...says]) await expect(loading).rejects.toThrow(text);
  });

  it("names the environment's file where the fault lies in it", async () => {
    await expect(load(PIPELINE, "ec2SampleShare: 7\n")).rejects.toThrow(
      /pipeline_config\.test\.yaml[\s\S]*ec2SampleShare/,
    );
    await expect(load(PIPELINE, "- a\n")).rejects.toThrow(
      "pipeline_config.test.yaml must be a mapping of sections",
    );
  });

  it("says which file is not there", async () => {
    await expect(loadConfig(directory, "nowhere")).rejects.toThrow(
      "pipeline_config.nowhere.yaml cannot be read",
    );
    await expect(loadConfig(join(directory, "nowhere"), null)).rejects.toThrow(
      "metrics_config.yaml cannot be read",
    );
  });
});
