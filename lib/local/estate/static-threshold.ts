import { addDays, startOfDay, type UtcDay } from "#core/model/utc-day.ts";
import { allocatedStorageBytes, creditMaximum, maxConnections, provisionedIops } from "./capacity.ts";
import { SLOT_SECONDS, SLOTS_PER_DAY } from "./day-shape.ts";
import type { Estate, EstateResource } from "./estate.ts";

/** A plain threshold on one statistic of a day, in the metric's source unit. */
export interface StaticThreshold {
  readonly statistic: "avg" | "min" | "max" | "p95";
  readonly side: "above" | "below";
  readonly value: number;
}

const BASELINE_DAYS = 30;

function above(value: number): StaticThreshold {
  return { statistic: "p95", side: "above", value };
}

/**
 * The threshold that a careful team without this system would set. The first group are the hard limits of the metrics file; the
 * second, common defaults: 90 % of what is there (CPU, connections, provisioned IOPS), a tenth of storage or credits left,
 * open-source Redis' 10,000 clients, a minute of replication lag, one lock wait or slow query a second, a minute of open
 * transaction, 95 % of page requests from memory, PostgreSQL's autovacuum_freeze_max_age. Null: nobody sets one.
 */
export function staticThresholdOf(metric: string, resource: EstateResource): StaticThreshold | null {
  return hardLimitOf(metric) ?? commonDefaultOf(metric, resource);
}

/** The metrics file's own hard limit, in the source's unit; null where it has none. */
export function hardLimitOf(metric: string): StaticThreshold | null {
  switch (metric) {
    case "redis.memory_usage_pct":
      return above(0.8);
    case "redis.cache_hit_rate_pct":
      return { statistic: "avg", side: "below", value: 0.9 };
    case "redis.evicted_keys_per_second":
      return { statistic: "avg", side: "above", value: 0 };
    case "rds.cpu_utilization_pct":
      return above(80);
    case "rds.read_latency_ms":
    case "rds.write_latency_ms":
      return above(0.02);
    case "opensearch.jvm_memory_pressure_pct":
      return above(85);
    case "mskbroker.data_disk_used_pct":
      return { statistic: "max", side: "above", value: 85 };
    case "msk.offline_partitions":
    case "opensearch.cluster_status_red":
      return { statistic: "max", side: "above", value: 0 };
    default:
      return null;
  }
}

function commonDefaultOf(metric: string, resource: EstateResource): StaticThreshold | null {
  const below = (value: number): StaticThreshold => ({ statistic: "min", side: "below", value });
  const defaults: Readonly<Record<string, StaticThreshold>> = {
    "ec2.cpu_utilization_pct": above(90),
    "redis.cpu_usage_pct": above(0.9),
    "redis.connected_clients": above(10_000),
    "rds.database_connections": above(0.9 * maxConnections(resource)),
    "database.connections_in_use_pct": above(90),
    "rds.read_iops": above(0.9 * provisionedIops()),
    "rds.write_iops": above(0.9 * provisionedIops()),
    "rds.free_storage_bytes": below(0.1 * (allocatedStorageBytes(resource) ?? 0)),
    "ec2.cpu_credit_balance": below(0.1 * creditMaximum(resource)),
    "ec2.status_check_failed": { statistic: "max", side: "above", value: 0 },
    "database.replication_lag_seconds": above(60),
    "database.row_lock_waits_per_second": above(1),
    "database.slow_queries_per_second": above(1),
    "database.longest_transaction_seconds": above(60),
    "database.buffer_pool_hit_pct": below(95),
    "database.cache_hit_pct": below(95),
    "database.xid_age": above(200_000_000),
    "opensearch.free_storage_bytes": below(20 * 1024),
  };
  return defaults[metric] ?? null;
}

/**
 * First day from `from` to the estate's last on which the series' own daily statistic crosses its threshold; null: never, or
 * nobody sets one. Freeable memory is judged against a fifth of its mean over the 30 days before `from`.
 */
export function firstCrossing(
  estate: Estate,
  resource: EstateResource,
  metric: string,
  from: UtcDay,
): UtcDay | null {
  const threshold =
    metric === "rds.freeable_memory_bytes"
      ? shareOfBaseline(estate, resource, metric, from)
      : staticThresholdOf(metric, resource);
  if (threshold === null) return null;
  for (let day = from; day <= estate.lastDay; day = addDays(day, 1)) {
    const value = dailyStatistic(estate, { resource, metric }, day, threshold.statistic);
    if (value !== null && isCrossed(threshold, value)) return day;
  }
  return null;
}

function shareOfBaseline(
  estate: Estate,
  resource: EstateResource,
  metric: string,
  from: UtcDay,
): StaticThreshold | null {
  const start = startOfDay(addDays(from, -BASELINE_DAYS));
  const columns = estate.slots(resource.resourceId, metric, start, 86_400, BASELINE_DAYS);
  const values = [...(columns?.avg ?? [])].filter((value) => !Number.isNaN(value));
  if (values.length === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { statistic: "min", side: "below", value: 0.2 * mean };
}

/** True if the value lies beyond the threshold. @example isCrossed({ statistic: "p95", side: "above", value: 80 }, 81) // true */
export function isCrossed(threshold: StaticThreshold, value: number): boolean {
  return threshold.side === "above" ? value > threshold.value : value < threshold.value;
}

/** One day's statistic of a series; p95 is type 7 over the five-minute averages. Null on a day without points. */
export function dailyStatistic(
  estate: Estate,
  series: { readonly resource: EstateResource; readonly metric: string },
  day: UtcDay,
  statistic: StaticThreshold["statistic"],
): number | null {
  const { resource, metric } = series;
  const columns = estate.slots(resource.resourceId, metric, startOfDay(day), SLOT_SECONDS, SLOTS_PER_DAY);
  if (columns === null) return null;
  const present = (column: Float64Array) => column.filter((value) => !Number.isNaN(value)).sort();
  const averages = present(columns.avg);
  if (averages.length === 0) return null;
  if (statistic === "min") return present(columns.min)[0] ?? null;
  if (statistic === "max") return present(columns.max).at(-1) ?? null;
  if (statistic === "avg") return averages.reduce((sum, value) => sum + value, 0) / averages.length;
  const position = (averages.length - 1) * 0.95;
  const low = averages[Math.floor(position)] ?? 0;
  const high = averages[Math.ceil(position)] ?? low;
  return low + (high - low) * (position - Math.floor(position));
}
