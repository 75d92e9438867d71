const BASE_MS = 200;
const CAP_MS = 5_000;

/**
 * How long to wait after the `attempt`-th failure: anything up to 200 ms, 400 ms, 800 ms, ... 5 s ("full jitter", so that many callers
 * do not come back together), and not less than the server asks for.
 *
 * @param attempt 1 after the first failure
 * @param random from 0 up to, not including, 1
 * @param retryAfterSeconds header of that name; null without one
 * @example backoffMs(3, 0.5, null) // 400
 */
export function backoffMs(attempt: number, random: number, retryAfterSeconds: number | null): number {
  const jittered = random * Math.min(CAP_MS, BASE_MS * 2 ** (attempt - 1));
  return Math.max(jittered, (retryAfterSeconds ?? 0) * 1000);
}
