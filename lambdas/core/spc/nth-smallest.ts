/**
 * The k-th smallest of the first `length` values (from 0), by Hoare's quickselect: **reorders them**. For a scratch array in
 * a loop, where sorting the whole would cost several times as much.
 *
 * @throws RangeError if `k` is outside 0..length-1.
 * @example nthSmallestInPlace(Float64Array.of(30, 10, 20), 3, 1) // 20
 */
export function nthSmallestInPlace(values: Float64Array, length: number, k: number): number {
  if (!(k >= 0 && k < length && length <= values.length)) {
    throw new RangeError(`k is ${k} of ${length}: ask for a rank that the values have`);
  }
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const split = partition(values, low, high);
    if (k <= split) high = split;
    else low = split + 1;
  }
  return values[k] ?? Number.NaN;
}

/** Reorders `low..high` so that none up to the answered index exceeds any beyond it. */
function partition(values: Float64Array, low: number, high: number): number {
  const pivot = values[(low + high) >> 1] ?? 0;
  let i = low;
  let j = high;
  for (;;) {
    while ((values[i] ?? 0) < pivot) i++;
    while ((values[j] ?? 0) > pivot) j--;
    if (i >= j) return j;
    const swapped = values[i] ?? 0;
    values[i++] = values[j] ?? 0;
    values[j--] = swapped;
  }
}

/**
 * Median of the first `length` values, the mean of the middle two where there are two: **reorders them**.
 *
 * @example medianInPlace(Float64Array.of(4, 1, 3, 2), 4) // 2.5
 */
export function medianInPlace(values: Float64Array, length: number): number {
  const upper = nthSmallestInPlace(values, length, length >> 1);
  if (length % 2 === 1) return upper;
  let lower = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < length >> 1; i++) lower = Math.max(lower, values[i] ?? 0);
  return (lower + upper) / 2;
}
