import { isPresent } from "./is-present.ts";
import { MINIMUM_BASELINE_DAYS, type RollingBaseline } from "./rolling-baseline.ts";
import { requireSameLength } from "./same-length.ts";
import { requireSigmaFloor, type SigmaFloor, sigmaFloor } from "./sigma-floor.ts";

/** Whether a day has a Z, and if not, why not. */
export const Z_STATUS = {
  /** Z is measured with the baseline's own sigma. */
  scored: 0,
  /** The baseline has less spread than the floor and the day departs by more: Z is measured with the floor. */
  floored: 1,
  /** The baseline has less spread than the floor and the day is within the floor of its mean: no Z. */
  flat: 2,
  /** Fewer than {@link MINIMUM_BASELINE_DAYS} present days in the baseline: no Z. */
  learning: 3,
  /** The day itself is a hole: no Z. */
  missing: 4,
} as const;

/** Z of each day with its status code; both arrays have the length of the series. */
export interface ZScores {
  /** In sigmas; NaN unless the status is `scored` or `floored`. */
  readonly z: Float64Array;
  /** One {@link Z_STATUS} code per day. */
  readonly status: Uint8Array;
}

/** An empty result to pass as `into`. */
export function newZScores(days: number): ZScores {
  return { z: new Float64Array(days).fill(Number.NaN), status: new Uint8Array(days).fill(Z_STATUS.missing) };
}

/**
 * `Z = (x - mean) / sigma`, each day by its own baseline.
 *
 * Because the day is not in its baseline, Z of a healthy normal series follows `t(n-1) * sqrt(1 + 1/n)`, not the normal
 * distribution: with n = 30, |Z| > 3 happens on 0.62 % of days instead of 0.27 %.
 *
 * @throws RangeError if lengths differ or the floor is unusable, see {@link requireSigmaFloor}.
 * @example zScores(Float64Array.of(16), { count: Uint16Array.of(30), mean: Float64Array.of(10), sigma: Float64Array.of(2) }, { absolute: 1, relative: 0 }).z // [3]
 * @example zScores(Float64Array.of(11), { count: Uint16Array.of(30), mean: Float64Array.of(10), sigma: Float64Array.of(0) }, { absolute: 1, relative: 0 }).status // [2]
 */
export function zScores(
  values: Float64Array,
  baseline: RollingBaseline,
  floor: SigmaFloor,
  into: ZScores = newZScores(values.length),
): ZScores {
  requireSigmaFloor(floor);
  requireSameLength("baseline", baseline.mean.length, values.length);
  requireSameLength("into", into.z.length, values.length);
  const { count, mean, sigma } = baseline;
  const { z, status } = into;
  for (let day = 0; day < values.length; day++) {
    const value = values[day] ?? Number.NaN;
    const departure = value - (mean[day] ?? Number.NaN);
    const ownSigma = sigma[day] ?? Number.NaN;
    const leastSigma = sigmaFloor(floor, mean[day] ?? Number.NaN);
    z[day] = Number.NaN;
    if (!isPresent(value)) status[day] = Z_STATUS.missing;
    else if ((count[day] ?? 0) < MINIMUM_BASELINE_DAYS) status[day] = Z_STATUS.learning;
    else if (ownSigma >= leastSigma) {
      status[day] = Z_STATUS.scored;
      z[day] = departure / ownSigma;
    } else if (Math.abs(departure) <= leastSigma) status[day] = Z_STATUS.flat;
    else {
      status[day] = Z_STATUS.floored;
      z[day] = departure / leastSigma;
    }
  }
  return into;
}
