/** Clock and pause, so that tests need not wait. */
export interface Waiting {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Waits until so many points may be asked for. */
export type PointsLimit = (points: number) => Promise<void>;

/**
 * Token bucket of points per second. It holds one second's worth; a request larger than that is let through when the bucket is full
 * and the next one waits until the debt is paid, so that the rate holds on average.
 */
export function pointsLimit(pointsPerSecond: number, { now, sleep }: Waiting): PointsLimit {
  if (!Number.isFinite(pointsPerSecond)) return async () => {};
  let tokens = pointsPerSecond;
  let countedAtMs = now();
  return async (points) => {
    const atMs = now();
    tokens = Math.min(pointsPerSecond, tokens + ((atMs - countedAtMs) / 1000) * pointsPerSecond);
    countedAtMs = atMs;
    const missing = Math.min(points, pointsPerSecond) - tokens;
    tokens -= points;
    if (missing > 0) await sleep((missing / pointsPerSecond) * 1000);
  };
}
