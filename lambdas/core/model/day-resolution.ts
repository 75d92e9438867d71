import type { MetricDefinition } from "./metric-definition.ts";
import {
  addDays,
  dayAt,
  dayNumber,
  daysBetween,
  SECONDS_PER_DAY,
  startOfDay,
  type UtcDay,
} from "./utc-day.ts";

/** Longest range that is read as samples throughout, and the newest part of a longer one that is. */
export const SAMPLE_DAYS = 7;

/** How long a source keeps what; null: it never had daily statistics. */
export interface Retention {
  readonly sampleSeconds: number;
  readonly dailySeconds: number | null;
}

/** CloudWatch keeps 5-minute points 63 days and hourly ones, which daily statistics are made of, 455 days. */
export const CLOUDWATCH_RETENTION: Retention = {
  sampleSeconds: 63 * SECONDS_PER_DAY,
  dailySeconds: 455 * SECONDS_PER_DAY,
};

export interface DayPlan {
  readonly sampleDays: UtcDay[];
  readonly dailyDays: UtcDay[];
  /** Days that the source no longer keeps whole, or cannot answer in this form. */
  readonly notAvailableDays: UtcDay[];
}

/**
 * Which days of a range are read as 5-minute samples, which as daily statistics, and which cannot be read.
 * `nowSeconds` is the start of the run: a day counts as kept only if the source still has all of it.
 */
export function planDays(
  range: { readonly from: UtcDay; readonly to: UtcDay },
  retention: Retention,
  nowSeconds: number,
  options: { readonly samplesThroughout?: boolean } = {},
): DayPlan {
  const plan: DayPlan = { sampleDays: [], dailyDays: [], notAvailableDays: [] };
  const firstSampleDay = options.samplesThroughout ? range.from : addDays(range.to, 1 - SAMPLE_DAYS);
  for (const day of daysBetween(range.from, range.to)) {
    const age = nowSeconds - startOfDay(day);
    if (day >= firstSampleDay && age <= retention.sampleSeconds) plan.sampleDays.push(day);
    else if (retention.dailySeconds !== null && age <= retention.dailySeconds) plan.dailyDays.push(day);
    else plan.notAvailableDays.push(day);
  }
  return plan;
}

/** Whether a metric is read as samples as far back as its source keeps them: daily statistics have no percentile to score. */
export function needsSamples(metric: Pick<MetricDefinition, "scoredStatistic"> | undefined): boolean {
  return metric?.scoredStatistic === "p95";
}

/** Runs of consecutive days, for sources that are asked by window. */
export function contiguousWindows(days: readonly UtcDay[]): { from: UtcDay; to: UtcDay }[] {
  const windows: { from: UtcDay; to: UtcDay }[] = [];
  for (const day of days) {
    const last = windows.at(-1);
    if (last !== undefined && dayNumber(day) === dayNumber(last.to) + 1) last.to = day;
    else windows.push({ from: day, to: day });
  }
  return windows;
}

/** The UTC day on which an instant given as ISO text lies. */
export function dayOfInstant(isoInstant: string): UtcDay {
  return dayAt(instantSeconds(isoInstant));
}

/** Epoch seconds of an ISO instant in UTC such as `2026-11-22T07:00:00.000Z`. */
export function instantSeconds(isoInstant: string): number {
  const [day = "", time = ""] = isoInstant.split("T");
  const [hours = "0", minutes = "0", seconds = "0"] = time.replace("Z", "").split(":");
  return startOfDay(day) + Number(hours) * 3600 + Number(minutes) * 60 + Math.floor(Number(seconds));
}
