import type { Archive } from "#core/model/archive.ts";
import { readRows, readRunConfig, writeRows } from "#core/model/archive-rows.ts";
import { compactNormalisedSeries } from "#core/model/compact-rows.ts";
import { RawSeries } from "#core/model/raw-series.ts";
import { StageError } from "#core/model/stage-error.ts";
import { type Normalised, normaliseSeries } from "./normalise-series.ts";
import type { Answer, Event } from "./schema.ts";

/** Brings what a collector archived to one unit per metric and one time grid. */
export async function normalise(
  { run, shard }: Event,
  ports: { readonly archive: Archive },
): Promise<Answer> {
  if (shard.key === null)
    throw new StageError("ArchiveCorrupt", `${shard.shard} has no object: its collector failed`);
  const config = await readRunConfig(ports.archive, run);
  const raw = await readRows(ports.archive, shard.key, RawSeries);
  const normalised = raw.flatMap((series): Normalised[] => {
    const metric = config.metrics[series.metric];
    return metric === undefined ? [] : [normaliseSeries(series, metric)];
  });
  const key = await writeRows(
    ports.archive,
    { run, stage: "06-normalise", part: shard.shard },
    normalised.map(({ series }) => compactNormalisedSeries(series)),
  );
  const dropped = normalised.reduce(
    (total, series) => total + series.duplicateCount + series.rejectedCount,
    0,
  );
  return {
    ...shard,
    key,
    counts: { ...shard.counts, in: raw.length, out: normalised.length, skipped: dropped, calls: 0, units: 0 },
  };
}
