const UNIT_SECONDS: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3_600,
  d: 86_400,
  w: 604_800,
  y: 31_536_000,
};
const DURATION = /^(?:\d+(?:ms|[smhdwy]))+$/;
const PART = /(\d+)(ms|[smhdwy])/g;

/**
 * Seconds of the retention that Prometheus reports, such as `15d`, `1y2w` or `15d or 10GiB`; null if it names no time, or 0, which
 * stands for "not set".
 *
 * @example retentionSeconds("15d or 10GiB") // 1296000
 */
export function retentionSeconds(text: string): number | null {
  const duration = text.split(" or ").find((part) => DURATION.test(part.trim()));
  if (duration === undefined) {
    return null;
  }
  let seconds = 0;
  for (const [, count, unit] of duration.matchAll(PART)) {
    seconds += Number(count) * (UNIT_SECONDS[unit ?? ""] ?? 0);
  }
  return seconds === 0 ? null : seconds;
}
