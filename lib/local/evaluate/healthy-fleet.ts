import type { Candidate } from "#core/predict/candidate.ts";
import { chooseTold } from "#core/predict/choose-told.ts";
import { EVIDENCE } from "#core/predict/episodes.ts";
import { PREDICTION_SETTINGS, type PredictionSettings } from "#core/predict/prediction-settings.ts";
import { candidateOf, type JudgedSeries, judgeSeries } from "../backtest/backtest-rows.ts";
import { type Simulation, seededNormal, simulateSeries } from "./simulated-fleet.ts";

/** Figures are of a fleet of so many series, whatever number was simulated. */
const FLEET = 2000;
/** No chart speaks earlier: gap and shortest baseline. */
const FIRST_DAY = 42;
const BUDGET = 5;
const ALERT_SIGMAS = 3;
const ROC_PCT = 25;

/** What a healthy fleet of 2,000 costs a day. */
export interface HealthyFigures {
  /** New notifications, with the default budget. */
  readonly told: number;
  /** New episodes that might be told, by evidence, without budget. */
  readonly drift: number;
  readonly spikes: number;
  readonly silences: number;
  /** Alerts recorded: days on which a kind of evidence begins. */
  readonly driftSignals: number;
  readonly plainZ: number;
  readonly westernElectric: number;
  readonly rateOfChange: number;
}

/** Simulates a healthy fleet. `told` is only comparable at 2,000 series, as the budget is per file. */
export function healthyFleet(
  { kind, series, days, seed }: Simulation,
  settings: PredictionSettings = PREDICTION_SETTINGS,
): HealthyFigures {
  const normal = seededNormal(seed);
  const candidates: Candidate[] = [];
  const begun = [0, 0, 0, 0];
  for (let i = 0; i < series; i++) {
    const { values } = simulateSeries(kind, days, normal);
    const judged = judgeSeries({ name: `s${i}`, firstDay: 0, values, limit: Number.NaN }, settings);
    for (let day = FIRST_DAY; day < days; day++) {
      const candidate = candidateOf(judged, day, judged.name);
      if (candidate !== null) candidates.push(candidate);
      for (const [index, holds] of EVIDENCE_OF_A_DAY.entries()) {
        if (holds(judged, day) && !holds(judged, day - 1)) begun[index] = (begun[index] ?? 0) + 1;
      }
    }
  }
  const perDay = FLEET / series / (days - FIRST_DAY);
  const count = (wanted: number) => candidates.filter(({ evidence }) => evidence === wanted).length * perDay;
  const [driftSignals = 0, plainZ = 0, westernElectric = 0, rateOfChange = 0] = begun.map((n) => n * perDay);
  return {
    told: chooseTold(candidates, BUDGET).size * perDay,
    drift: count(EVIDENCE.drift),
    spikes: count(EVIDENCE.spike),
    silences: count(EVIDENCE.silence),
    driftSignals,
    plainZ,
    westernElectric,
    rateOfChange,
  };
}

const EVIDENCE_OF_A_DAY: readonly ((series: JudgedSeries, day: number) => boolean)[] = [
  ({ prediction }, day) => prediction.drift[day] === 1,
  ({ scores }, day) => Math.abs(scores.zScores.z[day] ?? 0) > ALERT_SIGMAS,
  ({ scores: { westernElectric: rules } }, day) =>
    rules.rule2[day] === 1 || rules.rule3[day] === 1 || rules.rule4[day] === 1,
  ({ scores }, day) => Math.abs(scores.rateOfChange.pct[day] ?? 0) > ROC_PCT,
];
