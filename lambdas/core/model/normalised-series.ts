import * as z from "zod";
import { NumberColumn } from "./column.ts";
import { DAY_STATUSES } from "./daily-value.ts";

/**
 * One day of a series on its grid, in the metric's stored unit: `slot` counts from midnight UTC in ascending order, the other columns are
 * parallel to it. A slot's value is `sum / count`; where `count` is absent each slot is one reading and `sum` is its value. Where
 * `min` and `max` are absent they equal the value. For per-period sums `sum` is the total of the slot.
 */
export const SlotDay = z.object({
  slot: NumberColumn,
  sum: NumberColumn,
  count: NumberColumn.optional(),
  min: NumberColumn.optional(),
  max: NumberColumn.optional(),
});
export type SlotDay = z.infer<typeof SlotDay>;

export const NormalisedDay = z.object({
  date: z.iso.date(),
  status: z.enum(DAY_STATUSES),
  resolution: z.enum(["samples", "daily", "none"]),
  slots: SlotDay.nullable(),
  daily: z
    .object({
      min: z.number().nullable(),
      max: z.number().nullable(),
      avg: z.number().nullable(),
      slotsAboveZero: z.int().nullable(),
    })
    .nullable(),
});
export type NormalisedDay = z.infer<typeof NormalisedDay>;

/** One line of 06's object. */
export const NormalisedSeries = z.object({
  resourceId: z.string(),
  metric: z.string(),
  stepSeconds: z.int(),
  days: z.array(NormalisedDay),
});
export type NormalisedSeries = z.infer<typeof NormalisedSeries>;
