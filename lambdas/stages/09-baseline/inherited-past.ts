import { dayNumber, type UtcDay } from "#core/model/utc-day.ts";
import type { KnownSeries } from "./known-series.ts";

/**
 * The series with the past of its group before its own first day: on each day the value of one of the others, each in its turn, so that the past
 * has the level of the group and the spread of a single member. The first day itself, seldom a whole one, says nothing.
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

/** A group with the mean of its members before its own first day, weighted by how much of the day each lived, as 08 does it from then on. */
export function withMeanPast(series: KnownSeries, members: readonly KnownSeries[]): KnownSeries {
  const first = firstDay(series.values);
  const values = series.values.slice();
  for (let day = 0; day < first; day += 1) {
    let total = 0;
    let weights = 0;
    for (const { values: own, history } of members) {
      const value = own[day] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      const slots = history.slotsGot[day] ?? -1;
      const weight = slots < 0 ? (history.slotsExpected[day] ?? 1) : slots;
      total += weight * value;
      weights += weight;
    }
    values[day] = weights === 0 ? Number.NaN : total / weights;
  }
  return { ...series, values };
}

/** Index of the first value; the length where there is none. */
function firstDay(values: Float64Array): number {
  const found = values.findIndex((value) => !Number.isNaN(value));
  return found === -1 ? values.length : found;
}

/** Knuth's multiplicative hash: turns that do not keep step with the week, whatever the number of members. */
function turnOf(day: number, members: number): number {
  return members === 0 ? -1 : (Math.imul(day, 2_654_435_761) >>> 16) % members;
}
