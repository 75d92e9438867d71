import { dayNumber, type UtcDay } from "#core/model/utc-day.ts";
import { NO_ROW } from "#core/ports/stores.ts";
import type { KnownSeries } from "./known-series.ts";

/** Days for which a past follows one member before the next has its turn. */
const TURN_DAYS = 7;

/**
 * The series with the past of its group before its own first day: the values of one of the others, each in its turn for a week. Such a past has
 * the level of the group, the spread of a single member, and its persistence: where each keeps a level of its own, the engine finds the days of a week
 * alike and widens its limits of drift. The first day itself, seldom a whole one, says nothing.
 * @param others - the same metric of the other members, in a fixed order
 * @param historyFrom - day of index 0: a turn belongs to a day, whatever the range that was read
 */
export function withMembersPast(
  series: KnownSeries,
  others: readonly KnownSeries[],
  historyFrom: UtcDay,
): KnownSeries {
  if (others.length === 0) return series;
  const first = firstDay(series.values);
  const firstNumber = dayNumber(historyFrom);
  const values = series.values.slice();
  for (let day = 0; day < first; day += 1) {
    const present = others.filter((other) => !Number.isNaN(other.values[day]));
    values[day] = present[turnOf(firstNumber + day, present.length)]?.values[day] ?? Number.NaN;
  }
  if (first < values.length) values[first] = Number.NaN;
  return { ...series, values };
}

/**
 * A group with the mean of its members on the days on which it was no resource: before its first day, and while all of its members were old. They are
 * weighted by how much of the day each lived, as 08 does it on the others. Which days these are depends on the day's rows alone, not on where the
 * history begins.
 */
export function withMeanPast(series: KnownSeries, members: readonly KnownSeries[]): KnownSeries {
  const values = series.values.slice();
  for (const [day, status] of series.history.status.entries())
    if (status === NO_ROW) values[day] = weightedMean(members, day);
  return { ...series, values };
}

/** NaN where no member has a value. */
function weightedMean(members: readonly KnownSeries[], day: number): number {
  let total = 0;
  let weights = 0;
  for (const { values, history } of members) {
    const value = values[day] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    const slots = history.slotsGot[day] ?? -1;
    const weight = slots < 0 ? (history.slotsExpected[day] ?? 1) : slots;
    total += weight * value;
    weights += weight;
  }
  return weights === 0 ? Number.NaN : total / weights;
}

/** Index of the first value; the length where there is none. */
function firstDay(values: Float64Array): number {
  const found = values.findIndex((value) => !Number.isNaN(value));
  return found === -1 ? values.length : found;
}

/** Whose turn a day belongs to, by Knuth's multiplicative hash of its week. */
function turnOf(day: number, members: number): number {
  const week = Math.floor(day / TURN_DAYS);
  return members === 0 ? -1 : (Math.imul(week, 2_654_435_761) >>> 16) % members;
}
