import type { DatabaseSnapshot } from "#core/model/database-snapshot.ts";

/** A MySQL that has run for weeks. */
export function aSnapshot(part: Partial<DatabaseSnapshot> = {}): DatabaseSnapshot {
  return {
    sourceId: "orders",
    endpoint: "orders:3306",
    engine: "mysql",
    takenAtSeconds: 0,
    uptimeSeconds: 2_000_000,
    gauges: {
      connections_in_use_pct: 12.5,
      threads_running: 3,
      replication_lag_seconds: null,
      longest_transaction_seconds: 0,
      xid_age: null,
    },
    counters: {
      slow_queries: 100,
      row_lock_waits: 10,
      deadlocks: null,
      aborted_connects: 0,
      buffer_pool_read_requests: 1_000_000,
      buffer_pool_disk_reads: 1000,
      cache_blocks_hit: null,
      cache_blocks_read: null,
    },
    catalogueHash: "0",
    ...part,
  };
}
