import { predictSeries } from "#core/predict/predict-series.ts";
import { PREDICTION_SETTINGS, type PredictionSettings } from "#core/predict/prediction-settings.ts";
import type { LabelledSeries } from "./labelled-series.ts";
import { ewmaOfZ, medianMad, type PeerChart, plainZ } from "./peer-charts.ts";

/** The engine on hourly steps: the season is the day, the baseline two weeks. No log and no tails: on two weeks of hours an anomaly teaches both. */
export const HOURLY_SETTINGS: PredictionSettings = {
  ...PREDICTION_SETTINGS,
  period: 24,
  gapDays: 24,
  baselineDays: 336,
  levelDays: 168,
  minimumBaselineDays: 96,
  slopeDays: Number.POSITIVE_INFINITY,
  refitDays: 24,
  refractoryDays: 24,
  acceptAfterDays: 48,
  acceptLevelDays: 48,
  fitsScale: false,
  fitsTail: false,
};

/** From here on every chart has its baseline. */
const FIRST_HOUR = 120;
/** Peers look back a week: each phase of the day and of the week once. */
const PEER_HOURS = 168;
/** Alarms so close together are one. */
const SAME_ALARM_HOURS = 6;

const PEERS: Readonly<Record<string, PeerChart>> = {
  "plain Z": plainZ(PEER_HOURS),
  "median/MAD": medianMad(PEER_HOURS),
  "EWMA of Z": ewmaOfZ(PEER_HOURS),
};

/** Precision and recall of one detector over a set: of hours, and of alarms against marked stretches. */
export interface PeerFigures {
  readonly detector: string;
  readonly falseHoursPct: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly eventPrecision: number;
  readonly eventRecall: number;
  readonly eventF1: number;
}

/** The engine at its defaults, and each peer at the one threshold that gives as many false hours over the set. */
export function comparePeers(
  series: readonly LabelledSeries[],
  settings: PredictionSettings = HOURLY_SETTINGS,
): PeerFigures[] {
  const ours = series.map(({ values }) => {
    const { drift, spike } = predictSeries(values, settings);
    return Float64Array.from(drift, (flag, hour) => Math.max(flag, spike[hour] ?? 0));
  });
  const engine = figuresOf("engine", series, ours, 0.5);
  const peers = Object.entries(PEERS).map(([name, chart]) => {
    const scores = series.map(({ values }) => chart(values));
    return figuresOf(name, series, scores, thresholdFor(series, scores, engine.falseHoursPct));
  });
  return [engine, ...peers];
}

function thresholdFor(
  series: readonly LabelledSeries[],
  scores: readonly Float64Array[],
  falseHoursPct: number,
): number {
  const healthy: number[] = [];
  for (const [index, { values, isMarked }] of series.entries()) {
    for (let hour = FIRST_HOUR; hour < values.length; hour++) {
      if (isMarked[hour] === 1 || Number.isNaN(values[hour])) continue;
      const score = scores[index]?.[hour] ?? Number.NaN;
      healthy.push(Number.isNaN(score) ? Number.NEGATIVE_INFINITY : score);
    }
  }
  healthy.sort((a, b) => b - a);
  return healthy[Math.floor((falseHoursPct / 100) * healthy.length)] ?? Number.POSITIVE_INFINITY;
}

interface Tally {
  hits: number;
  misses: number;
  falseHours: number;
  healthyHours: number;
  events: number;
  eventsFound: number;
  alarms: number;
  alarmsTrue: number;
}

function figuresOf(
  detector: string,
  series: readonly LabelledSeries[],
  scores: readonly Float64Array[],
  threshold: number,
): PeerFigures {
  const tally: Tally = {
    hits: 0,
    misses: 0,
    falseHours: 0,
    healthyHours: 0,
    events: 0,
    eventsFound: 0,
    alarms: 0,
    alarmsTrue: 0,
  };
  for (const [index, one] of series.entries()) {
    const isAlarm = Array.from(one.values, (_, hour) => (scores[index]?.[hour] ?? 0) > threshold);
    countHours(tally, one, isAlarm);
    countEvents(tally, one, isAlarm);
  }
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  const mean = (a: number, b: number) => share(2 * a * b, a + b);
  const precision = share(tally.hits, tally.hits + tally.falseHours);
  const recall = share(tally.hits, tally.hits + tally.misses);
  const eventPrecision = share(tally.alarmsTrue, tally.alarms);
  const eventRecall = share(tally.eventsFound, tally.events);
  const falseHoursPct = 100 * share(tally.falseHours, tally.healthyHours);
  return {
    detector,
    falseHoursPct,
    precision,
    recall,
    f1: mean(precision, recall),
    eventPrecision,
    eventRecall,
    eventF1: mean(eventPrecision, eventRecall),
  };
}

function countHours(tally: Tally, { values, isMarked }: LabelledSeries, isAlarm: readonly boolean[]): void {
  for (let hour = FIRST_HOUR; hour < values.length; hour++) {
    if (Number.isNaN(values[hour])) continue;
    if (isMarked[hour] === 1) {
      if (isAlarm[hour]) tally.hits++;
      else tally.misses++;
    } else {
      tally.healthyHours++;
      if (isAlarm[hour]) tally.falseHours++;
    }
  }
}

function countEvents(tally: Tally, { isMarked }: LabelledSeries, isAlarm: readonly boolean[]): void {
  const marked = stretches(isMarked.length, (hour) => isMarked[hour] === 1, 0);
  const alarms = stretches(isMarked.length, (hour) => isAlarm[hour] === true, SAME_ALARM_HOURS);
  const meets = (a: Stretch, b: Stretch) => a.from <= b.to && b.from <= a.to;
  tally.events += marked.length;
  tally.eventsFound += marked.filter((event) => alarms.some((alarm) => meets(alarm, event))).length;
  tally.alarms += alarms.length;
  tally.alarmsTrue += alarms.filter((alarm) => marked.some((event) => meets(alarm, event))).length;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Runs of hours, holes of up to `holes` hours bridged. */
function stretches(hours: number, holds: (hour: number) => boolean, holes: number): Stretch[] {
  const found: Stretch[] = [];
  let from = -1;
  let to = -1;
  for (let hour = FIRST_HOUR; hour < hours; hour++) {
    if (!holds(hour)) continue;
    if (from >= 0 && hour - to > holes + 1) {
      found.push({ from, to });
      from = hour;
    }
    if (from < 0) from = hour;
    to = hour;
  }
  if (from >= 0) found.push({ from, to });
  return found;
}
