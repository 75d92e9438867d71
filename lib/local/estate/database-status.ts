import type { DatabaseSnapshot } from "#core/model/database-snapshot.ts";
import { dayAt, SECONDS_PER_DAY, startOfDay } from "#core/model/utc-day.ts";
import { maxConnections } from "./capacity.ts";
import { type CounterSource, countedUntil, firstDayRate } from "./database-counter.ts";
import { SLOT_SECONDS } from "./day-shape.ts";
import type { Estate, EstateResource } from "./estate.ts";
import { keyOf, uniformAt } from "./hash-noise.ts";

/** What a database says of itself at one moment. */
export interface DatabaseStatus
  extends Pick<DatabaseSnapshot, "engine" | "uptimeSeconds" | "gauges" | "counters"> {
  /** Connections behind `connections_in_use_pct`, rounded to whole ones. */
  readonly connectionsCount: number;
  readonly maxConnectionsCount: number;
}

/** UTC time of day of the one restart, seven minutes and a half past four: between two snapshots. */
const RESTART_SECONDS = 4 * 3600 + 450;
const SHORTEST_UPTIME_DAYS = 20;
const UPTIME_RANGE_DAYS = 100;

const BUFFER_POOL = "database.buffer_pool_hit_pct";
const BLOCK_CACHE = "database.cache_hit_pct";

/** The gateway's engine names; Aurora answers as what it is compatible with. */
export function gatewayEngine(resource: EstateResource): DatabaseSnapshot["engine"] {
  if (resource.engine === "mariadb") return "mariadb";
  return resource.engine?.includes("postgres") === true ? "postgres" : "mysql";
}

/**
 * Gauges and counters of a database at an instant, in the terms of a snapshot. The difference of a counter between two instants
 * is the integral of the metric's rate (to the nearest whole event), and the hit rate of two snapshots a quarter of an hour
 * apart is the metric's. Counters fall to zero, and the uptime with them, at the event `server_restart`.
 * @returns null if the resource is no database of the gateway
 * @throws RangeError if the instant is outside the estate's days
 */
export function databaseStatus(
  estate: Estate,
  resource: EstateResource,
  atSeconds: number,
): DatabaseStatus | null {
  if (resource.gatewaySourceId === null) return null;
  const day = dayAt(atSeconds);
  if (day < estate.firstDay || day > estate.lastDay) {
    throw new RangeError(`${day} is outside the estate's days ${estate.firstDay} to ${estate.lastDay}`);
  }
  const startedAt = startedAtSeconds(estate, resource, atSeconds);
  const gauge = (metric: string) => gaugeAt(estate, resource, metric, atSeconds);
  const count = (metric: string, counts: CounterSource["counts"] = "events") =>
    counterAt(estate, resource, { metric, counts }, { startedAt, atSeconds });
  const inUsePct = gauge("database.connections_in_use_pct");
  return {
    engine: gatewayEngine(resource),
    uptimeSeconds: atSeconds - startedAt,
    connectionsCount: Math.round(((inUsePct ?? 0) / 100) * maxConnections(resource)),
    maxConnectionsCount: maxConnections(resource),
    gauges: {
      connections_in_use_pct: inUsePct,
      threads_running: gauge("database.threads_running"),
      replication_lag_seconds: gauge("database.replication_lag_seconds"),
      longest_transaction_seconds: gauge("database.longest_transaction_seconds"),
      xid_age: gauge("database.xid_age"),
    },
    counters: {
      slow_queries: count("database.slow_queries_per_second"),
      row_lock_waits: count("database.row_lock_waits_per_second"),
      deadlocks: count("database.deadlocks_per_second"),
      aborted_connects: count("database.aborted_connects_per_second"),
      buffer_pool_read_requests: count(BUFFER_POOL, "requests"),
      buffer_pool_disk_reads: count(BUFFER_POOL, "misses"),
      cache_blocks_hit: count(BLOCK_CACHE, "hits"),
      cache_blocks_read: count(BLOCK_CACHE, "misses"),
    },
  };
}

/** Epoch seconds at which the server that runs at an instant was started. */
function startedAtSeconds(estate: Estate, resource: EstateResource, atSeconds: number): number {
  const key = keyOf(`${resource.resourceId} started`, estate.seed);
  const uptimeDays = SHORTEST_UPTIME_DAYS + uniformAt(key, 0) * UPTIME_RANGE_DAYS;
  const started = startOfDay(estate.firstDay) - Math.round(uptimeDays * SECONDS_PER_DAY);
  const restart = estate.benignEvents.find(
    (event) => event.kind === "server_restart" && event.resourceIds.includes(resource.resourceId),
  );
  if (restart === undefined) return started;
  const restartedAt = startOfDay(restart.from) + RESTART_SECONDS;
  return atSeconds >= restartedAt ? restartedAt : started;
}

function gaugeAt(estate: Estate, resource: EstateResource, metric: string, atSeconds: number): number | null {
  const slotStart = atSeconds - (atSeconds % SLOT_SECONDS);
  const value = estate.slots(resource.resourceId, metric, slotStart, SLOT_SECONDS, 1)?.avg[0];
  return value === undefined || Number.isNaN(value) ? null : value;
}

function counterAt(
  estate: Estate,
  resource: EstateResource,
  source: CounterSource,
  life: { readonly startedAt: number; readonly atSeconds: number },
): number | null {
  const counted = countedUntil(estate, resource, source, life.atSeconds);
  if (counted === null) return null;
  const historyStart = startOfDay(estate.firstDay);
  const beforeStart =
    life.startedAt > historyStart
      ? (countedUntil(estate, resource, source, life.startedAt) ?? 0)
      : -firstDayRate(estate, resource, source) * (historyStart - life.startedAt);
  return Math.round(counted - beforeStart);
}
