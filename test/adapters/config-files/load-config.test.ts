import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadConfig } from "#adapters/config-files/load-config.ts";
import { CONFIG_DIRECTORY } from "../../support/pipeline-rows.ts";
import { changed } from "./changed-text.ts";

const METRICS = readFileSync(join(CONFIG_DIRECTORY, "metrics_config.yaml"), "utf8");
const PIPELINE = readFileSync(join(CONFIG_DIRECTORY, "pipeline_config.yaml"), "utf8");
const directory = mkdtempSync(join(tmpdir(), "config-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** What a person may put in the place of each kind of placeholder of the example. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  "<account id>": "333333333333",
  "<second account id>": "444444444444",
  "<[a-z ]+ host>": "host.internal",
  "<vpc id>": "vpc-0123456789abcdef0",
  "<subnet id>": "subnet-0123456789abcdef0",
  "<prefix list [^>]+>": "pl-0123456789abcdef0",
  "<group [^>]+>": "sg-0123456789abcdef0",
};

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

  it("include an example that is refused as it stands, and valid once its <placeholders> are replaced", async () => {
    const example = readFileSync(join(CONFIG_DIRECTORY, "pipeline_config.yaml.example"), "utf8");
    await expect(load(example)).rejects.toThrow(/accounts\.0\.accountId: 12 digits.*<account id>/);
    const filled = Object.entries(PLACEHOLDERS).reduce(
      (text, [pattern, value]) => text.replaceAll(new RegExp(pattern, "g"), value),
      example,
    );
    expect((await load(filled)).pipeline.database.name).toBe("test");
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
    [
      "a role of another account than the one that is watched by it",
      "roleArn: arn:aws:iam::222222222222:role/infra-monitoring-read",
      "roleArn: arn:aws:iam::333333333333:role/infra-monitoring-read",
      ["accounts.1.roleArn", "another account"],
    ],
    [
      "an account that is named twice",
      'accountId: "222222222222"\n    name: data\n    roleArn: arn:aws:iam::222222222222',
      'accountId: "111111111111"\n    name: data\n    roleArn: arn:aws:iam::111111111111',
      ["accounts: an account is named twice"],
    ],
    [
      "the name of a secret in place of its ARN",
      "secretArn: arn:aws:secretsmanager:us-east-1:111111111111:secret:infra-monitoring/gateway",
      "secretArn: infra-monitoring/gateway",
      ["gateway.secretArn", "the ARN of a secret"],
    ],
    [
      "no login for the functions that are deployed",
      "secretArn: arn:aws:secretsmanager:us-east-1:111111111111:secret:infra-monitoring/database",
      "secretArn: null",
      ["database.secretArn: is null"],
    ],
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
    for (const text of ["pipeline_config.yaml", ...says]) await expect(loading).rejects.toThrow(text);
  });

  it("more shards of its accounts and regions than a run holds: the last that fit, and one more", async () => {
    // Two sources have one shard, three 16 and one more for each further region: 2 + 3 x (16 + 27) is 131, and 132 are held.
    const regions = (count: number) =>
      Array.from({ length: count }, (_, index) => `ap-southeast-${index % 10}`);
    const watching = (count: number) =>
      changed(PIPELINE, "regions: [us-east-1, us-west-2]", `regions: [${regions(count).join(", ")}]`);
    expect((await load(watching(27))).pipeline.accounts[0]?.regions).toHaveLength(27);
    await expect(load(watching(28))).rejects.toThrow(
      "shards.maxShardsPerSource: 16 may make 134 shards of so many accounts and regions, and a run holds 132",
    );
  });

  it("an environment whose name is longer than the names in AWS allow: 29 characters, and 30", async () => {
    const named = (length: number) =>
      changed(PIPELINE, "environment: prod", `environment: ${"e".repeat(length)}`);
    expect((await load(named(29))).pipeline.environment).toHaveLength(29);
    await expect(load(named(30))).rejects.toThrow("environment: 29 characters at most");
  });

  it("an environment's file that calls itself another environment, or nothing", async () => {
    await expect(load(PIPELINE, "environment: prod\n")).rejects.toThrow(
      /pipeline_config\.test\.yaml[\s\S]*environment: is prod: write environment: test into its file/,
    );
    await expect(load(PIPELINE, "ec2SampleShare: 0.2\n")).rejects.toThrow("environment: test");
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
