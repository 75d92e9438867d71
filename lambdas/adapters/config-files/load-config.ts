import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, YAMLParseError } from "yaml";
import * as z from "zod";
import { type MetricDefinition, MetricsConfig } from "#core/model/metric-definition.ts";
import { PipelineConfig } from "#core/model/pipeline-config.ts";
import { DESCRIBED_TYPES } from "#core/model/resource.ts";
import type { RunConfig } from "#core/model/run-config.ts";
import { StageError } from "#core/model/stage-error.ts";
import { loadFleetCost } from "./fleet-cost.ts";
import { pipelineProblems } from "./pipeline-problems.ts";
import { resourceTypeProblems } from "./resource-type-problems.ts";

/** Longest config file that is read: ours are a tenth of it. */
const MAX_FILE_BYTES = 262_144;

/** Problems that one refusal lists, and how long one may be: an error's text has to fit wherever it is shown. */
const MOST_PROBLEMS = 40;
const LONGEST_PROBLEM = 200;

/**
 * Reads and checks `metrics_config.yaml`, `pipeline_config.yaml` and, if it is there, `fleet_cost.yaml` of a directory, with the
 * sections of `pipeline_config.<environment>.yaml` laid over the second.
 * @throws ConfigInvalid naming file, path in the file, what was found and what is accepted
 */
export async function loadConfig(directory: string, environment: string | null): Promise<RunConfig> {
  const metrics = check(
    MetricsConfig,
    await readYaml(directory, "metrics_config.yaml"),
    "metrics_config.yaml",
  );
  const base = asSections(await readYaml(directory, "pipeline_config.yaml"), "pipeline_config.yaml");
  const overlayName = environment === null ? null : `pipeline_config.${environment}.yaml`;
  const overlay = overlayName === null ? {} : asSections(await readYaml(directory, overlayName), overlayName);
  const name =
    overlayName === null ? "pipeline_config.yaml" : `pipeline_config.yaml with ${overlayName} laid over it`;
  const pipeline = check(PipelineConfig, { ...base, ...overlay }, name);
  const problems = pipelineProblems(pipeline, environment);
  if (problems.length > 0) throw refusal(name, problems);
  checkMetricsFit(metrics);
  const text = JSON.stringify({ metrics, pipeline });
  return {
    metrics: metrics.metrics,
    resourceTypes: metrics.resourceTypes,
    pipeline,
    // Not in the hash: no value and no score depends on it.
    cost: await loadFleetCost(directory),
    hash: createHash("sha256").update(text).digest("hex").slice(0, 16),
  };
}

/** The answer of {@link loadConfig} for files given as text, for editors and tests. */
export function parseMetricsConfig(text: string): MetricsConfig {
  const metrics = check(MetricsConfig, parseYaml(text, "metrics_config.yaml"), "metrics_config.yaml");
  checkMetricsFit(metrics);
  return metrics;
}

async function readYaml(directory: string, name: string): Promise<unknown> {
  const text = await readFile(join(directory, name), "utf8").catch((cause) => {
    throw new StageError(
      "ConfigInvalid",
      `${name} cannot be read in the config directory: is the file there?`,
      { cause },
    );
  });
  return parseYaml(text, name);
}

function parseYaml(text: string, name: string): unknown {
  if (Buffer.byteLength(text) > MAX_FILE_BYTES) {
    throw new StageError(
      "ConfigInvalid",
      `${name} is over ${MAX_FILE_BYTES} bytes: a config file this long is a mistake`,
    );
  }
  try {
    return parse(text, (key, value) => withoutPrototype(key, value, name), {
      maxAliasCount: 0,
      strict: true,
      uniqueKeys: true,
    });
  } catch (cause) {
    if (cause instanceof StageError) throw cause;
    const where = cause instanceof YAMLParseError ? cause.message.split("\n")[0] : "not YAML";
    throw new StageError("ConfigInvalid", `${name}: ${where}`, { cause });
  }
}

/** Schemas of mappings leave this key out in silence, so that what stands under it would look as if it held. */
function withoutPrototype(key: unknown, value: unknown, name: string): unknown {
  if (key === "__proto__") throw new StageError("ConfigInvalid", `${name}: __proto__ is no key: remove it`);
  return value;
}

function asSections(value: unknown, name: string): Record<string, unknown> {
  const parsed = z.record(z.string(), z.unknown()).safeParse(value);
  if (!parsed.success) throw new StageError("ConfigInvalid", `${name} must be a mapping of sections`);
  return parsed.data;
}

function check<T>(schema: z.ZodType<T>, value: unknown, name: string): T {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `${issue.path.join(".") || "(top)"}: ${issue.message}${found(issue.input)}`,
  );
  throw refusal(name, problems);
}

/** The error of a file with the problems that it has, as many as a person corrects at a time. */
function refusal(name: string, problems: readonly string[]): StageError {
  const lines = problems.slice(0, MOST_PROBLEMS).map((problem) => `  ${problem.slice(0, LONGEST_PROBLEM)}`);
  if (problems.length > MOST_PROBLEMS) lines.push(`  and ${problems.length - MOST_PROBLEMS} more`);
  return new StageError("ConfigInvalid", `${name} is not valid:\n${lines.join("\n")}`);
}

function found(input: unknown): string {
  if (input === undefined || (typeof input === "object" && input !== null)) return "";
  const text = typeof input === "number" ? String(input) : JSON.stringify(input);
  return ` (found ${text.slice(0, 60)})`;
}

/** Factor that turns a source unit into a stored one; equal units need none. */
const FACTORS: Readonly<Record<string, number>> = {
  "ratio>percent": 100,
  "seconds>milliseconds": 1000,
  "bytes_per_period>bytes_per_second": 1,
  "count_per_period>per_second": 1,
  "mebibytes>bytes": 1_048_576,
};

const SOURCE_KINDS = {
  redis: "prometheus",
  rds: "cloudwatch",
  ec2: "cloudwatch",
  database: "gateway",
  cloudwatch: "cloudwatch",
} as const;

/** The one type that each of these sources collects; `cloudwatch` collects any. */
const SOURCE_TYPES: Readonly<Record<string, string>> = {
  redis: "redis",
  rds: "rds",
  ec2: "ec2",
  database: "rds",
};

/** What a schema of single fields cannot see: units, conversions and sources that belong together. */
function checkMetricsFit({ metrics, resourceTypes }: MetricsConfig): void {
  const known = new Set([...DESCRIBED_TYPES, ...Object.keys(resourceTypes)]);
  const ofMetrics = Object.entries(metrics).flatMap(([name, metric]) =>
    [conversionProblem(metric), rangeProblem(metric), sourceProblem(metric), typeProblem(metric, known)]
      .filter((problem) => problem !== null)
      .map((problem) => `${name}.${problem}`),
  );
  const problems = [...resourceTypeProblems(resourceTypes), ...ofMetrics];
  if (problems.length > 0) throw refusal("metrics_config.yaml", problems);
}

function conversionProblem({ source, unit, conversion }: MetricDefinition): string | null {
  const factor = source.unit === unit ? 1 : FACTORS[`${source.unit}>${unit}`];
  if (factor === undefined) return `unit: no conversion from ${source.unit} to ${unit} is known`;
  if (conversion.factor === factor) return null;
  return `conversion.factor: found ${conversion.factor}, but ${source.unit} to ${unit} is ${factor}`;
}

function rangeProblem({ validRange }: MetricDefinition): string | null {
  if (validRange.max === null || validRange.max > validRange.min) return null;
  return `validRange: max ${validRange.max} must be above min ${validRange.min}`;
}

function sourceProblem({ collectedBy, source }: MetricDefinition): string | null {
  if (source.kind === SOURCE_KINDS[collectedBy]) return null;
  return `source.kind: found ${source.kind}, but ${collectedBy} is read from ${SOURCE_KINDS[collectedBy]}`;
}

function typeProblem(
  { collectedBy, resourceType }: MetricDefinition,
  known: ReadonlySet<string>,
): string | null {
  if (!known.has(resourceType))
    return `resourceType: found ${resourceType}, but known are ${[...known].join(", ")}`;
  const type = SOURCE_TYPES[collectedBy] ?? resourceType;
  return resourceType === type
    ? null
    : `resourceType: found ${resourceType}, but ${collectedBy} collects metrics of ${type}`;
}
