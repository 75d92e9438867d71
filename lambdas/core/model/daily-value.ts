import * as z from "zod";

/** Why a series-day has, or lacks, a value. */
export const DAY_STATUSES = ["ok", "partial", "no_data", "failed", "not_available"] as const;
export type DayStatus = (typeof DAY_STATUSES)[number];

/**
 * One series on one UTC day, in the metric's stored unit.
 * `slotsGot` is null on days read as daily statistics: they count as fewer than any samples. `p95` is type 7 over the 5-minute
 * values and null on such days. `slotsAboveZero` is null where the source cannot say.
 */
export const DailyValue = z.object({
  date: z.iso.date(),
  status: z.enum(DAY_STATUSES),
  resolution: z.enum(["samples", "daily", "none"]),
  min: z.number().nullable(),
  max: z.number().nullable(),
  avg: z.number().nullable(),
  p95: z.number().nullable(),
  slotsGot: z.int().nullable(),
  slotsExpected: z.int(),
  slotsAboveZero: z.int().nullable(),
});
export type DailyValue = z.infer<typeof DailyValue>;

/** One line of 07's object. */
export const DailySeries = z.object({
  resourceId: z.string(),
  metric: z.string(),
  days: z.array(DailyValue),
});
export type DailySeries = z.infer<typeof DailySeries>;

/** True if the day carries numbers. */
export function hasValue(day: Pick<DailyValue, "status">): boolean {
  return day.status === "ok" || day.status === "partial";
}
