import type { Candidate } from "#core/predict/candidate.ts";
import { chooseTold } from "#core/predict/choose-told.ts";
import { predictSeries, type SeriesPrediction } from "#core/predict/predict-series.ts";
import { candidateOf, judgeSeries } from "./backtest-rows.ts";
import { type NoiseKind, seededNormal, simulateSeries } from "./simulated-fleet.ts";

/** How large a simulation is. */
export interface Simulation {
  readonly kind: NoiseKind;
  readonly series: number;
  readonly days: number;
  readonly seed: number;
}

/** Figures are of a fleet of so many series, whatever number was simulated. */
const FLEET = 2000;
/** No chart speaks earlier: gap and shortest baseline. */
const FIRST_DAY = 42;
const BUDGET = 5;

/** New notifications a day of a healthy fleet of 2,000: by kind of evidence without budget, and as told with it. */
export interface HealthyFigures {
  readonly driftPerDay: number;
  readonly spikesPerDay: number;
  readonly silencesPerDay: number;
  readonly toldPerDay: number;
}

/** Simulates a healthy fleet. `toldPerDay` is only comparable at 2,000 series, as the budget is per file. */
export function healthyFleet({ kind, series, days, seed }: Simulation): HealthyFigures {
  const normal = seededNormal(seed);
  const candidates: Candidate[] = [];
  for (let i = 0; i < series; i++) {
    const judged = judgeSeries(`s${i}`, 0, simulateSeries(kind, days, normal).values, Number.NaN);
    for (let day = FIRST_DAY; day < days; day++) {
      const candidate = candidateOf(judged, day, judged.name);
      if (candidate !== null) candidates.push(candidate);
    }
  }
  const perDay = FLEET / series / (days - FIRST_DAY);
  const count = (evidence: number) => candidates.filter((one) => one.evidence === evidence).length * perDay;
  const toldPerDay = chooseTold(candidates, BUDGET).size * perDay;
  return { silencesPerDay: count(3), driftPerDay: count(2), spikesPerDay: count(1), toldPerDay };
}

/** A disturbance in sigmas, by days since its first (0). */
export interface Disturbance {
  readonly shape: (day: number) => number;
  /** Days from the first disturbed one, that one included. */
  readonly withinDays: number;
}

export const DISTURBANCES = {
  ramp14: { shape: (day) => 0.2 * (day + 1), withinDays: 14 },
  step5: { shape: () => 2, withinDays: 5 },
  step5After: { shape: () => 2, withinDays: 6 },
  spike: { shape: (day) => (day === 0 ? 6 : 0), withinDays: 1 },
} as const satisfies Record<string, Disturbance>;

/** Percent of series whose disturbance, after `days` healthy ones, is found in time; those in an alert before are left out. */
export function foundPct(
  { kind, series, days, seed }: Simulation,
  { shape, withinDays }: Disturbance,
): number {
  const normal = seededNormal(seed);
  let found = 0;
  let judged = 0;
  for (let i = 0; i < series; i++) {
    const { values, sigma } = simulateSeries(kind, days + withinDays, normal);
    for (let day = days; day < values.length; day++) {
      values[day] = (values[day] ?? 0) + sigma * shape(day - days);
    }
    const prediction = predictSeries(values);
    if (prediction.open[days - 1] === 1) continue;
    judged++;
    if (isSeen(prediction, days)) found++;
  }
  return (100 * found) / Math.max(1, judged);
}

function isSeen({ drift, spike }: SeriesPrediction, from: number): boolean {
  return drift.subarray(from).includes(1) || spike.subarray(from).includes(1);
}
