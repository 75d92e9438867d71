import { existsSync } from "node:fs";
import { join } from "node:path";
import { predictSeries } from "#core/predict/predict-series.ts";
import { PREDICTION_SETTINGS, type PredictionSettings } from "#core/predict/prediction-settings.ts";
import { type Engine, type EngineFigures, engineFigures, readEngines } from "./cmapss.ts";
import { comparePeers, type PeerFigures } from "./compare-peers.ts";
import { DISTURBANCES, type FoundFigures, found } from "./disturbances.ts";
import { type EvaluationPlan, FORECAST_KINDS, FOUND_CASES, type FoundCase } from "./evaluation-plan.ts";
import { type ForecastFigures, forecastAccuracy } from "./forecast-accuracy.ts";
import { type HealthyFigures, healthyFleet } from "./healthy-fleet.ts";
import { type LabelledSeries, readMicrosoft, readNab } from "./labelled-series.ts";
import { NOISE_KINDS, type NoiseKind } from "./simulated-fleet.ts";
import { ABLATIONS, SENSITIVITIES, type Variant } from "./variants.ts";

/** One set of labelled series: the files that its settings were chosen on, and the others. */
export interface PeerComparison {
  readonly set: string;
  readonly part: string;
  readonly series: number;
  readonly figures: readonly PeerFigures[];
}

/** What one variant of the engine is worth. */
export interface VariantFigures {
  readonly name: string;
  /** New episodes a day that might be told, healthy fleet of 2,000. */
  readonly healthy: Readonly<Partial<Record<NoiseKind, number>>>;
  readonly found: readonly number[];
  readonly engines: EngineFigures | null;
}

export interface Evaluation {
  readonly plan: EvaluationPlan;
  readonly healthy: readonly (HealthyFigures & { readonly kind: NoiseKind })[];
  readonly found: readonly (FoundFigures & FoundCase)[];
  readonly forecasts: readonly ForecastFigures[];
  readonly engines: EngineFigures | null;
  readonly peers: readonly PeerComparison[];
  readonly ablations: readonly VariantFigures[];
  readonly sensitivities: readonly VariantFigures[];
  /** Data sets that were not at hand. */
  readonly skipped: readonly string[];
}

type Progress = (message: string) => void;

/** Measures everything of the evaluation. `data` holds the outside data sets; what is missing there is skipped and said. */
export function runEvaluation(plan: EvaluationPlan, data: string, progress: Progress): Evaluation {
  const skipped: string[] = [];
  const engines = readOrSkip(join(data, "cmapss", "train_FD001.txt"), readEngines, skipped);
  const microsoft = readOrSkip(join(data, "msft_cloud_monitoring"), readMicrosoft, skipped);
  const nab = readOrSkip(join(data, "nab"), readNab, skipped);
  const { healthySeries: series, healthyDays: days, seed } = plan;
  return {
    plan,
    healthy: NOISE_KINDS.map((kind) => {
      progress(`healthy fleet, ${kind}`);
      return { kind, ...healthyFleet({ kind, series, days, seed }) };
    }),
    found: FOUND_CASES.map((one) => {
      progress(`${one.disturbance}, ${one.kind}`);
      return { ...one, ...foundOf(one, plan, PREDICTION_SETTINGS) };
    }),
    forecasts: FORECAST_KINDS.map((kind) => forecastAccuracy(kind, plan.forecasts, seed + 2)),
    engines: engines === null ? null : enginesOf(engines, PREDICTION_SETTINGS),
    peers: [...peersOf("Microsoft cloud monitoring", microsoft), ...peersOf("NAB", nab)],
    ablations: ABLATIONS.map((variant) => variantOf(variant, plan, engines, progress)),
    sensitivities: SENSITIVITIES.map((variant) => variantOf(variant, plan, engines, progress)),
    skipped,
  };
}

function readOrSkip<T>(path: string, read: (path: string) => T, skipped: string[]): T | null {
  if (existsSync(path)) return read(path);
  skipped.push(path);
  return null;
}

function foundOf(
  { kind, disturbance }: FoundCase,
  plan: EvaluationPlan,
  settings: PredictionSettings,
): FoundFigures {
  const simulation = { kind, series: plan.foundSeries, days: plan.foundAfterDays, seed: plan.seed + 1 };
  return found(simulation, DISTURBANCES[disturbance], settings);
}

function enginesOf(engines: readonly Engine[], settings: PredictionSettings): EngineFigures {
  return engineFigures(engines, ({ sensors }) =>
    sensors.map((sensor) => predictSeries(sensor, settings).drift),
  );
}

function peersOf(set: string, all: readonly LabelledSeries[] | null): PeerComparison[] {
  if (all === null) return [];
  const chosen = all.filter((_, index) => index % 2 === 0);
  const others = all.filter((_, index) => index % 2 === 1);
  return [
    { set, part: "files that settings were chosen on", series: chosen.length, figures: comparePeers(chosen) },
    { set, part: "other files", series: others.length, figures: comparePeers(others) },
    { set, part: "all", series: all.length, figures: comparePeers(all) },
  ];
}

const VARIANT_CASES = FOUND_CASES.filter(({ kind }) => kind === "iid" || kind === "ar05");

function variantOf(
  { name, settings }: Variant,
  plan: EvaluationPlan,
  engines: readonly Engine[] | null,
  progress: Progress,
): VariantFigures {
  progress(`variant: ${name}`);
  const { variantSeries: series, healthyDays: days, seed } = plan;
  const healthy = NOISE_KINDS.map((kind) => {
    const { drift, spikes } = healthyFleet({ kind, series, days, seed: seed + 3 }, settings);
    return [kind, drift + spikes] as const;
  });
  const smaller = { ...plan, foundSeries: 2 * series };
  return {
    name,
    healthy: Object.fromEntries(healthy),
    found: VARIANT_CASES.map((one) => foundOf(one, smaller, settings).signalledPct),
    engines: engines === null ? null : enginesOf(engines, settings),
  };
}
