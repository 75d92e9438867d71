import type { QueryWindow } from "#core/promql/query-window.ts";

/** Prometheus refuses a range query with more points per series. */
const POINTS_MAX_COUNT = 11_000;

/**
 * Splits a range into consecutive parts of at most 11,000 points on one grid: each instant of the whole is in exactly one part.
 *
 * @throws RangeError unless the step is positive and `end` is not before `start`
 * @example splitWindow({ start: 0, end: 11_000, stepSeconds: 1 }) // 0..10999 and 11000..11000
 */
export function splitWindow({ start, end, stepSeconds }: QueryWindow): QueryWindow[] {
  if (!(stepSeconds > 0) || !(end >= start)) {
    throw new RangeError(`no range: start ${start}, end ${end}, step ${stepSeconds} s`);
  }
  const pointsCount = Math.floor((end - start) / stepSeconds) + 1;
  const parts: QueryWindow[] = [];
  for (let first = 0; first < pointsCount; first += POINTS_MAX_COUNT) {
    const last = Math.min(first + POINTS_MAX_COUNT, pointsCount) - 1;
    parts.push({ start: start + first * stepSeconds, end: start + last * stepSeconds, stepSeconds });
  }
  return parts;
}
