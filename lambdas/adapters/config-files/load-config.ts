import { createHash } from "node:crypto";
import * as z from "zod";
import { METRICS_FILE, overlayFile, PIPELINE_FILE } from "#contract/config-files.ts";
import { type MetricDefinition, MetricsConfig } from "#core/model/metric-definition.ts";
import { PipelineConfig } from "#core/model/pipeline-config.ts";
import { DESCRIBED_TYPES } from "#core/model/resource.ts";
import type { RunConfig } from "#core/model/run-config.ts";
import { StageError } from "#core/model/stage-error.ts";
import { check, parseYaml, readYaml, refusal } from "./config-file.ts";
import { loadFleetCost } from "./fleet-cost.ts";
import { pipelineProblems } from "./pipeline-problems.ts";
import { resourceTypeProblems } from "./resource-type-problems.ts";

/**
 * Reads and checks `metrics_config.yaml`, `pipeline_config.yaml` and, if it is there, `fleet_cost.yaml` of a directory, with the
 * sections of `pipeline_config.<environment>.yaml` laid over the second.
 * @throws ConfigInvalid naming file, path in the file, what was found and what is accepted
 */
export async function loadConfig(directory: string, environment: string | null): Promise<RunConfig> {
  const metrics = check(MetricsConfig, await readYaml(directory, METRICS_FILE), METRICS_FILE);
  const base = asSections(await readYaml(directory, PIPELINE_FILE), PIPELINE_FILE);
  const overlayName = environment === null ? null : overlayFile(environment);
  const overlay = overlayName === null ? {} : asSections(await readYaml(directory, overlayName), overlayName);
  const name = overlayName === null ? PIPELINE_FILE : `${PIPELINE_FILE} with ${overlayName} laid over it`;
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
  const metrics = check(MetricsConfig, parseYaml(text, METRICS_FILE), METRICS_FILE);
  checkMetricsFit(metrics);
  return metrics;
}

function asSections(value: unknown, name: string): Record<string, unknown> {
  const parsed = z.record(z.string(), z.unknown()).safeParse(value);
  if (!parsed.success) throw new StageError("ConfigInvalid", `${name} must be a mapping of sections`);
  return parsed.data;
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
  if (problems.length > 0) throw refusal(METRICS_FILE, problems);
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
