/** Days further back than this many times the wanted number are another season: they teach nothing. */
const REACH = 1.5;

/**
 * The newest taught days before `to`, ascending.
 *
 * @param teaches - 1 for a day that may teach, one entry per calendar day.
 * @example taughtDays(Uint8Array.of(1, 0, 1, 1), { from: 0, to: 3, atMost: 5 }) // [0, 2]
 */
export function taughtDays(
  teaches: Uint8Array,
  range: { readonly from: number; readonly to: number; readonly atMost: number },
): Int32Array {
  const first = Math.max(range.from, range.to - Math.ceil(range.atMost * REACH));
  const days: number[] = [];
  for (let day = range.to - 1; day >= first && days.length < range.atMost; day--) {
    if (teaches[day] === 1) days.push(day);
  }
  return Int32Array.from(days.reverse());
}
