/** What says that a series has gone quiet; one flag (0 or 1) per day. */
export interface SilenceFlags {
  /** Data are missing where they used to come. */
  readonly stopped: Uint8Array;
  /** One value again and again in a series that never did that. */
  readonly frozen: Uint8Array;
}

/** One day without data is a gap, two are a silence, in a series that never had gaps. */
const LEAST_STOPPED_DAYS = 2;
/** A run of missing days is a silence where the series' own share of gaps makes it as rare as this. */
const SILENCE_CHANCE = 2e-4;
const GAP_MEMORY_DAYS = 84;
const LEAST_FROZEN_DAYS = 5;
const KNOWN_DAYS = 28;
const WEEKS = 4;
/** A new run of equal values must be so many times as long as any before. */
const LONGER = 3;

/**
 * Flags each day without data on which a series has been missing on more of the days it used to have data on, one after another, than
 * its own gaps explain: on two where it never had any. And each day of a run of equal values far longer than any before, from 28 known
 * days on.
 *
 * @example silenceFlags(Float64Array.of(1, 2, NaN)).stopped // [0, 0, 0]
 */
export function silenceFlags(values: Float64Array): SilenceFlags {
  return { stopped: stoppedDays(values), frozen: frozenDays(values) };
}

function stoppedDays(values: Float64Array): Uint8Array {
  const stopped = new Uint8Array(values.length);
  const expected = Uint8Array.from(values, (_, day) => Number(isExpected(values, day)));
  let missed = 0;
  let enough = LEAST_STOPPED_DAYS;
  for (let day = 0; day < values.length; day++) {
    if (!Number.isNaN(values[day])) {
      missed = 0;
      continue;
    }
    if (missed === 0) enough = daysOfSilence(gapShare(values, expected, day));
    missed += expected[day] ?? 0;
    stopped[day] = Number(missed >= enough);
  }
  return stopped;
}

/** Share of the expected days before `day` that had no data. */
function gapShare(values: Float64Array, expected: Uint8Array, day: number): number {
  let days = 0;
  let gaps = 0;
  for (let before = Math.max(0, day - GAP_MEMORY_DAYS); before < day; before++) {
    if (expected[before] !== 1) continue;
    days++;
    if (Number.isNaN(values[before])) gaps++;
  }
  return days === 0 ? 0 : gaps / days;
}

/** Missing days in a row that gaps of this share, independent of each other, bring about no more often than {@link SILENCE_CHANCE}. */
function daysOfSilence(share: number): number {
  if (share === 0) return LEAST_STOPPED_DAYS;
  return Math.max(LEAST_STOPPED_DAYS, Math.ceil(Math.log(SILENCE_CHANCE) / Math.log(share)));
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
