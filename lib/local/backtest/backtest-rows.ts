import { dayOf } from "#core/model/utc-day.ts";
import type { Candidate } from "#core/predict/candidate.ts";
import { EVIDENCE, type Evidence, newEpisodes } from "#core/predict/episodes.ts";
import { forecastDays } from "#core/predict/forecast.ts";
import { predictSeries, type SeriesPrediction } from "#core/predict/predict-series.ts";
import { PREDICTION_SETTINGS, type PredictionSettings } from "#core/predict/prediction-settings.ts";
import { type SeriesScores, scoreSeries } from "#core/spc/score-series.ts";
import { severity } from "#core/spc/severity.ts";
import { Z_STATUS } from "#core/spc/z-score.ts";
import type { AlertRule } from "./backtest-config.ts";
import { csvField } from "./csv-fields.ts";

export const BACKTEST_COLUMNS =
  "series,date,value,n,mean,sigma,z,we1,we2,we3,we4,roc,drift,forecast_days,learned,verdict,alert,notified";

/** The plain statistics show the file's own spread: the floor only stops rounding errors of constant series. */
const NO_FLOOR = { absolute: 1e-12, relative: 1e-9 };

/** One series, judged. */
export interface JudgedSeries {
  readonly name: string;
  readonly firstDay: number;
  readonly values: Float64Array;
  readonly limit: number;
  readonly scores: SeriesScores;
  readonly prediction: SeriesPrediction;
  /** Per day the evidence that a notification would carry. */
  readonly episodes: Uint8Array;
}

export function judgeSeries(
  series: Pick<JudgedSeries, "name" | "firstDay" | "values" | "limit">,
  settings: PredictionSettings = PREDICTION_SETTINGS,
): JudgedSeries {
  const prediction = predictSeries(series.values, settings);
  const scores = scoreSeries(series.values, NO_FLOOR);
  return { ...series, scores, prediction, episodes: newEpisodes(prediction, settings) };
}

/** True if the day is an alert by the rule; what may be told always is. */
export function isAlert(
  { scores, prediction, episodes }: JudgedSeries,
  day: number,
  rule: AlertRule,
): boolean {
  const { drift, spike, silence } = prediction;
  return (
    (episodes[day] ?? 0) > 0 ||
    Math.abs(scores.zScores.z[day] ?? 0) > (rule.zAbove ?? Number.POSITIVE_INFINITY) ||
    (rule.drift && drift[day] === 1) ||
    (rule.spike && spike[day] === 1) ||
    (rule.silence && (silence.stopped[day] === 1 || silence.frozen[day] === 1))
  );
}

/** The candidate for a notification that a day is, or null. */
export function candidateOf(series: JudgedSeries, day: number, resource: string): Candidate | null {
  const evidence = (series.episodes[day] ?? 0) as Evidence;
  if (evidence === EVIDENCE.none) return null;
  const { driftScore, spikeScore } = series.prediction;
  const strength = Math.abs((evidence === EVIDENCE.drift ? driftScore[day] : spikeScore[day]) ?? 0);
  return { day: series.firstDay + day, resource, evidence, strength: Number.isNaN(strength) ? 0 : strength };
}

/** One row of the output, without its line end; `notified` is 0 until the whole fleet is known. */
export function backtestRow(
  series: JudgedSeries,
  day: number,
  { learned, rule }: { readonly learned: number; readonly rule: AlertRule },
): string {
  const { scores, prediction, values } = series;
  const { baseline, zScores, westernElectric: rules, rateOfChange } = scores;
  const z = zScores.z[day];
  const flag = (flags: Uint8Array) => (z === undefined || Number.isNaN(z) ? "" : (flags[day] ?? 0));
  return [
    csvField(series.name),
    dayOf(series.firstDay + day),
    cell(values[day]),
    baseline.count[day] ?? 0,
    cell(baseline.mean[day]),
    cell(baseline.sigma[day]),
    cell(z),
    flag(rules.rule1),
    flag(rules.rule2),
    flag(rules.rule3),
    flag(rules.rule4),
    cell(rateOfChange.pct[day]),
    Number.isNaN(prediction.driftScore[day]) ? "" : (prediction.drift[day] ?? 0),
    forecastCell(series, day),
    Number.isNaN(learned) ? "" : learned.toFixed(3),
    verdictOf(series, day),
    Number(isAlert(series, day, rule)),
    0,
  ].join(",");
}

function cell(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? "" : String(value);
}

function forecastCell({ values, limit }: JudgedSeries, day: number): string {
  if (Number.isNaN(limit) || Number.isNaN(values[day])) return "";
  return forecastDays(values, day, limit)?.days.toFixed(1) ?? "";
}

function verdictOf({ scores, prediction }: JudgedSeries, day: number): string {
  const status = scores.zScores.status[day];
  if (status === Z_STATUS.missing) return "no_data";
  if (prediction.rebased[day] === 1) return "new_baseline";
  if (status === Z_STATUS.learning) return "learning";
  if (status === Z_STATUS.flat) return "flat";
  return severity(scores.zScores.z[day] ?? 0);
}
