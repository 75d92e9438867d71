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
export function forecastDaysInWords({ days, ...ends }: ForecastInterval): string {
  const about = days < 1 ? inDays(days) : `about ${inDays(days)}`;
  const between = betweenInWords(ends);
  return between === null ? about : `${about} (${between})`;
}

/**
 * The interval alone; null where there is none, or no more than its middle to say.
 * @example betweenInWords({ earliest: 3, latest: null }) // "3 days to much later"
 */
export function betweenInWords({ earliest, latest }: Omit<ForecastInterval, "days">): string | null {
  if (earliest === null) return null;
  const [from, to] = [inDays(earliest), latest === null ? "much later" : inDays(latest)];
  return from === to ? null : `${from} to ${to}`;
}
