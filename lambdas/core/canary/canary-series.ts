import type { BaselineSeries } from "../model/baseline-series.ts";
import type { MetricDefinition } from "../model/metric-definition.ts";
import { predictionColumns } from "../model/prediction-columns.ts";
import { addDays, dayNumber, type UtcDay } from "../model/utc-day.ts";
import { BASELINE_DAYS, rollingBaseline } from "../spc/rolling-baseline.ts";

/** Names of the series; neither config nor inventory knows them. */
export const CANARY = { resourceId: "canary", metric: "canary.planted" } as const;

/** How the canary is judged. Beyond 4 sigma, because its healthy days must never be beyond it. */
export const CANARY_METRIC: MetricDefinition = {
  title: "Canary",
  description: "A made-up series with one planted anomaly: proof that anomalies are found.",
  resourceType: "rds",
  collectedBy: "rds",
  source: { kind: "cloudwatch", namespace: "None", metricName: "None", unit: "count", form: "gauge" },
  unit: "count",
  conversion: { factor: 1 },
  scoredStatistic: "avg",
  limitStatistic: "p95",
  badDirection: "up",
  sigmaFloor: { absolute: 0.1, relative: 0 },
  gapPolicy: "leave",
  rateOfChange: { thresholdPct: 25, absoluteFloor: 0 },
  appliesTo: { traits: [], withoutTraits: [], engines: [] },
  validRange: { min: 0, max: null },
  condition: [{ kind: "z_above", above: 4 }],
  forecastLimit: null,
  healthWeight: 0,
};

const LEVEL = 100;
const SIGMA = 5;
const PLANTED_SIGMAS = 8;
/** Rule 4 looks at the seven days before a scored one. */
const JUDGED_DAYS = 8;
const TWO_POW_32 = 4_294_967_296;

/**
 * The canary as 09 would hand it over: eight days up to `day`, each with its baseline of 30 healthy days; the last value is the planted
 * anomaly. A function of day and seed alone, so the canary of a day is the same in every run.
 *
 * @example canarySeries("2026-11-21").raw.at(-1) // 140: 8 sigma of 5 above 100
 */
export function canarySeries(day: UtcDay, seed = 1): BaselineSeries {
  const first = dayNumber(day) - JUDGED_DAYS - BASELINE_DAYS + 1;
  const values = Float64Array.from({ length: BASELINE_DAYS + JUDGED_DAYS }, (_, index) =>
    healthyValue(seed, first + index),
  );
  values[values.length - 1] = LEVEL + PLANTED_SIGMAS * SIGMA;
  const baseline = rollingBaseline(values);
  const judged = (column: ArrayLike<number>) => Array.from(column).slice(BASELINE_DAYS);
  const shown = judged(values);
  return {
    ...CANARY,
    from: addDays(day, 1 - JUDGED_DAYS),
    state: shown.map(() => "ok"),
    values: shown,
    raw: shown,
    limit: shown,
    aboveZeroShare: shown.map(() => 1),
    n: judged(baseline.count),
    mean: judged(baseline.mean),
    sigma: judged(baseline.sigma),
    prediction: predictionColumns([]),
  };
}

/** Unit variance, within 2.45 sigma: a difference of two uniforms has variance 1/6. */
function healthyValue(seed: number, day: number): number {
  const noise = (uniform(seed, 2 * day) - uniform(seed, 2 * day + 1)) * Math.sqrt(6);
  return LEVEL + SIGMA * noise;
}

/** Uniform in [0, 1) by the finaliser of MurmurHash3 (Appleby, public domain). */
function uniform(seed: number, counter: number): number {
  let bits = Math.imul(seed ^ Math.imul(counter, 0x9e3779b1), 0x2545f491);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / TWO_POW_32;
}
