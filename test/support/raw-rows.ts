import type { NormalisedDay, SlotDay } from "#core/model/normalised-series.ts";
import type { RawSamples, RawSeries } from "#core/model/raw-series.ts";
import type { ShardResult } from "#core/model/shard.ts";
import { startOfDay } from "#core/model/utc-day.ts";

export const DAY = "2026-11-21";
export const MIDNIGHT = startOfDay(DAY);

/** One day of samples of a series, answered completely. */
export function rawDay(samples: Partial<RawSamples>, part: Partial<RawSeries> = {}): RawSeries {
  return {
    resourceId: "r",
    metric: "rds.cpu_utilization_pct",
    answers: [{ date: DAY, resolution: "samples", status: "ok" }],
    samples: { stepSeconds: 300, t: [], ...samples },
    daily: [],
    ...part,
  };
}

/** A day on its grid as 06 leaves it. */
export function slotDay(slots: SlotDay | null, part: Partial<NormalisedDay> = {}): NormalisedDay {
  return { date: DAY, status: "ok", resolution: "samples", slots, daily: null, ...part };
}

export function aShardResult(part: Partial<ShardResult> = {}): ShardResult {
  return {
    shard: "rds-s-001",
    state: "ok",
    key: "runs/run-1/04-collect-rds/rds-s-001",
    counts: { in: 1, out: 2, skipped: 0, calls: 3, units: 8, ms: 5 },
    error: null,
    ...part,
  };
}
