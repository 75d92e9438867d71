import { SECONDS_PER_DAY } from "#core/model/utc-day.ts";
import type { SlotColumns } from "#lib/local/estate/estate.ts";
import type { PeriodSeconds, Statistic } from "./metric-data-request.ts";
import { type DayColumns, SLOT_SECONDS } from "./statistic-columns.ts";

/** Points of one result, oldest first. */
export interface Points {
  readonly t: readonly number[];
  readonly values: readonly number[];
}

/** What is asked of one metric. Epoch seconds; `to` is exclusive, and no slot that ends after `now` has a point yet. */
export interface PointsWindow {
  readonly from: number;
  readonly to: number;
  readonly now: number;
  readonly periodSeconds: PeriodSeconds;
}

/**
 * How long CloudWatch keeps points, by period. Daily ones are made from the hourly.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html, metrics retention
 */
const RETENTION_DAYS: Readonly<Record<PeriodSeconds, number>> = { 300: 63, 3600: 455, 86400: 455 };

/** Minimum, maximum, sum and sample count of one period; `count` 0: no point. */
interface Summary {
  min: number;
  max: number;
  sum: number;
  count: number;
}

/** The points of one statistic of one metric. `isSum`: the estate's `avg` is already the period's sum. */
export function metricPoints(
  columnsOf: (dayStart: number) => ReturnType<DayColumns>,
  window: PointsWindow,
  statistic: Statistic,
  isSum: boolean,
): Points {
  const { periodSeconds } = window;
  const oldest = window.now - RETENTION_DAYS[periodSeconds] * SECONDS_PER_DAY;
  const from = Math.ceil(Math.max(window.from, oldest) / periodSeconds) * periodSeconds;
  const to = Math.min(window.to, window.now);
  const t: number[] = [];
  const values: number[] = [];
  let dayStart = Number.NaN;
  let columns: SlotColumns | null = null;
  for (let at = from; at < to; at += periodSeconds) {
    const day = at - (at % SECONDS_PER_DAY);
    if (day !== dayStart) {
      dayStart = day;
      columns = columnsOf(day);
    }
    if (columns !== null) {
      const slotCount = Math.min(periodSeconds, Math.floor((window.now - at) / SLOT_SECONDS) * SLOT_SECONDS);
      const first = (at - day) / SLOT_SECONDS;
      const summary = summarise(columns, first, first + slotCount / SLOT_SECONDS, isSum);
      if (summary.count > 0) {
        t.push(at);
        values.push(statisticOf(summary, statistic));
      }
    }
  }
  return { t, values };
}

function summarise(columns: SlotColumns, first: number, end: number, isSum: boolean): Summary {
  const summary = { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY, sum: 0, count: 0 };
  for (let slot = first; slot < end; slot++) {
    const average = columns.avg[slot] ?? Number.NaN;
    const count = columns.count[slot] ?? Number.NaN;
    if (!Number.isNaN(average) && count > 0) {
      summary.min = Math.min(summary.min, columns.min[slot] ?? average);
      summary.max = Math.max(summary.max, columns.max[slot] ?? average);
      summary.sum += isSum ? average : average * count;
      summary.count += count;
    }
  }
  return summary;
}

function statisticOf(summary: Summary, statistic: Statistic): number {
  switch (statistic) {
    case "Minimum":
      return summary.min;
    case "Maximum":
      return summary.max;
    case "Sum":
      return summary.sum;
    case "SampleCount":
      return summary.count;
    case "Average":
      return summary.sum / summary.count;
  }
}
