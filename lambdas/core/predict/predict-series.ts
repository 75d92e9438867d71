import { type BaselineModel, fitBaseline, residualOf } from "./baseline-model.ts";
import {
  advanceDrift,
  type DriftChart,
  type DriftLimits,
  driftLimits,
  newDriftChart,
} from "./drift-chart.ts";
import { LEVEL_DAYS, PREDICTION_SETTINGS, type PredictionSettings } from "./prediction-settings.ts";
import { type SilenceFlags, silenceFlags } from "./silence.ts";
import { taughtDays } from "./taught-days.ts";
import { theilSen } from "./theil-sen.ts";

/** What the engine says about one series, one entry per calendar day; entry `i` depends on days up to `i` only. */
export interface SeriesPrediction {
  /** Sigmas from the day's expected level, by the adjusted baseline; NaN where there is none yet. */
  readonly residual: Float64Array;
  /** Signed share of the limit that the drift charts have reached; NaN where they cannot say. */
  readonly driftScore: Float64Array;
  /** 1 on a day of an open episode whose charts are clearly beyond the limit. */
  readonly drift: Uint8Array;
  /** 1 while a drift episode is open: it closes after calm days only. */
  readonly open: Uint8Array;
  /** 1 on a day that is beyond what the tail of the series allows. */
  readonly spike: Uint8Array;
  readonly silence: SilenceFlags;
  /** 1 on the day a lasting shift was accepted as the new baseline. */
  readonly rebased: Uint8Array;
  /** Days that taught the baseline of the day. */
  readonly n: Uint16Array;
}

const REFIT_DAYS = 7;
/** The tail of a shorter baseline is not known. */
const SPIKE_DAYS = 28;

interface State {
  readonly values: Float64Array;
  readonly settings: PredictionSettings;
  readonly out: SeriesPrediction;
  /** 1 for a day that may teach. */
  readonly teaches: Uint8Array;
  chart: DriftChart;
  model: BaselineModel | null;
  limits: DriftLimits | null;
  fittedOn: number;
  baselineFrom: number;
  openSince: number;
  calmDays: number;
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
  const days = values.length;
  const out: SeriesPrediction = {
    residual: new Float64Array(days).fill(Number.NaN),
    driftScore: new Float64Array(days).fill(Number.NaN),
    drift: new Uint8Array(days),
    open: new Uint8Array(days),
    spike: new Uint8Array(days),
    silence: silenceFlags(values),
    rebased: new Uint8Array(days),
    n: new Uint16Array(days),
  };
  const state: State = {
    values,
    settings,
    out,
    teaches: new Uint8Array(days),
    chart: newDriftChart(),
    model: null,
    limits: null,
    fittedOn: Number.NEGATIVE_INFINITY,
    baselineFrom: 0,
    openSince: -1,
    calmDays: 0,
  };
  for (let day = 0; day < days; day++) judgeDay(state, day);
  return out;
}

function judgeDay(state: State, day: number): void {
  refitWhenDue(state, day);
  const { values, model, limits, out } = state;
  const value = values[day] ?? Number.NaN;
  if (model === null || limits === null) {
    state.teaches[day] = Number(!Number.isNaN(value));
    return;
  }
  out.n[day] = model.n;
  const residual = residualOf(model, value, day);
  const score = advanceDrift(state.chart, residual, limits);
  followEpisode(state, day, score);
  const size = Math.abs(residual);
  state.teaches[day] = Number(size <= Number.MAX_VALUE && state.openSince < 0);
  out.open[day] = Number(state.openSince >= 0);
  out.drift[day] = Number(state.openSince >= 0 && Math.abs(score) > state.settings.signalAbove);
  if (Number.isNaN(value)) return;
  out.residual[day] = residual;
  out.driftScore[day] = score;
  out.spike[day] = Number(model.n >= SPIKE_DAYS && size > spikeLimit(model, state.settings));
  if (state.openSince >= 0) acceptLastingShift(state, day);
}

/** Sigmas from which a single day is a spike: further out for a heavy tail and for a short baseline. */
function spikeLimit(model: BaselineModel, settings: PredictionSettings): number {
  const freedom = Math.max(1, model.n - model.levelCount);
  return settings.spikeLimit * model.tail * (1 + 3 * Math.max(0, 1 / freedom - 1 / 77));
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
  if (state.calmDays >= closeDays) state.openSince = -1;
}

function refitWhenDue(state: State, day: number): void {
  if (state.openSince >= 0 || day - state.fittedOn < REFIT_DAYS) return;
  const { settings } = state;
  const days = taughtDays(state.teaches, {
    from: state.baselineFrom,
    to: day - settings.gapDays,
    atMost: settings.baselineDays,
  });
  if (days.length < settings.minimumBaselineDays) return;
  install(state, fitBaseline(state.values, days, settings), day);
}

function install(state: State, model: BaselineModel, day: number): void {
  state.model = model;
  state.limits = driftLimits(model, state.settings);
  state.fittedOn = day;
}

/** A level that has held for three weeks, four weeks into an episode, is the new normal: the baseline begins again there. */
function acceptLastingShift(state: State, day: number): void {
  const { settings, out, model, values } = state;
  const openDays = day - state.openSince;
  if (model === null || openDays < settings.acceptAfterDays || openDays % REFIT_DAYS !== 0) return;
  const from = day - LEVEL_DAYS + 1;
  const line = theilSen(out.residual.subarray(from, day + 1));
  if (line === null || Math.abs(line.slope) * LEVEL_DAYS > 1 || Math.abs(line.significance) > 2) return;
  state.baselineFrom = from;
  for (let taught = from; taught <= day; taught++) {
    state.teaches[taught] = Number(!Number.isNaN(values[taught] ?? Number.NaN));
  }
  const days = taughtDays(state.teaches, { from, to: day + 1, atMost: settings.baselineDays });
  install(state, fitBaseline(values, days, settings), day);
  state.openSince = -1;
  state.chart = newDriftChart();
  out.rebased[day] = 1;
}
