import * as z from "zod";
import { CheckLine } from "./check-line.ts";
import { SOURCES } from "./resource.ts";
import { isUtcDay } from "./utc-day.ts";

const Day = z.string().refine(isUtcDay, "a UTC day as YYYY-MM-DD, such as 2026-11-21");

export const MAX_BACKFILL_DAYS = 400;

/** What a person or the schedule may ask for (design: input of a run). Anything else is refused. */
export const RunInput = z
  .strictObject({
    runDate: Day.optional(),
    from: Day.optional(),
    to: Day.optional(),
    backfillDays: z.int().min(1).max(MAX_BACKFILL_DAYS).optional(),
    only: z.array(z.enum(SOURCES)).min(1).optional(),
    dryRun: z.boolean().optional(),
    check: z.boolean().optional(),
  })
  .refine((input) => (input.from === undefined) === (input.to === undefined), "`from` and `to` go together")
  .refine(
    (input) =>
      [input.runDate, input.from, input.backfillDays].filter((part) => part !== undefined).length <= 1,
    "give one of `runDate`, `from` with `to`, or `backfillDays`",
  )
  .refine(
    (input) => input.from === undefined || input.to === undefined || input.from <= input.to,
    "`from` is later than `to`",
  );
export type RunInput = z.infer<typeof RunInput>;

/** What 00-open-run decided; every later stage gets it under `run`. */
export const Run = z.object({
  runId: z.string().min(1).max(80),
  from: z.iso.date(),
  to: z.iso.date(),
  /** Sources that this run collects. */
  sources: z.array(z.enum(SOURCES)),
  /** Sources that config does without: a run of all others is whole. */
  leftOut: z.array(z.enum(SOURCES)).default([]),
  isDryRun: z.boolean(),
  isCheck: z.boolean(),
  /** False for a backfill, a rerun of an old day and a dry run: nobody is told. */
  tellsPeople: z.boolean(),
  /** Fencing token of the lease; 0 where no lease was taken. */
  epoch: z.int().min(0),
  configKey: z.string(),
  inventoryKey: z.string(),
  configHash: z.string(),
  /** Version of the code that opened the run; on each row that it writes. */
  codeVersion: z.string(),
  startedAt: z.iso.datetime(),
  /** Newest day of a COMPLETE run before this one; null where there is none. */
  newestCompleteDay: z.iso.date().nullable(),
  warnings: z.array(z.string()),
  /** What 00 tried; only in a check. */
  checks: z.array(CheckLine).optional(),
});
export type Run = z.infer<typeof Run>;

/** How a run ended. The first two succeed in the console. */
export const RUN_STATES = ["COMPLETE", "PARTIAL", "FAILED", "SUPERSEDED"] as const;
export type RunState = (typeof RUN_STATES)[number];
