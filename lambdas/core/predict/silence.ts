/** What says that a series has gone quiet; one flag (0 or 1) per day. */
export interface SilenceFlags {
  /** Data are missing where they used to come. */
  readonly stopped: Uint8Array;
  /** One value again and again in a series that never did that. */
  readonly frozen: Uint8Array;
}

/** One day without data is a gap, two are a silence. */
const STOPPED_AFTER_DAYS = 2;
const LEAST_FROZEN_DAYS = 5;
const KNOWN_DAYS = 28;
const WEEKS = 4;
/** A new run of equal values must be so many times as long as any before. */
const LONGER = 3;

/**
 * Flags each day on which a series that used to have data on this weekday has had none for two such days, and each day of
 * a run of equal values far longer than any before, from 28 known days on.
 *
 * @example silenceFlags(Float64Array.of(1, 2, NaN)).stopped // [0, 0, 0]
 */
export function silenceFlags(values: Float64Array): SilenceFlags {
  return { stopped: stoppedDays(values), frozen: frozenDays(values) };
}

function stoppedDays(values: Float64Array): Uint8Array {
  const stopped = new Uint8Array(values.length);
  let missingDays = 0;
  for (let day = 0; day < values.length; day++) {
    if (!Number.isNaN(values[day])) missingDays = 0;
    else if (missingDays > 0 || isExpected(values, day)) missingDays++;
    if (missingDays >= STOPPED_AFTER_DAYS) stopped[day] = 1;
  }
  return stopped;
}

function frozenDays(values: Float64Array): Uint8Array {
  const frozen = new Uint8Array(values.length);
  let run = 0;
  let longest = 1;
  let known = 0;
  let last = Number.NaN;
  for (let day = 0; day < values.length; day++) {
    const value = values[day] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    known++;
    const isSame = value === last;
    if (!isSame) longest = Math.max(longest, run);
    run = isSame ? run + 1 : 1;
    last = value;
    if (known - run >= KNOWN_DAYS && run >= Math.max(LEAST_FROZEN_DAYS, LONGER * longest)) frozen[day] = 1;
  }
  return frozen;
}

/** True if the same weekday had data in three of the last four weeks. */
function isExpected(values: Float64Array, day: number): boolean {
  let present = 0;
  for (let week = 1; week <= WEEKS; week++) {
    if (!Number.isNaN(values[day - 7 * week] ?? Number.NaN)) present++;
  }
  return present >= WEEKS - 1;
}
