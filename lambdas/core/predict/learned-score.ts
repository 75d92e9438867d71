/** Days of its own past that a resource is compared with. */
const HISTORY_DAYS = 90;
const LEAST_DAYS = 28;
const GAP_DAYS = 3;
/** Residuals beyond this many sigmas neither teach nor count for more. */
const CUT_SIGMAS = 6;
/** Days that the assumption "the metrics are independent" weighs, beside the days seen. */
const PRIOR_DAYS_PER_METRIC = 3;
const MOST_METRICS = 24;

/**
 * How unusual the combination of a resource's metrics is on each day, against its own past: the Mahalanobis distance of
 * the day's residuals, their covariance shrunk towards independence, expressed on the scale of a standard normal by Wilson
 * and Hilferty's cube root. About 0 on a usual day, above 3 on one in a thousand. NaN with a single metric, with a metric
 * missing, or with fewer than 28 days of history. At most the first 24 metrics take part.
 *
 * @param residuals - one array per metric of the resource, in sigmas, NaN where there is none.
 * @param from - index of the first day that is wanted; NaN before it.
 * @example learnedScores([cpu.residual, requests.residual])[200] // 4.1: processor normal, requests halved
 */
export function learnedScores(residuals: readonly Float64Array[], from = 0): Float64Array {
  const used = residuals.slice(0, MOST_METRICS);
  const days = used[0]?.length ?? 0;
  const scores = new Float64Array(days).fill(Number.NaN);
  if (used.length < 2) return scores;
  for (let day = Math.max(LEAST_DAYS, from); day < days; day++) {
    const today = rowAt(used, day);
    if (today === null) continue;
    const factor = choleskyOfHistory(used, day);
    if (factor !== null) scores[day] = normalScore(squaredDistance(factor, today), used.length);
  }
  return scores;
}

function rowAt(residuals: readonly Float64Array[], day: number): Float64Array | null {
  const row = new Float64Array(residuals.length);
  for (let metric = 0; metric < residuals.length; metric++) {
    const value = residuals[metric]?.[day] ?? Number.NaN;
    if (Number.isNaN(value)) return null;
    row[metric] = Math.min(CUT_SIGMAS, Math.max(-CUT_SIGMAS, value));
  }
  return row;
}

function choleskyOfHistory(residuals: readonly Float64Array[], day: number): Float64Array | null {
  const p = residuals.length;
  const sums = new Float64Array(p * p);
  let seen = 0;
  for (let past = Math.max(0, day - HISTORY_DAYS); past < day - GAP_DAYS; past++) {
    const row = rowAt(residuals, past);
    if (row === null) continue;
    seen++;
    for (let i = 0; i < p; i++) {
      for (let j = 0; j <= i; j++) sums[i * p + j] = (sums[i * p + j] ?? 0) + (row[i] ?? 0) * (row[j] ?? 0);
    }
  }
  if (seen < LEAST_DAYS) return null;
  const prior = PRIOR_DAYS_PER_METRIC * p;
  for (let i = 0; i < p; i++) sums[i * p + i] = (sums[i * p + i] ?? 0) + prior;
  return cholesky(
    sums.map((sum) => sum / (seen + prior)),
    p,
  );
}

/** Lower triangle L with L L' = the matrix, row by row; the shrinkage keeps it positive definite. */
function cholesky(matrix: Float64Array, p: number): Float64Array {
  const factor = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * p + j] ?? 0;
      for (let k = 0; k < j; k++) rest -= (factor[i * p + k] ?? 0) * (factor[j * p + k] ?? 0);
      factor[i * p + j] = i === j ? Math.sqrt(Math.max(rest, 1e-9)) : rest / (factor[j * p + j] ?? 1);
    }
  }
  return factor;
}

function squaredDistance(factor: Float64Array, row: Float64Array): number {
  const p = row.length;
  const solved = new Float64Array(p);
  let distance = 0;
  for (let i = 0; i < p; i++) {
    let rest = row[i] ?? 0;
    for (let k = 0; k < i; k++) rest -= (factor[i * p + k] ?? 0) * (solved[k] ?? 0);
    solved[i] = rest / (factor[i * p + i] ?? 1);
    distance += (solved[i] ?? 0) ** 2;
  }
  return distance;
}

/** Wilson and Hilferty: the cube root of a chi-square over its degrees of freedom is nearly normal. */
function normalScore(distance: number, freedom: number): number {
  const spread = 2 / (9 * freedom);
  return (Math.cbrt(distance / freedom) - (1 - spread)) / Math.sqrt(spread);
}
