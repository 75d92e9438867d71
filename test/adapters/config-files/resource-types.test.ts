import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseMetricsConfig } from "#adapters/config-files/load-config.ts";
import { CONFIG_DIRECTORY } from "../../support/pipeline-rows.ts";
import { changed } from "./changed-text.ts";

const read = (name: string) => readFileSync(join(CONFIG_DIRECTORY, name), "utf8");
const METRICS = read("metrics_config.yaml");

/** The text between a heading and the next one, or the end. */
function section(text: string, heading: string): string {
  return text.split(new RegExp(`^${heading}:\\n`, "m"))[1]?.split(/^\w+:\n/m)[0] ?? "";
}

describe("resource types of config", () => {
  it("are more by copying blocks from the example, and nothing else", () => {
    const example = read("metrics_config.further.yaml.example");
    const more = METRICS.replace(
      "resourceTypes:\n",
      () => `resourceTypes:\n${section(example, "resourceTypes")}`,
    ).replace("\nmetrics:\n", () => `\nmetrics:\n${section(example, "metrics")}`);
    const { resourceTypes, metrics } = parseMetricsConfig(more);
    expect(Object.keys(resourceTypes)).toEqual(
      expect.arrayContaining(["alb", "sqs", "lambda", "msk", "eks", "emr"]),
    );
    expect(metrics["redis.engine_cpu_utilization_pct"]).toMatchObject({
      resourceType: "redis",
      collectedBy: "cloudwatch",
    });
  });

  it.each<[string, string, string, RegExp]>([
    [
      "a name that is taken",
      "  opensearch:\n    title",
      "  rds:\n    title",
      /resourceTypes\.rds: the pipeline/,
    ],
    [
      "the name of groups of instances",
      "  opensearch:\n    title",
      "  ec2group:\n    title",
      /resourceTypes\.ec2group: the pipeline/,
    ],
    ["a part of nothing", "partOf: msk", "partOf: kafka", /resourceTypes\.mskbroker\.partOf: found kafka/],
    ["an ARN without a dimension", "domain/{DomainName}", "domain/{region}", /opensearch\.arn: names no dim/],
    ["no ARN at all", '"arn:{partition}:es:', '"urn:{partition}:es:', /opensearch\.arn: an ARN such as/],
    ["a dimension twice", "{ ClientId:", "{ DomainName:", /fixedDimensions: DomainName stands in the ARN/],
    [
      "nobody who lists it",
      "rdsEngine: docdb",
      "rdsEngine: null",
      /documentdb\.discovery: give at least one/,
    ],
    ["a metric of an unknown type", "  emr:\n    title", "  spark:\n    title", /resourceType: found emr/],
  ])("are refused with %s", (_, from, to, message) => {
    expect(() => parseMetricsConfig(changed(METRICS, from, to))).toThrow(message);
  });
});
