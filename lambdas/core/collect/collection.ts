import type { RawSeries } from "../model/raw-series.ts";
import type { Shard, ShardResult } from "../model/shard.ts";

/** What a collector brought home from one shard, before it is archived. */
export interface Collection {
  readonly series: readonly RawSeries[];
  readonly callCount: number;
  readonly unitCount: number;
  readonly warnings: readonly string[];
}

const MAX_ERROR_LENGTH = 160;

/** The short answer of a collector: `partial` if any day of any series was cut or failed. */
export function shardResult(shard: Shard, key: string, collection: Collection): ShardResult {
  const days = collection.series.flatMap((series) => series.answers);
  const failed = days.filter((day) => day.status === "failed").length;
  const cut = days.filter((day) => day.status === "partial").length;
  const isWhole = failed === 0 && cut === 0;
  return {
    shard: shard.id,
    state: isWhole ? "ok" : "partial",
    key,
    counts: {
      in: shard.count,
      out: days.length - failed,
      skipped: failed,
      calls: collection.callCount,
      units: collection.unitCount,
      ms: 0,
    },
    error: isWhole
      ? null
      : (collection.warnings[0] ?? `${failed} series-days failed, ${cut} were cut`).slice(
          0,
          MAX_ERROR_LENGTH,
        ),
  };
}
