import type { MetricDefinition } from "#core/model/metric-definition.ts";
import type { NormalisedDay, NormalisedSeries, SlotDay } from "#core/model/normalised-series.ts";
import type { DayAnswer, RawDailyStatistics, RawSamples, RawSeries } from "#core/model/raw-series.ts";
import { SECONDS_PER_DAY, startOfDay } from "#core/model/utc-day.ts";
import { NO_POINT, type SlotReader, slotReader } from "./slot-reader.ts";

/** Step of a series that came without samples; it only decides how many slots a day expects. */
const DEFAULT_STEP_SECONDS: Readonly<Record<MetricDefinition["source"]["kind"], number>> = {
  prometheus: 300,
  cloudwatch: 300,
  gateway: 900,
};

export interface Normalised {
  readonly series: NormalisedSeries;
  /** Points that had a slot of their own already. */
  readonly duplicateCount: number;
  /** Points without a number, or with one that the metric cannot have. */
  readonly rejectedCount: number;
}

/** Brings one series to the metric's unit and to a grid of slots; counts what it leaves out. */
export function normaliseSeries(raw: RawSeries, metric: MetricDefinition): Normalised {
  const stepSeconds = raw.samples?.stepSeconds ?? DEFAULT_STEP_SECONDS[metric.source.kind];
  const grid = raw.samples === null ? null : gridOf(raw.samples, metric);
  const dailyByDate = new Map(raw.daily.map((day) => [day.date, day]));
  const days = raw.answers
    .toSorted((a, b) => (a.date < b.date ? -1 : 1))
    .map((answer) =>
      normalisedDay(
        answer,
        grid?.days.get(startOfDay(answer.date)) ?? null,
        dailyByDate.get(answer.date),
        metric,
      ),
    );
  return {
    series: { resourceId: raw.resourceId, metric: raw.metric, stepSeconds, days },
    duplicateCount: grid?.duplicateCount ?? 0,
    rejectedCount: grid?.rejectedCount ?? 0,
  };
}

interface Grid {
  /** By first second of the day. */
  readonly days: ReadonlyMap<number, SlotDay>;
  readonly duplicateCount: number;
  readonly rejectedCount: number;
}

/** Puts points on their slots; of several on one slot the last that the source sent stays. */
function gridOf(samples: RawSamples, metric: MetricDefinition): Grid {
  const read = slotReader(samples, metric);
  const slotsPerDay = SECONDS_PER_DAY / samples.stepSeconds;
  const positions = new Map<number, Int32Array>();
  let dayStart = Number.NaN;
  let ofDay: Int32Array = new Int32Array();
  let duplicateCount = 0;
  let rejectedCount = 0;
  for (let index = 0; index < samples.t.length; index += 1) {
    if (!read.accepts(index)) {
      rejectedCount += 1;
      continue;
    }
    const time = samples.t[index] ?? 0;
    if (time - (time % SECONDS_PER_DAY) !== dayStart) {
      dayStart = time - (time % SECONDS_PER_DAY);
      ofDay = positions.get(dayStart) ?? new Int32Array(slotsPerDay).fill(NO_POINT);
      positions.set(dayStart, ofDay);
    }
    const slot = Math.floor((time - dayStart) / samples.stepSeconds);
    if (ofDay[slot] !== NO_POINT) duplicateCount += 1;
    ofDay[slot] = index;
  }
  const days = new Map([...positions].map(([start, points]) => [start, slotDay(points, read, metric)]));
  return { days, duplicateCount, rejectedCount };
}

function slotDay(positions: Int32Array, read: SlotReader, metric: MetricDefinition): SlotDay {
  const slot: number[] = [];
  const points: number[] = [];
  for (let index = 0; index < positions.length; index += 1) {
    const point = positions[index] ?? NO_POINT;
    if (point === NO_POINT && metric.gapPolicy === "leave") continue;
    slot.push(index);
    points.push(point);
  }
  if (!read.hasSpread) return { slot, sum: points.map(read.sum) };
  return {
    slot,
    sum: points.map(read.sum),
    count: points.map(read.count),
    min: points.map(read.min),
    max: points.map(read.max),
  };
}

function normalisedDay(
  answer: DayAnswer,
  slots: SlotDay | null,
  daily: RawDailyStatistics | undefined,
  metric: MetricDefinition,
): NormalisedDay {
  const { date, resolution } = answer;
  const hasNumbers = resolution === "samples" ? slots !== null : daily !== undefined && hasStatistic(daily);
  return {
    date,
    resolution,
    status: dayStatus(answer.status, hasNumbers),
    slots: resolution === "samples" ? slots : null,
    daily:
      resolution === "daily" && daily !== undefined && hasNumbers ? dailyStatistics(daily, metric) : null,
  };
}

/** A complete answer without points is `no_data`; a cut one without points has said nothing. */
function dayStatus(status: DayAnswer["status"], hasNumbers: boolean): NormalisedDay["status"] {
  if (status === "not_available" || status === "failed") return status;
  if (hasNumbers) return status;
  return status === "ok" ? "no_data" : "failed";
}

function hasStatistic(daily: RawDailyStatistics): boolean {
  return daily.avg !== null || daily.sum !== null;
}

function dailyStatistics(daily: RawDailyStatistics, metric: MetricDefinition): NormalisedDay["daily"] {
  const { factor } = metric.conversion;
  if (metric.source.kind === "cloudwatch" && metric.source.form === "per_period_sum") {
    const avg = daily.sum === null ? null : (daily.sum * factor) / SECONDS_PER_DAY;
    return { min: null, max: null, avg, slotsAboveZero: null };
  }
  const convert = (value: number | null) => (value === null ? null : value * factor);
  return {
    min: convert(daily.min),
    max: convert(daily.max),
    avg: convert(daily.avg),
    slotsAboveZero: daily.slotsAboveZero,
  };
}
