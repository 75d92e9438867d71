import { DAY_STATUSES } from "#core/model/daily-value.ts";
import { NO_PREDICTION, type PredictionDay, type Silence } from "#core/model/prediction-day.ts";
import { forecastDays } from "#core/predict/forecast.ts";
import { predictSeries, type SeriesPrediction } from "#core/predict/predict-series.ts";
import type { PredictionSettings } from "#core/predict/prediction-settings.ts";
import { forecastLimit, limitRatio } from "./forecast-limit.ts";
import type { KnownSeries } from "./known-series.ts";
import { settingsOf } from "./memory.ts";
import type { PassIndexes } from "./prediction-windows.ts";

/** What the engine said of one series in one pass; index 0 is the window's first day. */
export interface SeriesPass {
  readonly series: KnownSeries;
  readonly prediction: SeriesPrediction;
}

const NO_DATA = DAY_STATUSES.indexOf("no_data");

/** Lets the engine walk through the window of a pass. */
export function predictPass(
  series: KnownSeries,
  pass: PassIndexes,
  settings: PredictionSettings,
): SeriesPass {
  const window = series.values.subarray(pass.windowFrom, pass.to + 1);
  return { series, prediction: predictSeries(window, settingsOf(series, pass, settings)) };
}

/** What the pass says of one day, the learned score apart. @param day index of the history */
export function predictionDay(
  { series, prediction }: SeriesPass,
  pass: PassIndexes,
  day: number,
): PredictionDay {
  const at = day - pass.windowFrom;
  const silence = silenceOf(series, prediction, day, at);
  const n = prediction.n[at] ?? 0;
  if (n === 0) return { ...NO_PREDICTION, silence };
  const isJudged = !Number.isNaN(prediction.residual[at]);
  const flag = (flags: Uint8Array) => (isJudged ? flags[at] === 1 : null);
  return {
    predictionN: n,
    expectedValue: known(prediction.expected[at]),
    expectedLowValue: known(prediction.expectedLow[at]),
    expectedHighValue: known(prediction.expectedHigh[at]),
    residual: known(prediction.residual[at]),
    driftScore: known(prediction.driftScore[at]),
    isDrift: flag(prediction.open),
    isSpike: flag(prediction.spike),
    isRebased: flag(prediction.rebased),
    silence,
    ...forecastOf(series, day, prediction.expected[at] ?? Number.NaN),
    learnedScore: null,
    learnedVersion: null,
  };
}

/** A day that the source could not be asked about says nothing of the series: only one that it answered with nothing is silent. */
function silenceOf(
  { history }: KnownSeries,
  { silence }: SeriesPrediction,
  day: number,
  at: number,
): Silence | null {
  if (silence.stopped[at] === 1 && history.status[day] === NO_DATA) return "stopped";
  return silence.frozen[at] === 1 ? "frozen" : null;
}

type Forecasted = Pick<
  PredictionDay,
  "forecastDays" | "forecastEarliestDays" | "forecastLatestDays" | "forecastLimitValue"
>;

function forecastOf({ history, metric, values }: KnownSeries, day: number, expected: number): Forecasted {
  const limit = forecastLimit(metric, expected);
  const hasValue = !Number.isNaN(values[day] ?? Number.NaN);
  const forecast =
    Number.isNaN(limit) || !hasValue
      ? null
      : forecastDays(values, day, limit / limitRatio(history[metric.limitStatistic], values, day));
  return {
    forecastDays: forecast?.days ?? null,
    forecastEarliestDays: forecast?.earliest ?? null,
    forecastLatestDays: forecast?.latest ?? null,
    forecastLimitValue: forecast === null ? null : limit,
  };
}

function known(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value;
}
