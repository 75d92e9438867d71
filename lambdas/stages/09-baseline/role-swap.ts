import { NO_PREDICTION, type PredictionDay } from "#core/model/prediction-day.ts";
import { AURORA_READERS_SUFFIX } from "#core/model/resource.ts";

/** Adjusted sigmas, or share of the drift limit, from which a series has moved beyond doubt ... */
const MOVED_SIGMAS = 3;
/** ... and from which its partner is seen to move against it. */
const AGAINST_SIGMAS = 2;
const AGAINST_DRIFT = 0.5;

/** What a day showed, and what was expected of it. */
export interface Seen {
  readonly day: PredictionDay;
  readonly value: number;
}

/** The other role of an Aurora cluster. @example otherRole("arn:...:cluster:web") // "arn:...:cluster:web#readers" */
export function otherRole(resourceId: string): string {
  return resourceId.endsWith(AURORA_READERS_SUFFIX)
    ? resourceId.slice(0, -AURORA_READERS_SUFFIX.length)
    : `${resourceId}${AURORA_READERS_SUFFIX}`;
}

/**
 * A day on which writer and readers of a cluster went opposite ways, each towards where the other was and no further, says nothing: after a failover
 * the load stayed with its instances, and the roles moved.
 * @example withoutRoleSwap({ day, value: 60 }, { day: ofReaders, value: 20 }).isDrift // null where 20 and 60 were expected
 */
export function withoutRoleSwap(own: Seen, other: Seen): PredictionDay {
  const isSwapped =
    hasMoved(own.day) && movesAgainst(own, other) && isWithinBoth(own, other) && isWithinBoth(other, own);
  return isSwapped ? { ...NO_PREDICTION, silence: own.day.silence } : own.day;
}

function hasMoved({ isDrift, isSpike, residual }: PredictionDay): boolean {
  return isDrift === true || isSpike === true || Math.abs(residual ?? 0) >= MOVED_SIGMAS;
}

function movesAgainst(own: Seen, { day, value }: Seen): boolean {
  const isOpposite = wayOf(own) * wayOf({ day, value }) < 0;
  const isSeen =
    Math.abs(day.residual ?? 0) >= AGAINST_SIGMAS || Math.abs(day.driftScore ?? 0) >= AGAINST_DRIFT;
  return isOpposite && isSeen;
}

/** Which way a value lies from what was expected; 0 where that is not known. */
function wayOf({ day, value }: Seen): number {
  return day.expectedValue === null || Number.isNaN(value) ? 0 : Math.sign(value - day.expectedValue);
}

/** Between the lowest and the highest that either role usually shows. */
function isWithinBoth({ day, value }: Seen, other: Seen): boolean {
  const lows = [day.expectedLowValue, other.day.expectedLowValue];
  const highs = [day.expectedHighValue, other.day.expectedHighValue];
  return (
    lows.some((low) => low !== null && value >= low) && highs.some((high) => high !== null && value <= high)
  );
}
