import { type BaselineModel, fitBaseline, residualOf, sigmasFromLevel, valueAt } from "./baseline-model.ts";
import {
  advanceDrift,
  type DriftChart,
  type DriftLimits,
  driftLimits,
  newDriftChart,
} from "./drift-chart.ts";
import { PREDICTION_SETTINGS, type PredictionSettings } from "./prediction-settings.ts";
import { type SilenceFlags, silenceFlags } from "./silence.ts";
import { fillWindow, newTaughtWindow, type TaughtWindow } from "./taught-window.ts";
import { theilSen } from "./theil-sen.ts";

/** What the engine says about one series, one entry per calendar day; entry `i` depends on days up to `i` only. */
export interface SeriesPrediction {
  /** Level that the adjusted baseline expects of the day, and the range of 99.7 % of days, in the unit of the metric; NaN where there is none yet. */
  readonly expected: Float64Array;
  readonly expectedLow: Float64Array;
  readonly expectedHigh: Float64Array;
  /** Distance from the expected level in adjusted sigmas: a normal series shows as many on as rare a day; NaN where there is none yet. */
  readonly residual: Float64Array;
  /** Signed share of the limit that the drift charts have reached; NaN where they cannot say. */
  readonly driftScore: Float64Array;
  /** 1 on a day whose charts signal: from `signalFrom` of the limit on, and from `signalAbove` on within an open episode. */
  readonly drift: Uint8Array;
  /** 1 while a drift episode is open: it closes after calm days only. */
  readonly open: Uint8Array;
  /** Signed share of the limit for a single day; NaN where there is none yet. */
  readonly spikeScore: Float64Array;
  /** 1 on a day that is beyond what the tail of the series allows. */
  readonly spike: Uint8Array;
  readonly silence: SilenceFlags;
  /** 1 on the day a lasting shift was accepted as the new baseline. */
  readonly rebased: Uint8Array;
  /** Days that taught the baseline of the day. */
  readonly n: Uint16Array;
}

/** Episodes that came to nothing are held against a series for this long, and at most so many. */
const HABIT_DAYS = 182;
const MOST_HABITS = 6;

interface State {
  readonly values: Float64Array;
  readonly settings: PredictionSettings;
  readonly out: SeriesPrediction;
  /** 1 for a day that may teach. */
  readonly teaches: Uint8Array;
  /** How many of them there were before the first model: with too few there is nothing to fit. */
  taughtCount: number;
  readonly window: TaughtWindow;
  chart: DriftChart;
  model: BaselineModel | null;
  limits: DriftLimits | null;
  fittedOn: number;
  baselineFrom: number;
  openSince: number;
  calmDays: number;
  /** Days on which episodes ended by themselves. */
  closedOn: number[];
}

/**
 * Judges one series day by day, strictly causally.
 *
 * @param values - one per consecutive UTC calendar day, NaN for a hole.
 * @example predictSeries(Float64Array.of(1, 2, 3)).driftScore // [NaN, NaN, NaN]
 */
export function predictSeries(
  values: Float64Array,
  settings: PredictionSettings = PREDICTION_SETTINGS,
): SeriesPrediction {
  const out = newPrediction(values);
  const state: State = {
    values,
    settings,
    out,
    teaches: new Uint8Array(values.length),
    taughtCount: 0,
    window: newTaughtWindow(settings.baselineDays, settings.period),
    chart: newDriftChart(settings.windowDays),
    model: null,
    limits: null,
    fittedOn: Number.NEGATIVE_INFINITY,
    baselineFrom: 0,
    openSince: -1,
    calmDays: 0,
    closedOn: [],
  };
  for (let day = 0; day < values.length; day++) judgeDay(state, day);
  return out;
}

function newPrediction(values: Float64Array): SeriesPrediction {
  const days = values.length;
  const unknown = () => new Float64Array(days).fill(Number.NaN);
  return {
    expected: unknown(),
    expectedLow: unknown(),
    expectedHigh: unknown(),
    residual: unknown(),
    driftScore: unknown(),
    drift: new Uint8Array(days),
    open: new Uint8Array(days),
    spikeScore: unknown(),
    spike: new Uint8Array(days),
    silence: silenceFlags(values),
    rebased: new Uint8Array(days),
    n: new Uint16Array(days),
  };
}

function judgeDay(state: State, day: number): void {
  refitWhenDue(state, day);
  const { values, model, limits, out, settings } = state;
  const value = values[day] ?? Number.NaN;
  if (model === null || limits === null) {
    state.teaches[day] = Number(!Number.isNaN(value));
    return;
  }
  out.n[day] = model.n;
  out.expected[day] = valueAt(model, day, 0);
  out.expectedLow[day] = valueAt(model, day, -RANGE_SIGMAS);
  out.expectedHigh[day] = valueAt(model, day, RANGE_SIGMAS);
  const residual = residualOf(model, value, day);
  const score = advanceDrift(state.chart, residual, limits);
  followEpisode(state, day, score);
  const isOpen = state.openSince >= 0;
  out.open[day] = Number(isOpen);
  const limit = isOpen && state.openSince < day ? settings.signalAbove : settings.signalFrom;
  out.drift[day] = Number(Math.abs(score) > limit);
  if (Number.isNaN(value)) return;
  state.teaches[day] = Number(!isOpen);
  out.residual[day] = residual;
  out.driftScore[day] = score;
  out.spikeScore[day] = sigmasFromLevel(model, value, day) / spikeLimit(model, settings);
  out.spike[day] = Number(Math.abs(out.spikeScore[day] ?? 0) > 1);
  if (isOpen) acceptLastingShift(state, day);
}

/** Kendall's S, in its standard deviations, up to which three weeks count as level. */
const LEVEL_SIGNIFICANCE = 2;

/** 99.7 % of normal days. */
const RANGE_SIGMAS = 3;

/** Sigmas from which a single day is a spike: further out for a heavy tail and for a short baseline. */
function spikeLimit(model: BaselineModel, settings: PredictionSettings): number {
  const freedom = Math.max(1, model.n - model.levelFreedom);
  return settings.spikeLimit * model.tail.spikeFactor * (1 + 3 * Math.max(0, 1 / freedom - 1 / 77));
}

function followEpisode(state: State, day: number, score: number): void {
  const { closeBelow, closeDays } = state.settings;
  const size = Math.abs(score);
  if (state.openSince < 0) {
    if (size > 1) {
      state.openSince = day;
      state.calmDays = 0;
    }
    return;
  }
  state.calmDays = size < closeBelow ? state.calmDays + 1 : 0;
  if (state.calmDays < closeDays) return;
  state.openSince = -1;
  state.closedOn.push(day);
  if (state.model !== null) install(state, state.model, state.fittedOn);
}

function refitWhenDue(state: State, day: number): void {
  const { settings, window, baselineFrom, teaches, values } = state;
  if (state.openSince >= 0 || day - state.fittedOn < settings.refitDays) return;
  const to = day - settings.gapDays;
  if (state.model === null) {
    state.taughtCount += teaches[to - 1] ?? 0;
    if (state.taughtCount < settings.minimumBaselineDays) return;
  }
  fillWindow(window, values, teaches, { from: baselineFrom, to });
  if (window.n < settings.minimumBaselineDays) return;
  install(state, fitBaseline(window, settings), day);
}

function install(state: State, model: BaselineModel, day: number): void {
  const habits = state.closedOn.filter((closed) => closed > day - HABIT_DAYS).length;
  const raised = 1 + state.settings.habitShare * Math.min(MOST_HABITS, habits);
  state.model = model;
  state.limits = driftLimits(model, state.settings, raised);
  state.fittedOn = day;
}

/** A level that has held for three weeks, four weeks into an episode, is the new normal: the baseline begins again there. */
function acceptLastingShift(state: State, day: number): void {
  const { settings, out, model, values, teaches, window } = state;
  const openDays = day - state.openSince;
  if (model === null || openDays < settings.acceptAfterDays || openDays % settings.refitDays !== 0) return;
  const from = day - settings.acceptLevelDays + 1;
  const line = theilSen(out.residual.subarray(from, day + 1));
  if (line === null || Math.abs(line.slope) * settings.acceptLevelDays > 1) return;
  // Autocorrelated days look like a trend more often.
  const significance = line.significance / Math.sqrt((1 + model.phi) / (1 - model.phi));
  if (Math.abs(significance) > LEVEL_SIGNIFICANCE) return;
  state.baselineFrom = from;
  for (let taught = from; taught <= day; taught++) {
    teaches[taught] = Number(!Number.isNaN(values[taught] ?? Number.NaN));
  }
  fillWindow(window, values, teaches, { from, to: day + 1 });
  install(state, fitBaseline(window, settings), day);
  state.openSince = -1;
  state.chart = newDriftChart(settings.windowDays);
  out.rebased[day] = 1;
}
