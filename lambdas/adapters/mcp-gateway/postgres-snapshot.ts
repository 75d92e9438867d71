import type { DatabaseSnapshot } from "#core/model/database-snapshot.ts";
import { type AnswerRows, catalogueHash } from "./catalogue.ts";

/** Answers of one snapshot of PostgreSQL; `replica` null where the database refused the statement. */
export interface PostgresAnswers {
  readonly sourceId: string;
  readonly takenAtSeconds: number;
  readonly activity: AnswerRows["postgres.activity"];
  readonly replica: AnswerRows["postgres.replica"] | null;
}

/** A lag below zero is a difference of two machines' clocks, and no lag. */
export function postgresSnapshot({
  sourceId,
  takenAtSeconds,
  activity,
  replica,
}: PostgresAnswers): DatabaseSnapshot {
  const lag = replica?.replication_lag_seconds ?? null;
  return {
    sourceId,
    endpoint: `${activity.server_address ?? "localhost"}:${activity.server_port}`,
    engine: "postgres",
    takenAtSeconds,
    uptimeSeconds: activity.uptime_seconds,
    gauges: {
      connections_in_use_pct: (100 * activity.client_connections) / activity.max_connections,
      threads_running: activity.active_connections,
      replication_lag_seconds: lag === null ? null : Math.max(0, lag),
      longest_transaction_seconds: activity.longest_transaction_seconds,
      xid_age: activity.xid_age,
    },
    counters: {
      slow_queries: null,
      row_lock_waits: null,
      deadlocks: activity.deadlocks,
      aborted_connects: null,
      buffer_pool_read_requests: null,
      buffer_pool_disk_reads: null,
      cache_blocks_hit: activity.cache_blocks_hit,
      cache_blocks_read: activity.cache_blocks_read,
    },
    catalogueHash: catalogueHash("postgres"),
  };
}
