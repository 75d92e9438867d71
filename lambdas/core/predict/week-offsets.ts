/**
 * Mean residual by weekday (position modulo 7), drawn towards 0 by how little they differ beyond chance.
 *
 * @param residuals - NaN for a hole.
 * @example weekOffsets(new Float64Array(42)) // seven times 0
 */
export function weekOffsets(residuals: Float64Array): Float64Array {
  const sums = new Float64Array(7);
  const counts = new Float64Array(7);
  let squares = 0;
  let n = 0;
  for (const [t, r] of residuals.entries()) {
    if (Number.isNaN(r)) continue;
    sums[t % 7] = (sums[t % 7] ?? 0) + r;
    counts[t % 7] = (counts[t % 7] ?? 0) + 1;
    squares += r * r;
    n++;
  }
  const means = sums.map((sum, weekday) => ((counts[weekday] ?? 0) > 0 ? sum / (counts[weekday] ?? 1) : 0));
  const between = means.reduce((sum, mean, weekday) => sum + (counts[weekday] ?? 0) * mean * mean, 0);
  const within = Math.max(0, squares - between) / Math.max(1, n - 7);
  const kept = between > 0 ? Math.max(0, 1 - (6 * within) / between) : 0;
  return means.map((mean) => kept * mean);
}
