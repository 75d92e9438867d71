import * as z from "zod";
import { parseMetricsConfig } from "#adapters/config-files/load-config.ts";
import { PipelineConfig } from "#core/model/pipeline-config.ts";
import type { RunConfig } from "#core/model/run-config.ts";
import { StageError } from "#core/model/stage-error.ts";
import { PREDICTION_SETTINGS, type PredictionSettings } from "#core/predict/prediction-settings.ts";
import { contentOf, PredictionChanges } from "./backtest-config.ts";

/** By what the days of the database are judged and told. */
export interface DatabaseSettings {
  readonly config: RunConfig;
  readonly prediction: PredictionSettings;
}

interface Asked {
  /** Null: the config as it is. */
  readonly file: string | null;
  /** Notifications a day, Infinity for no limit; null: as the config says. */
  readonly budget: number | null;
}

const fields = z.record(z.string(), z.unknown());
const Changes = z.strictObject({
  metrics: z.record(z.string(), fields).optional(),
  alerts: fields.optional(),
  prediction: PredictionChanges.optional(),
});

/**
 * Lays a file over the pipeline's config, field by field: `metrics` by the metric's name, `alerts` of the pipeline's file, `prediction` of the
 * engine. What the file does not name stays.
 *
 * @param asked - `file`: YAML such as `prediction: { spikeLimit: 5 }` or `metrics: { rds.cpu_utilization_pct: { condition: [{ kind: limit, above: 90 }] } }`
 * @throws StageError InputInvalid with file, path, what was found and what is accepted
 */
export function databaseSettings({ file, budget }: Asked, config: RunConfig): DatabaseSettings {
  const settings = file === null ? { config, prediction: PREDICTION_SETTINGS } : changedBy(file, config);
  if (budget === null) return settings;
  const { pipeline } = settings.config;
  const alerts = { ...pipeline.alerts, notificationsPerDay: budget };
  return { ...settings, config: { ...settings.config, pipeline: { ...pipeline, alerts } } };
}

function changedBy(file: string, config: RunConfig): DatabaseSettings {
  const parsed = Changes.safeParse(contentOf(file) ?? {});
  if (!parsed.success)
    throw refusal(file, `${z.prettifyError(parsed.error)}\naccepted are metrics, alerts and prediction`);
  const { metrics = {}, alerts = {}, prediction = {} } = parsed.data;
  return {
    config: {
      ...config,
      metrics: withMetrics(file, config, metrics),
      pipeline: withAlerts(file, config.pipeline, alerts),
    },
    prediction: { ...PREDICTION_SETTINGS, ...prediction },
  };
}

function withMetrics(
  file: string,
  { metrics, resourceTypes }: RunConfig,
  changes: Readonly<Record<string, Record<string, unknown>>>,
): RunConfig["metrics"] {
  const unknown = Object.keys(changes).filter((name) => !Object.hasOwn(metrics, name));
  if (unknown.length > 0) throw refusal(file, `metrics: the config has no ${unknown.join(", ")}`);
  const changed = Object.entries(metrics).map(([name, metric]) => [name, { ...metric, ...changes[name] }]);
  try {
    return parseMetricsConfig(JSON.stringify({ resourceTypes, metrics: Object.fromEntries(changed) }))
      .metrics;
  } catch (cause) {
    if (!(cause instanceof StageError)) throw cause;
    throw refusal(file, cause.message);
  }
}

function withAlerts(
  file: string,
  pipeline: PipelineConfig,
  changes: Readonly<Record<string, unknown>>,
): PipelineConfig {
  const parsed = PipelineConfig.safeParse({ ...pipeline, alerts: { ...pipeline.alerts, ...changes } });
  if (parsed.success) return parsed.data;
  throw refusal(file, z.prettifyError(parsed.error));
}

function refusal(file: string, problem: string): StageError {
  return new StageError("InputInvalid", `${file} cannot be laid over the pipeline's config:\n${problem}`);
}
