import { predictSeries } from "#core/predict/predict-series.ts";
import { PREDICTION_SETTINGS, type PredictionSettings } from "#core/predict/prediction-settings.ts";
import { type Simulation, seededNormal, simulateSeries } from "./simulated-fleet.ts";

/** A disturbance in sigmas, by days since its first (0). */
export interface Disturbance {
  readonly shape: (day: number) => number;
  /** Days from the first disturbed one, that one included. */
  readonly withinDays: number;
}

export const DISTURBANCES = {
  /** 0.2 sigma a day. */
  ramp: { shape: (day) => 0.2 * (day + 1), withinDays: 14 },
  /** 2 sigma, judged on its first five days. */
  step: { shape: () => 2, withinDays: 5 },
  /** 6 sigma on one day. */
  spike: { shape: () => 6, withinDays: 1 },
} as const satisfies Record<string, Disturbance>;

/** Percent of disturbed series on which something was seen in time. */
export interface FoundFigures {
  /** Drift signalled, or a spike. */
  readonly signalledPct: number;
  /** An episode opened that may be told, or a spike. */
  readonly tellablePct: number;
}

/** Disturbs each series after `days` healthy ones; series in an episode at that time are left out. */
export function found(
  { kind, series, days, seed }: Simulation,
  { shape, withinDays }: Disturbance,
  settings: PredictionSettings = PREDICTION_SETTINGS,
): FoundFigures {
  const normal = seededNormal(seed);
  let signalled = 0;
  let tellable = 0;
  let judged = 0;
  for (let i = 0; i < series; i++) {
    const { values, sigma } = simulateSeries(kind, days + withinDays, normal);
    for (let day = days; day < values.length; day++) {
      values[day] = (values[day] ?? 0) + sigma * shape(day - days);
    }
    const { open, drift, spike } = predictSeries(values, settings);
    if (open[days - 1] === 1) continue;
    judged++;
    const isSpike = spike.subarray(days).includes(1);
    if (isSpike || drift.subarray(days).includes(1)) signalled++;
    if (isSpike || open.subarray(days).includes(1)) tellable++;
  }
  const share = 100 / Math.max(1, judged);
  return { signalledPct: signalled * share, tellablePct: tellable * share };
}
