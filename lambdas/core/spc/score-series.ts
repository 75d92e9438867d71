import { newRateOfChange, type RateOfChange, rateOfChangePct } from "./rate-of-change.ts";
import {
  BASELINE_DAYS,
  newRollingBaseline,
  type RollingBaseline,
  rollingBaseline,
} from "./rolling-baseline.ts";
import type { SigmaFloor } from "./sigma-floor.ts";
import { newWesternElectricFlags, type WesternElectricFlags, westernElectric } from "./western-electric.ts";
import { newZScores, type ZScores, zScores } from "./z-score.ts";

/** Every plain statistic of the specification for one series, day by day. */
export interface SeriesScores {
  readonly baseline: RollingBaseline;
  readonly zScores: ZScores;
  readonly westernElectric: WesternElectricFlags;
  readonly rateOfChange: RateOfChange;
}

/** An empty result to pass as `into`: a fleet of equally long series needs only one. */
export function newSeriesScores(days: number): SeriesScores {
  return {
    baseline: newRollingBaseline(days),
    zScores: newZScores(days),
    westernElectric: newWesternElectricFlags(days),
    rateOfChange: newRateOfChange(days),
  };
}

/**
 * Baseline, Z, Western Electric rules and rate of change of one series. Each day needs the 37 before it (30 of baseline
 * for each of the 8 days of rule 4) to be scored as it would be in a longer series.
 *
 * @throws RangeError if the floor is unusable or `into` has another length.
 * @example scoreSeries(Float64Array.of(1, 2), { absolute: 1, relative: 0 }).rateOfChange.pct // [NaN, 100]
 */
export function scoreSeries(
  values: Float64Array,
  floor: SigmaFloor,
  into: SeriesScores = newSeriesScores(values.length),
): SeriesScores {
  rollingBaseline(values, BASELINE_DAYS, into.baseline);
  zScores(values, into.baseline, floor, into.zScores);
  westernElectric(into.zScores.z, into.westernElectric);
  rateOfChangePct(values, into.rateOfChange);
  return into;
}
