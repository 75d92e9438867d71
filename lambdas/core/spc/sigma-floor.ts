/** The least spread that a metric is credited with: what is noise to an engineer even if the history shows none. */
export interface SigmaFloor {
  /** In the unit of the metric; above 0. */
  readonly absolute: number;
  /** Share of the baseline's mean, 0.01 = 1 %; 0 or more. */
  readonly relative: number;
}

/**
 * Smallest sigma a day may be measured with. Without it a constant series turns rounding errors into huge Z values.
 *
 * @example sigmaFloor({ absolute: 0.5, relative: 0.01 }, -200) // 2
 * @example sigmaFloor({ absolute: 0.5, relative: 0.01 }, 10) // 0.5
 */
export function sigmaFloor(floor: SigmaFloor, mean: number): number {
  return Math.max(floor.absolute, floor.relative * Math.abs(mean));
}

/**
 * Refuses a floor that would allow a division by zero.
 *
 * @throws RangeError if `absolute` is not above 0 or `relative` is negative or not finite.
 * @example requireSigmaFloor({ absolute: 0.5, relative: 0 }) // undefined
 */
export function requireSigmaFloor(floor: SigmaFloor): void {
  const isUsable = floor.absolute > 0 && floor.relative >= 0;
  if (!isUsable || !Number.isFinite(floor.absolute + floor.relative)) {
    throw new RangeError(
      `sigma floor is absolute ${floor.absolute}, relative ${floor.relative}: absolute must be above 0, relative 0 or more`,
    );
  }
}
