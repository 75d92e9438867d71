import { dayNumber, SECONDS_PER_DAY, startOfDay } from "#core/model/utc-day.ts";
import type { MetricRequest } from "#core/ports/metric-source.ts";
import { statisticsOf } from "./metric-statistics.ts";

/** Contiguous UTC days that one request reads, `[startSeconds, endSeconds)`. */
export interface Window {
  readonly resolution: "samples" | "daily";
  readonly periodSeconds: number;
  readonly days: readonly string[];
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** Metrics of one window that go into one request. `metrics` are positions in the request's queries. */
export interface Batch {
  readonly window: Window;
  readonly metrics: readonly number[];
}

/** Limits of GetMetricData: queries a request, points an answer (a further page would bill its metrics again). */
export const MAX_QUERIES = 500;
export const MAX_POINTS = 100_800;

/** Resolution that CloudWatch keeps for 63 days, and the length of a slot. */
export const SAMPLE_PERIOD_SECONDS = 300;

function windowsOf(days: readonly string[], resolution: Window["resolution"]): Window[] {
  const periodSeconds = resolution === "samples" ? SAMPLE_PERIOD_SECONDS : SECONDS_PER_DAY;
  const runs: string[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && dayNumber(day) === dayNumber(last) + 1) run.push(day);
    else runs.push([day]);
  }
  return runs.map((run) => {
    const startSeconds = startOfDay(run[0] ?? "");
    const endSeconds = startSeconds + run.length * SECONDS_PER_DAY;
    return { resolution, periodSeconds, days: run, startSeconds, endSeconds };
  });
}

/** Points that one statistic can have in a window. */
export function slotsOf(window: Window): number {
  return (window.endSeconds - window.startSeconds) / window.periodSeconds;
}

function batchesOf(request: MetricRequest, window: Window): Batch[] {
  const batches: { window: Window; metrics: number[] }[] = [];
  let queries = MAX_QUERIES;
  let points = MAX_POINTS;
  for (const [metric, query] of request.queries.entries()) {
    const statistics = statisticsOf(query.form).length;
    const slots = statistics * slotsOf(window);
    if (queries + statistics > MAX_QUERIES || points + slots > MAX_POINTS) {
      batches.push({ window, metrics: [] });
      queries = 0;
      points = 0;
    }
    batches.at(-1)?.metrics.push(metric);
    queries += statistics;
    points += slots;
  }
  return batches;
}

/**
 * Packs metrics into as few requests as the limits allow, all statistics of a metric in the same request, no answer over one page.
 * Two sample days are 576 points: 43 gauges (172 queries) fill a request.
 */
export function planBatches(request: MetricRequest): Batch[] {
  const windows = [...windowsOf(request.sampleDays, "samples"), ...windowsOf(request.dailyDays, "daily")];
  return windows.flatMap((window) => batchesOf(request, window));
}
