import type { HingeFit } from "./hinge-fit.ts";
import { normalShare } from "./normal-share.ts";

/** When a metric will cross its limit, in days from the day it was asked. */
export interface Forecast {
  readonly days: number;
  /** Ends of the 80 % interval; `latest` is null where the slow end of the trend never gets there within the horizon. */
  readonly earliest: number;
  readonly latest: number | null;
}

/** One possible course of the trend, and how likely it is beside the others. */
export interface WeightedHinge {
  readonly fit: HingeFit;
  readonly weight: number;
}

/** Nobody plans by a forecast further away than this; the late end of an interval may be twice as far. */
const HORIZON_DAYS = 60;

/**
 * Quantiles of the day on which the level crosses the limit: by the share of all courses that are beyond it by then. Null if
 * they are there already, or not within 60 days.
 *
 * @example crossingDays([{ fit, weight: 1 }], 37)?.days // 10
 */
export function crossingDays(all: readonly WeightedHinge[], limit: number): Forecast | null {
  const slope = all.reduce((sum, { weight, fit }) => sum + weight * fit.slope, 0);
  const towards = Math.sign(slope);
  const beyond = (days: number) =>
    all.reduce((sum, { weight, fit }) => {
      const way = towards * (fit.level + fit.slope * days - limit);
      const variance = fit.levelVariance + 2 * days * fit.covariance + days * days * fit.slopeVariance;
      const share = variance > 0 ? normalShare(way / Math.sqrt(variance)) : Number(way >= 0);
      return sum + weight * share;
    }, 0);
  if (beyond(0) >= 0.5) return null;
  const days = firstDay(beyond, 0.5, HORIZON_DAYS);
  if (days === null) return null;
  return {
    days,
    earliest: firstDay(beyond, 0.1, HORIZON_DAYS) ?? days,
    latest: firstDay(beyond, 0.9, 2 * HORIZON_DAYS),
  };
}

/** Where a rising share first reaches `wanted`, by steps of a day and bisection within; null beyond `horizon`. */
function firstDay(share: (days: number) => number, wanted: number, horizon: number): number | null {
  if (share(0) >= wanted) return 0;
  for (let end = 1; end <= horizon; end++) {
    if (share(end) < wanted) continue;
    let low = end - 1;
    let high = end;
    for (let i = 0; i < 30; i++) {
      const middle = (low + high) / 2;
      if (share(middle) < wanted) low = middle;
      else high = middle;
    }
    return high;
  }
  return null;
}
