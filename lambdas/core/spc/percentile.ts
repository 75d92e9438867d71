/**
 * Percentile of type 7 (Hyndman and Fan, The American Statistician 50, 1996): linear interpolation between the order
 * statistics around rank `(n - 1) * p`, as in R, numpy and Excel's PERCENTILE.INC. Leaves its argument alone.
 *
 * @param p - share of values at or below, 0 to 1.
 * @throws RangeError if there is no value, a value is NaN, or `p` is outside 0..1.
 * @example percentile([4, 1, 3, 2], 0.5) // 2.5
 */
export function percentile(values: ArrayLike<number>, p: number): number {
  return percentileInPlace(new Float64Array(values), p);
}

/**
 * The same as {@link percentile} without a copy: **sorts its argument**. For a scratch array in a loop.
 *
 * @example percentileInPlace(Float64Array.of(10, 30, 20), 0.95) // 29
 */
export function percentileInPlace(values: Float64Array, p: number): number {
  if (!(p >= 0 && p <= 1))
    throw new RangeError(`p is ${p}: use a share from 0 to 1, 0.95 for the 95th percentile`);
  values.sort();
  const rank = (values.length - 1) * p;
  const lower = values[Math.floor(rank)];
  const upper = values[Math.ceil(rank)];
  if (lower === undefined || upper === undefined) {
    throw new RangeError("percentile requires at least one value: answer no_data before asking");
  }
  if (Number.isNaN(values.at(-1)))
    throw new RangeError("percentile met NaN: drop and count holes before asking");
  return lower + (upper - lower) * (rank - Math.floor(rank));
}
