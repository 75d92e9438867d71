import type { Archive } from "../model/archive.ts";
import { readRows, readRunConfig } from "../model/archive-rows.ts";
import { checkLine } from "../model/check-line.ts";
import { Resource } from "../model/resource.ts";
import type { RunConfig } from "../model/run-config.ts";
import type { ShardResult } from "../model/shard.ts";
import { NO_COUNTS } from "../model/stage-report.ts";
import type { CollectorEvent, CollectorWork } from "./run-collector.ts";
import { resourcesOfShard } from "./shards.ts";

const MAX_ERROR_LENGTH = 160;

/** What all collectors share in a check: the shard is resolved as in a run, one thing is tried, and the answer is its line. */
export async function checkCollector(
  what: string,
  event: CollectorEvent,
  archive: () => Archive,
  test: (work: CollectorWork, config: RunConfig) => Promise<string>,
): Promise<ShardResult> {
  const { run, shard, inventoryKey } = event;
  const line = await checkLine(what, async () => {
    const config = await readRunConfig(archive(), run);
    const inventory = await readRows(archive(), inventoryKey, Resource);
    const resources = resourcesOfShard(shard, inventory, { from: run.from, metrics: config.metrics });
    return test({ run, shard, resources }, config);
  });
  return {
    shard: shard.id,
    state: line.ok ? "ok" : "failed",
    key: null,
    counts: { ...NO_COUNTS, in: shard.count },
    error: line.ok ? null : line.detail.slice(0, MAX_ERROR_LENGTH),
    checks: [line],
  };
}
