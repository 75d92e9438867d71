import { inDays } from "./counted.ts";

/** Days until something is reached, with the ends of the interval in which it falls four times in five; null at the late end: possibly never. */
interface ForecastInterval {
  readonly days: number;
  readonly earliest: number | null;
  readonly latest: number | null;
}

/**
 * How long there is, as one says it: whole days, because nobody plans by a third of one.
 * @example forecastDaysInWords({ days: 4.2, earliest: 3, latest: 6.5 }) // "about 4 days (3 days to 7 days)"
 * @example forecastDaysInWords({ days: 0.3, earliest: 0, latest: 0.9 }) // "less than a day"
 */
export function forecastDaysInWords({ days, earliest, latest }: ForecastInterval): string {
  const about = days < 1 ? inDays(days) : `about ${inDays(days)}`;
  if (earliest === null) return about;
  const [from, to] = [inDays(earliest), latest === null ? "much later" : inDays(latest)];
  return from === to ? about : `${about} (${from} to ${to})`;
}
