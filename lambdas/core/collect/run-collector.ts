import type { StageId } from "../contract/stages.ts";
import type { Archive } from "../model/archive.ts";
import { readRows, readRunConfig, writeRows } from "../model/archive-rows.ts";
import { compactRawSeries } from "../model/compact-rows.ts";
import { Resource } from "../model/resource.ts";
import type { Run } from "../model/run.ts";
import type { RunConfig } from "../model/run-config.ts";
import type { Shard, ShardResult } from "../model/shard.ts";
import { type Collection, shardResult } from "./collection.ts";
import { resourcesOfShard } from "./shards.ts";

export interface CollectorEvent {
  readonly run: Run;
  readonly shard: Shard;
  readonly inventoryKey: string;
}

/** What a collector has to work with: its shard's resources and the run's config. */
export interface CollectorWork {
  readonly run: Run;
  readonly shard: Shard;
  readonly resources: readonly Resource[];
}

/**
 * The shape that all collectors share: resolve the shard, collect, archive once, answer in a few bytes. A retry whose object is
 * there already adopts it, because the source may answer differently by now.
 */
export async function runCollector(
  stage: StageId,
  event: CollectorEvent,
  archive: Archive,
  collect: (work: CollectorWork, config: RunConfig) => Promise<Collection>,
): Promise<ShardResult> {
  const config = await readRunConfig(archive, event.run);
  const inventory = await readRows(archive, event.inventoryKey, Resource);
  const work = {
    run: event.run,
    shard: event.shard,
    resources: resourcesOfShard(event.shard, inventory, { from: event.run.from, metrics: config.metrics }),
  };
  const collection = await collect(work, config);
  const key = await writeRows(
    archive,
    { run: event.run, stage, part: event.shard.id, adopt: true },
    collection.series.map(compactRawSeries),
  );
  return shardResult(event.shard, key, collection);
}
