import { readRows } from "#core/model/archive-rows.ts";
import { RawSeries } from "#core/model/raw-series.ts";
import type { Resource } from "#core/model/resource.ts";
import type { RunConfig } from "#core/model/run-config.ts";
import { startOfDay } from "#core/model/utc-day.ts";
import { collectRedis } from "#stages/03-collect-redis/run.ts";
import { fakePrometheus, type Question } from "../../support/fake-prometheus.ts";
import { memoryArchive } from "../../support/memory-archive.ts";
import {
  aRedisNode,
  aRun,
  CONFIG_KEY,
  configOf,
  INVENTORY_KEY,
  metric,
} from "../../support/pipeline-rows.ts";

export const MEMORY = "redis.memory_usage_pct";
export const CLIENTS = "redis.connected_clients";
export const config = configOf({
  [MEMORY]: metric(MEMORY),
  [CLIENTS]: metric(CLIENTS),
  "rds.read_iops": metric("rds.read_iops"),
});
export const DAY = startOfDay("2026-11-21");
export const labelOf = (name: string) => `redis://${name}.cache.amazonaws.com:6379`;
export const isClients = ({ query }: Question) => query.includes("redis_connected_clients");
export const isUnlimited = ({ query }: Question) => query === "redis_memory_max_bytes == 0";

export async function collect(
  fake: ReturnType<typeof fakePrometheus>,
  nodes: readonly Resource[] = [aRedisNode("a")],
  part: { run?: object; retentionSeconds?: number | null; canCollect?: boolean; config?: RunConfig } = {},
) {
  const archive = memoryArchive();
  archive.put(CONFIG_KEY, [part.config ?? config]);
  archive.put(INVENTORY_KEY, nodes);
  const shard = {
    id: "redis-all-all-001",
    source: "redis",
    accountId: "all",
    region: "all",
    offset: 0,
    count: nodes.length,
  } as const;
  const prometheus = {
    canCollect: part.canCollect ?? true,
    retentionSeconds: part.retentionSeconds === undefined ? 15 * 86_400 : part.retentionSeconds,
  };
  const result = await collectRedis(
    { run: aRun({ from: "2026-11-21", ...part.run }), shard, inventoryKey: INVENTORY_KEY, prometheus },
    { archive, prometheus: fake.prometheus },
  );
  const series = await readRows(archive, result.key ?? "", RawSeries);
  const find = (name: string, resourceId = aRedisNode("a").resourceId) =>
    series.find((item) => item.metric === name && item.resourceId === resourceId);
  return { result, series, find };
}

export const quiet = () => fakePrometheus(() => ({}));
