import * as z from "zod";
import { NumberColumn, NumberOrNullColumn } from "./column.ts";

/**
 * Source points of one series in the source's own unit. `t` are epoch seconds of the start of each slot, in any order; the columns
 * are parallel to it. `value` for sources with one number a slot (Prometheus, gateway); CloudWatch sends `min`, `max`, `sum`,
 * `count`, or `sum` alone for per-period sums. Null in a column: the source sent no number (NaN, Inf or nothing) for that slot.
 */
export const RawSamples = z.object({
  stepSeconds: z.int().positive(),
  t: NumberColumn,
  value: NumberOrNullColumn.optional(),
  min: NumberOrNullColumn.optional(),
  max: NumberOrNullColumn.optional(),
  sum: NumberOrNullColumn.optional(),
  count: NumberOrNullColumn.optional(),
});
export type RawSamples = z.infer<typeof RawSamples>;

/** Daily statistics as the source computed them, in the source's unit (`sum` is over the whole day). */
export const RawDailyStatistics = z.object({
  date: z.iso.date(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  avg: z.number().nullable(),
  sum: z.number().nullable(),
  slotsAboveZero: z.int().nullable(),
});
export type RawDailyStatistics = z.infer<typeof RawDailyStatistics>;

/**
 * How the source answered for one day: read as `samples` or `daily` statistics, completely (`ok`), cut (`partial`), with an
 * error (`failed`), or not at all because it cannot (`not_available`). A day that was asked but had no points is `ok` here and becomes `no_data` later.
 */
export const DayAnswer = z.object({
  date: z.iso.date(),
  resolution: z.enum(["samples", "daily", "none"]),
  status: z.enum(["ok", "partial", "failed", "not_available"]),
});
export type DayAnswer = z.infer<typeof DayAnswer>;

/** One line of a collector's object: everything that the source said of one series in the run's range. */
export const RawSeries = z.object({
  resourceId: z.string(),
  metric: z.string(),
  answers: z.array(DayAnswer),
  samples: RawSamples.nullable(),
  daily: z.array(RawDailyStatistics),
});
export type RawSeries = z.infer<typeof RawSeries>;
