import * as z from "zod";
import { CheckLine } from "./check-line.ts";

/** Longest warning and how many of them a stage passes on: state stays under 32 KiB. */
const MAX_WARNINGS = 10;
const MAX_WARNING_LENGTH = 240;

export const Counts = z.object({
  in: z.int(),
  out: z.int(),
  skipped: z.int(),
  /** Requests to outside systems, retries included. */
  calls: z.int(),
  /** Billed units among them, where the service bills units. */
  units: z.int(),
  ms: z.int(),
});
export type Counts = z.infer<typeof Counts>;

export const NO_COUNTS: Counts = { in: 0, out: 0, skipped: 0, calls: 0, units: 0, ms: 0 };

/** What every stage answers beside its own fields; the pipeline log is made of it. */
export const StageReport = z.object({
  state: z.enum(["ok", "partial", "failed", "skipped"]),
  counts: Counts,
  warnings: z.array(z.string()),
  /** What the stage tried; only in a check. */
  checks: z.array(CheckLine).optional(),
});
export type StageReport = z.infer<typeof StageReport>;

/** The first warnings, each cut to length; the last says how many more there were. */
export function capWarnings(warnings: readonly string[]): string[] {
  const short = warnings.map((text) =>
    text.length > MAX_WARNING_LENGTH ? `${text.slice(0, MAX_WARNING_LENGTH - 1)}…` : text,
  );
  if (short.length <= MAX_WARNINGS) return short;
  return [...short.slice(0, MAX_WARNINGS - 1), `and ${short.length - MAX_WARNINGS + 1} more warnings`];
}
