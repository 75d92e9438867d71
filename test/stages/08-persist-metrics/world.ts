import type { DailyValue } from "#core/model/daily-value.ts";
import type { Resource } from "#core/model/resource.ts";
import { persistMetrics } from "#stages/08-persist-metrics/run.ts";
import { memoryArchive } from "../../support/memory-archive.ts";
import { memoryDailyValues, memoryInventory, memoryLease } from "../../support/memory-stores.ts";
import { aResource, aRun, CONFIG_KEY, configOf, INVENTORY_KEY, metric } from "../../support/pipeline-rows.ts";
import { aShardResult } from "../../support/raw-rows.ts";

export const CPU = "rds.cpu_utilization_pct";
export const LAG = "database.replication_lag_seconds";
export const CLIENTS = "redis.connected_clients";
export const config = configOf({ [CPU]: metric(CPU), [LAG]: metric(LAG), [CLIENTS]: metric(CLIENTS) });
export const ORDERS = aResource().resourceId;

export function value(date: string, avg: number | null, part: Partial<DailyValue> = {}): DailyValue {
  return {
    ...{
      date,
      status: avg === null ? ("no_data" as const) : ("ok" as const),
      resolution: "samples",
      min: avg,
      max: avg,
      avg,
      p95: avg,
    },
    ...{ slotsGot: avg === null ? 0 : 288, slotsExpected: 288, slotsAboveZero: null },
    ...part,
  };
}

export interface Given {
  readonly resources?: readonly Resource[];
  readonly series?: readonly { resourceId: string; metric: string; days: DailyValue[] }[];
  readonly newest?: string;
  readonly dirtyFrom?: string;
}

export function world({ resources = [aResource()], series = [], newest, dirtyFrom }: Given = {}) {
  const archive = memoryArchive();
  archive.put(CONFIG_KEY, [config]);
  archive.put(INVENTORY_KEY, resources);
  const shard = aShardResult({ key: archive.put("07", series) });
  const stores = {
    dailyValues: memoryDailyValues(newest ?? null),
    inventory: memoryInventory(),
    lease: memoryLease(),
  };
  stores.lease.dirtyFrom = dirtyFrom ?? null;
  const persist = (part = {}, aggregated = [shard]) =>
    persistMetrics({ run: aRun(part), inventoryKey: INVENTORY_KEY, aggregated }, { archive, stores });
  const rows = (date: string) =>
    (stores.dailyValues.days.get(date) ?? []).map((row) => [row.metric, row.status, row.avg]);
  return { archive, stores, persist, rows };
}

export const cpuOf = (...days: DailyValue[]) => ({ resourceId: ORDERS, metric: CPU, days });
