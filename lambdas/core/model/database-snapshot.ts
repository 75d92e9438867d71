import * as z from "zod";

/**
 * What the gateway said of one database at one moment. Gauges are the value of that moment; counters only grow until a restart,
 * which a smaller uptime shows. Null: this engine does not have the figure, or it is not a replica.
 */
export const DatabaseSnapshot = z.object({
  /** Name of the source in the gateway. */
  sourceId: z.string(),
  /** `host:port` that the gateway reaches it by, or its own host name: joined to the inventory's endpoints. */
  endpoint: z.string(),
  engine: z.enum(["mysql", "mariadb", "postgres"]),
  takenAtSeconds: z.int(),
  uptimeSeconds: z.number(),
  gauges: z.object({
    connections_in_use_pct: z.number().nullable(),
    threads_running: z.number().nullable(),
    replication_lag_seconds: z.number().nullable(),
    longest_transaction_seconds: z.number().nullable(),
    xid_age: z.number().nullable(),
  }),
  counters: z.object({
    slow_queries: z.number().nullable(),
    row_lock_waits: z.number().nullable(),
    deadlocks: z.number().nullable(),
    aborted_connects: z.number().nullable(),
    buffer_pool_read_requests: z.number().nullable(),
    buffer_pool_disk_reads: z.number().nullable(),
    cache_blocks_hit: z.number().nullable(),
    cache_blocks_read: z.number().nullable(),
  }),
  /** SHA-256 of the catalogue's SQL texts that produced it. */
  catalogueHash: z.string(),
});
export type DatabaseSnapshot = z.infer<typeof DatabaseSnapshot>;

/** One line of a snapshot object: a database that answered, or one that did not and why. */
export const SnapshotLine = z.discriminatedUnion("state", [
  z.object({ state: z.literal("ok"), snapshot: DatabaseSnapshot }),
  z.object({ state: z.literal("failed"), sourceId: z.string(), error: z.string() }),
]);
export type SnapshotLine = z.infer<typeof SnapshotLine>;
