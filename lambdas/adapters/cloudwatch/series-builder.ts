import type { DayAnswer, RawDailyStatistics, RawSamples } from "#core/model/raw-series.ts";
import { dayAt } from "#core/model/utc-day.ts";
import type { MetricQuery, MetricReply } from "#core/ports/metric-source.ts";
import { type AlignedColumns, alignColumns } from "./column.ts";
import { SAMPLE_PERIOD_SECONDS, type Window } from "./plan-batches.ts";
import type { WindowOutcome } from "./read-batch.ts";

/** What one window gave one metric. */
export interface WindowPart {
  readonly window: Window;
  readonly outcome: WindowOutcome;
}

function appended(parts: readonly AlignedColumns[]): AlignedColumns | null {
  const [first, ...others] = parts;
  if (first === undefined || others.length === 0) return first ?? null;
  return {
    t: parts.flatMap((part) => part.t),
    columns: first.columns.map((_, column) => parts.flatMap((part) => part.columns[column] ?? [])),
  };
}

function samplesOf(form: MetricQuery["form"], aligned: AlignedColumns | null): RawSamples | null {
  if (aligned === null) return null;
  const { t, columns } = aligned;
  const [first = [], max = [], sum = [], count = []] = columns;
  const axis = { stepSeconds: SAMPLE_PERIOD_SECONDS, t };
  return form === "gauge" ? { ...axis, min: first, max, sum, count } : { ...axis, sum: first };
}

function dailyRow(form: MetricQuery["form"], date: string, numbers: (number | null)[]): RawDailyStatistics {
  const [first = null, max = null, sum = null, count = null] = numbers;
  if (form === "per_period_sum") {
    return { date, min: null, max: null, avg: null, sum: first, slotsAboveZero: null };
  }
  const avg = sum !== null && count !== null && count > 0 ? sum / count : null;
  return { date, min: first, max, avg, sum, slotsAboveZero: null };
}

function dailyOf(form: MetricQuery["form"], window: Window, aligned: AlignedColumns): RawDailyStatistics[] {
  return aligned.t.flatMap((second, index) => {
    const date = dayAt(second);
    if (!window.days.includes(date)) return [];
    return [
      dailyRow(
        form,
        date,
        aligned.columns.map((column) => column[index] ?? null),
      ),
    ];
  });
}

function answersOf({ window, outcome }: WindowPart): DayAnswer[] {
  return window.days.map((date) => ({ date, resolution: window.resolution, status: outcome.status }));
}

/** Puts the windows of one metric together: samples on one axis, one row per daily day, one answer per asked day. */
export function buildSeries(query: MetricQuery, parts: readonly WindowPart[]): MetricReply["series"][number] {
  const read = parts.flatMap(({ window, outcome }) =>
    outcome.status === "failed" ? [] : [{ window, aligned: alignColumns(outcome.columns) }],
  );
  const samples = read.filter(({ window }) => window.resolution === "samples");
  const daily = read.filter(({ window }) => window.resolution === "daily");
  return {
    resourceId: query.resourceId,
    metric: query.metric,
    samples: samplesOf(query.form, appended(samples.map(({ aligned }) => aligned))),
    daily: daily.flatMap(({ window, aligned }) => dailyOf(query.form, window, aligned)),
    answers: parts.flatMap(answersOf),
  };
}
