import type { Archive } from "#core/model/archive.ts";
import { readRows } from "#core/model/archive-rows.ts";
import { DailySeries, type DailyValue } from "#core/model/daily-value.ts";
import type { ShardResult } from "#core/model/shard.ts";
import type { UtcDay } from "#core/model/utc-day.ts";

/** What the shards answered: by {@link seriesKey}, then by day. */
export type AnsweredDays = ReadonlyMap<string, ReadonlyMap<UtcDay, DailyValue>>;

/** Resource ids and metric names hold no newline. */
export function seriesKey(resourceId: string, metric: string): string {
  return `${resourceId}\n${metric}`;
}

/** Reads every shard that came through 07; one that failed on the way has no key and answers nothing. */
export async function readAnsweredDays(
  archive: Archive,
  shards: readonly ShardResult[],
): Promise<AnsweredDays> {
  const answered = new Map<string, Map<UtcDay, DailyValue>>();
  for (const shard of shards) {
    if (shard.key === null || shard.state === "failed") continue;
    for (const series of await readRows(archive, shard.key, DailySeries)) {
      const days = series.days.map((day) => [day.date, day] as const);
      answered.set(seriesKey(series.resourceId, series.metric), new Map(days));
    }
  }
  return answered;
}
