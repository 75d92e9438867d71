/**
 * True for a day that has a value; false for a hole.
 *
 * A series is a `Float64Array` with one entry per consecutive UTC calendar day, oldest first. A typed array cannot hold
 * `null`, so this folder, and only this folder, writes a hole as NaN, in series and in results. A result that can be absent
 * for several reasons has a status code per day beside it: read the status, do not test the result. Infinite values count
 * as holes too. Values beyond +-1e150 overflow when squared and have to be refused before they get here.
 *
 * Loops write `Number.NaN` rather than an imported constant, which V8 does not fold: scoring would take a third longer.
 *
 * @example [1, 0, NaN, 1 / 0].map(isPresent) // [true, true, false, false]
 */
export function isPresent(value: number): boolean {
  return Number.isFinite(value);
}
