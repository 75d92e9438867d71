import type { DISTURBANCES } from "./disturbances.ts";
import type { NoiseKind } from "./simulated-fleet.ts";

/** How much an evaluation simulates. The seeds were looked at by nobody while parameters were chosen. */
export interface EvaluationPlan {
  readonly healthySeries: number;
  readonly healthyDays: number;
  /** Series per disturbance, each disturbed after so many healthy days. */
  readonly foundSeries: number;
  readonly foundAfterDays: number;
  readonly forecasts: number;
  /** Series per noise kind and variant. */
  readonly variantSeries: number;
  readonly seed: number;
}

export const FULL_PLAN: EvaluationPlan = {
  healthySeries: 2000,
  healthyDays: 400,
  foundSeries: 1000,
  foundAfterDays: 200,
  forecasts: 1350,
  variantSeries: 40,
  seed: 7001,
};

/** Minutes become seconds; figures of healthy fleets scatter by a third. */
export const QUICK_PLAN: EvaluationPlan = {
  ...FULL_PLAN,
  healthySeries: 150,
  foundSeries: 200,
  forecasts: 270,
  variantSeries: 10,
};

/** A disturbance that the evaluation tries on one noise kind, with its gate and aim in percent. */
export interface FoundCase {
  readonly kind: NoiseKind;
  readonly disturbance: keyof typeof DISTURBANCES;
  readonly gatePct: number;
  readonly aimPct: number;
}

export const FOUND_CASES: readonly FoundCase[] = [
  { kind: "iid", disturbance: "ramp", gatePct: 95, aimPct: 99 },
  { kind: "weekend4", disturbance: "ramp", gatePct: 95, aimPct: 99 },
  { kind: "ar05", disturbance: "ramp", gatePct: 60, aimPct: 75 },
  { kind: "lognormal", disturbance: "ramp", gatePct: 90, aimPct: 95 },
  { kind: "t4", disturbance: "ramp", gatePct: 90, aimPct: 95 },
  { kind: "iid", disturbance: "step", gatePct: 90, aimPct: 97 },
  { kind: "iid", disturbance: "spike", gatePct: 95, aimPct: 99 },
];

export const FORECAST_KINDS = ["iid", "ar05", "weekend4", "lognormal", "t4"] as const;

/** Told to people a day, at most. */
export const HEALTHY_GATE = 2;
export const HEALTHY_AIM = 1;

export const KIND_NAMES: Readonly<Record<NoiseKind, string>> = {
  iid: "independent normal",
  ar05: "AR(1) 0.5",
  ar08: "AR(1) 0.8",
  weekend4: "weekend -4 sigma",
  lognormal: "lognormal(0.5)",
  t4: "Student t4",
  trend: "trend +1 %/month",
  gaps: "a tenth of the days missing",
};
