import type { Archive } from "#core/model/archive.ts";
import { readRows, readRunConfig, writeRows } from "#core/model/archive-rows.ts";
import { type DailySeries, hasValue } from "#core/model/daily-value.ts";
import { NormalisedSeries } from "#core/model/normalised-series.ts";
import { StageError } from "#core/model/stage-error.ts";
import { aggregateDay } from "./aggregate-day.ts";
import type { Answer, Event } from "./schema.ts";

/** One row per series and day: min, max, avg, p95, slots. */
export async function aggregateDaily(
  { run, shard }: Event,
  ports: { readonly archive: Archive },
): Promise<Answer> {
  if (shard.key === null) throw new StageError("ArchiveCorrupt", `${shard.shard} has no object: 06 failed`);
  const config = await readRunConfig(ports.archive, run);
  const normalised = await readRows(ports.archive, shard.key, NormalisedSeries);
  const daily = normalised.flatMap(({ resourceId, metric, stepSeconds, days }): DailySeries[] => {
    const definition = config.metrics[metric];
    if (definition === undefined) return [];
    return [{ resourceId, metric, days: days.map((day) => aggregateDay(day, definition, stepSeconds)) }];
  });
  const key = await writeRows(ports.archive, { run, stage: "07-aggregate-daily", part: shard.shard }, daily);
  const dayCount = daily.reduce((total, series) => total + series.days.length, 0);
  const withValue = daily.reduce((total, series) => total + series.days.filter(hasValue).length, 0);
  return {
    ...shard,
    key,
    normalised: shard.counts,
    counts: {
      ...shard.counts,
      in: normalised.length,
      out: withValue,
      skipped: dayCount - withValue,
      calls: 0,
      units: 0,
    },
  };
}
