import { DAY_STATUSES } from "#core/model/daily-value.ts";
import { NO_PREDICTION, type PredictionDay, type Silence } from "#core/model/prediction-day.ts";
import { forecastDays } from "#core/predict/forecast.ts";
import { predictSeries, type SeriesPrediction } from "#core/predict/predict-series.ts";
import { PREDICTION_SETTINGS, type PredictionSettings } from "#core/predict/prediction-settings.ts";
import { forecastLimit, limitRatio } from "./forecast-limit.ts";
import type { KnownSeries } from "./known-series.ts";

/** One pass in indexes of the history, ends included. */
export interface PassIndexes {
  readonly windowFrom: number;
  readonly from: number;
  readonly to: number;
}

/** What the engine said of one series in one pass; index 0 is the window's first day. */
export interface SeriesPass {
  readonly series: KnownSeries;
  readonly prediction: SeriesPrediction;
}

/** A series with fewer days than this before the pass is judged by a short memory for as long as the pass lasts. */
const SHORT_MEMORY_DAYS = 56;
/**
 * Prometheus keeps 15 days, so a series may be that young for months: the gap shrinks and ten days teach. The engine widens its limits to the
 * same risk of a false alarm. A slow ramp is found later this way than with a long memory, but it is found.
 */
const SHORT_MEMORY: PredictionSettings = { ...PREDICTION_SETTINGS, gapDays: 5, minimumBaselineDays: 10 };
const NO_DATA = DAY_STATUSES.indexOf("no_data");

/** Lets the engine walk through the window of a pass. */
export function predictPass(series: KnownSeries, pass: PassIndexes): SeriesPass {
  const window = series.values.subarray(pass.windowFrom, pass.to + 1);
  const firstKnown = window.findIndex((value) => !Number.isNaN(value));
  const knownDays = firstKnown === -1 ? 0 : pass.from - pass.windowFrom - firstKnown;
  return {
    series,
    prediction: predictSeries(window, knownDays < SHORT_MEMORY_DAYS ? SHORT_MEMORY : PREDICTION_SETTINGS),
  };
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
