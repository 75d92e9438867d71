import type { RunInput } from "#core/model/run.ts";
import { StageError } from "#core/model/stage-error.ts";
import { addDays, daysBetween, type UtcDay } from "#core/model/utc-day.ts";

/** Late data: yesterday and the day before are always read again. */
const DEFAULT_DAYS = 2;
/** The schedule closes gaps by itself as far back as this. */
export const CATCH_UP_DAYS = 7;

export interface RunRange {
  readonly from: UtcDay;
  readonly to: UtcDay;
  readonly warnings: readonly string[];
}

/**
 * The days that a run works on. Without a wish: the last two, extended back to the oldest of the last seven that no COMPLETE run
 * covers; an older gap is a warning that names the backfill to start.
 * @param today - UTC day of this moment; it and later days are refused
 * @param coveredDays - days among the last seven that a COMPLETE run covers
 * @throws InputInvalid
 */
export function resolveRange(
  input: RunInput,
  today: UtcDay,
  past: { readonly coveredDays: readonly UtcDay[]; readonly newestCompleteDay: UtcDay | null },
): RunRange {
  const yesterday = addDays(today, -1);
  if (input.runDate !== undefined) return closedRange(input.runDate, input.runDate, today);
  if (input.from !== undefined && input.to !== undefined) return closedRange(input.from, input.to, today);
  if (input.backfillDays !== undefined)
    return { from: addDays(today, -input.backfillDays), to: yesterday, warnings: [] };
  const window = daysBetween(addDays(today, -CATCH_UP_DAYS), yesterday);
  const missing = window.find((day) => !past.coveredDays.includes(day));
  const from = addDays(today, -DEFAULT_DAYS);
  return {
    from: missing !== undefined && missing < from ? missing : from,
    to: yesterday,
    warnings: olderGap(past.newestCompleteDay, today),
  };
}

function closedRange(from: UtcDay, to: UtcDay, today: UtcDay): RunRange {
  if (to >= today) {
    throw new StageError(
      "InputInvalid",
      `${to} is not over: the newest day that can be read is ${addDays(today, -1)} (UTC)`,
    );
  }
  return { from, to, warnings: [] };
}

function olderGap(newestCompleteDay: UtcDay | null, today: UtcDay): string[] {
  const oldestCaughtUp = addDays(today, -CATCH_UP_DAYS);
  if (newestCompleteDay === null)
    return ['no run was ever COMPLETE: start one with {"backfillDays":90} for history'];
  if (newestCompleteDay >= addDays(oldestCaughtUp, -1)) return [];
  const from = addDays(newestCompleteDay, 1);
  return [
    `no COMPLETE run covers ${from} to ${addDays(oldestCaughtUp, -1)}: start one with {"from":"${from}","to":"${addDays(oldestCaughtUp, -1)}"}`,
  ];
}
