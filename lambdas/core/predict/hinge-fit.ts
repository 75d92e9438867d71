/** A level that turned into a straight line on some day: least squares of both, and how sure they are. */
export interface HingeFit {
  /** Level on the newest day, and its rise per day. */
  readonly level: number;
  readonly slope: number;
  /** Variances and covariance of the two; they grow with autocorrelation. */
  readonly levelVariance: number;
  readonly slopeVariance: number;
  readonly covariance: number;
  /** Sum of squared residuals. */
  readonly squares: number;
}

/**
 * Fits `a + b max(0, t - onset)` to the present values.
 *
 * @param onset - index after which the line rises; at or before 0 it is a plain line.
 * @param variance - of a single day, autocorrelation included; NaN to take it from the residuals.
 * @example fitHinge(Float64Array.of(1, 1, 1, 2, 3), 2, 0)?.slope // 1
 */
export function fitHinge(values: Float64Array, onset: number, variance: number): HingeFit | null {
  let n = 0;
  let sumX = 0;
  let sumY = 0;
  let sumXX = 0;
  let sumXY = 0;
  for (let t = 0; t < values.length; t++) {
    const y = values[t] ?? Number.NaN;
    if (Number.isNaN(y)) continue;
    const x = Math.max(0, t - onset);
    n++;
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumXY += x * y;
  }
  const spreadX = sumXX - (sumX * sumX) / n;
  if (n < 4 || !(spreadX > 0)) return null;
  const slope = (sumXY - (sumX * sumY) / n) / spreadX;
  const start = (sumY - slope * sumX) / n;
  let squares = 0;
  for (let t = 0; t < values.length; t++) {
    const y = values[t] ?? Number.NaN;
    if (!Number.isNaN(y)) squares += (y - start - slope * Math.max(0, t - onset)) ** 2;
  }
  const single = Number.isNaN(variance) ? squares / (n - 2) : variance;
  const slopeVariance = single / spreadX;
  const way = values.length - 1 - onset - sumX / n;
  return {
    level: start + slope * (values.length - 1 - onset),
    slope,
    levelVariance: single / n + way * way * slopeVariance,
    slopeVariance,
    covariance: way * slopeVariance,
    squares,
  };
}
