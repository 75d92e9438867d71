/** A UTC calendar day as `YYYY-MM-DD`. Days are half-open: `[D 00:00, D+1 00:00)`. The only file of core that knows `Date`. */
export type UtcDay = string;

export const SECONDS_PER_DAY = 86_400;
const MS_PER_DAY = SECONDS_PER_DAY * 1000;
const PATTERN = /^\d{4}-\d{2}-\d{2}$/;

/** Whole days since 1970-01-01. @example dayNumber("1970-01-02") // 1 */
export function dayNumber(day: UtcDay): number {
  const known = numbers.get(day);
  if (known !== undefined) return known;
  const number = Date.parse(`${day}T00:00:00Z`) / MS_PER_DAY;
  if (!Number.isNaN(number)) numbers.set(day, number);
  return number;
}

/** The reverse of {@link dayNumber}. @example dayOf(1) // "1970-01-02" */
export function dayOf(number: number): UtcDay {
  const known = names.get(number);
  if (known !== undefined) return known;
  const name = new Date(number * MS_PER_DAY).toISOString().slice(0, 10);
  names.set(number, name);
  return name;
}

/** A fleet asks for the same few hundred days millions of times. */
const names = new Map<number, UtcDay>();
const numbers = new Map<UtcDay, number>();

/** First second of the day, in epoch seconds. @example startOfDay("1970-01-02") // 86400 */
export function startOfDay(day: UtcDay): number {
  return dayNumber(day) * SECONDS_PER_DAY;
}

/** The day that holds an instant, given in epoch seconds. @example dayAt(86399) // "1970-01-01" */
export function dayAt(epochSeconds: number): UtcDay {
  return dayOf(Math.floor(epochSeconds / SECONDS_PER_DAY));
}

/** @example addDays("2024-02-28", 1) // "2024-02-29" */
export function addDays(day: UtcDay, days: number): UtcDay {
  return dayOf(dayNumber(day) + days);
}

/** Days from `first` to `last`, both included; empty if `first` is later. */
export function daysBetween(first: UtcDay, last: UtcDay): UtcDay[] {
  const start = dayNumber(first);
  return Array.from({ length: Math.max(0, dayNumber(last) - start + 1) }, (_, index) => dayOf(start + index));
}

/** True for a real calendar day in the form `YYYY-MM-DD`. @example isUtcDay("2026-02-30") // false */
export function isUtcDay(text: string): boolean {
  return PATTERN.test(text) && !Number.isNaN(dayNumber(text)) && dayOf(dayNumber(text)) === text;
}
