/**
 * Guards a pair of arrays that describe the same days.
 *
 * @throws RangeError if they differ in length, which is always a mistake of the caller.
 * @example requireSameLength("z", 90, 90) // undefined
 */
export function requireSameLength(name: string, actual: number, expected: number): void {
  if (actual !== expected) {
    throw new RangeError(
      `${name} covers ${actual} days but the series has ${expected}: pass arrays of one length`,
    );
  }
}
