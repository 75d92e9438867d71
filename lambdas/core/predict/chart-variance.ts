/**
 * Variance of an exponentially weighted mean of a first-order autoregressive series with variance 1:
 * `w/(2-w) * (1 + phi(1-w)) / (1 - phi(1-w))` (Schmid, 1997).
 *
 * @example ewmaVariance(0.2, 0) // 0.1111...
 * @example ewmaVariance(0.2, 0.5) // 0.2592...
 */
export function ewmaVariance(weight: number, phi: number): number {
  const carried = phi * (1 - weight);
  return ((weight / (2 - weight)) * (1 + carried)) / (1 - carried);
}

/**
 * Variance of the mean of `n` such days: what the baseline's own level is uncertain by.
 *
 * @example baselineMeanVariance(84, 0.5) // 0.0357...
 */
export function baselineMeanVariance(n: number, phi: number): number {
  return (1 + phi) / (1 - phi) / n;
}

/**
 * Factor by which a limit grows because sigma and phi are estimates from `n` days. For small relative variances v of the
 * standard error a quantile far out grows in proportion; the two factors are chosen on simulated fleets, so that a short
 * baseline and a long one mean the same false-alarm rate.
 *
 * @param lost - degrees of freedom that the level took: 1, or 7 for weekdays.
 * @example estimationWidening(84, 7, 0) // 1.081...
 */
export function estimationWidening(n: number, lost: number, phi: number): number {
  const effective = ((n - lost) * (1 - phi * phi)) / (1 + phi * phi);
  const sigmaVariance = 1 / (2 * Math.max(1, effective));
  const slope = 0.8 / (1 - (0.8 * phi) ** 2);
  const phiVariance = (slope * slope * (1 - phi * phi)) / n;
  return 1 + 5 * sigmaVariance + 6.5 * phiVariance;
}

/**
 * Variance of the plain mean of `n` consecutive days of a first-order autoregressive series with variance 1, exactly.
 *
 * @example windowMeanVariance(5, 0) // 0.2
 * @example windowMeanVariance(2, 0.5) // 0.75
 */
export function windowMeanVariance(n: number, phi: number): number {
  let sum = n;
  let carried = 1;
  for (let lag = 1; lag < n; lag++) {
    carried *= phi;
    sum += 2 * (n - lag) * carried;
  }
  return sum / (n * n);
}
