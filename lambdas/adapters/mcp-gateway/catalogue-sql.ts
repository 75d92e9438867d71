/**
 * The SQL of the catalogue. Constant texts without parameters, read-only, each one statement that begins with SELECT or SHOW, so that
 * gateways which allow nothing else let them pass. A changed text needs a new hash in catalogue.ts.
 */

/** Which engine is behind a source: the one function that all three have. */
export const PROBE_SQL = "SELECT version() AS version";

/** Any user may ask for the status and the variables; the innodb tables want PROCESS. */
export const MYSQL_SQL = {
  status: sqlText(
    "SHOW GLOBAL STATUS WHERE Variable_name IN ('Aborted_connects', 'Innodb_buffer_pool_read_requests',",
    "'Innodb_buffer_pool_reads', 'Innodb_deadlocks', 'Innodb_row_lock_waits', 'Slow_queries', 'Threads_connected',",
    "'Threads_running', 'Uptime')",
  ),
  variables: "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('hostname', 'max_connections', 'port')",
  /** MySQL has no status variable of deadlocks: `lock_deadlocks` is on by default, and null where somebody turned it off. */
  transactions: sqlText(
    `SELECT ${longestTransaction()} AS longest_transaction_seconds,`,
    "(SELECT MAX(`count`) FROM information_schema.innodb_metrics WHERE name = 'lock_deadlocks' AND status = 'enabled') AS deadlocks",
  ),
  /** Wants REPLICATION CLIENT (MySQL) or SLAVE MONITOR (MariaDB). No row: not a replica. */
  replica: "SHOW REPLICA STATUS",
} as const;

export const MARIADB_SQL = {
  transactions: `SELECT ${longestTransaction()} AS longest_transaction_seconds`,
} as const;

/**
 * Without pg_read_all_stats a user sees that a session of another user is there (its kind hidden: null), not what it does: then
 * `active_connections` and `longest_transaction_seconds` are null, not a count of what happens to be visible.
 */
export const POSTGRES_SQL = {
  activity: sqlText(
    "SELECT host(inet_server_addr()) AS server_address,",
    "current_setting('port')::int AS server_port,",
    "EXTRACT(EPOCH FROM clock_timestamp() - pg_postmaster_start_time())::float8 AS uptime_seconds,",
    "current_setting('max_connections')::float8 AS max_connections,",
    "(SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'",
    "OR (backend_type IS NULL AND datid IS NOT NULL AND usesysid IS NOT NULL))::float8 AS client_connections,",
    "CASE WHEN pg_has_role('pg_read_all_stats', 'USAGE')",
    "THEN (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND state = 'active')::float8",
    "END AS active_connections,",
    "CASE WHEN pg_has_role('pg_read_all_stats', 'USAGE')",
    "THEN (SELECT COALESCE(MAX(EXTRACT(EPOCH FROM clock_timestamp() - xact_start)), 0) FROM pg_stat_activity",
    "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid())::float8",
    "END AS longest_transaction_seconds,",
    "(SELECT MAX(age(datfrozenxid)) FROM pg_database)::float8 AS xid_age,",
    "(SELECT SUM(deadlocks) FROM pg_stat_database)::float8 AS deadlocks,",
    "(SELECT SUM(blks_hit) FROM pg_stat_database)::float8 AS cache_blocks_hit,",
    "(SELECT SUM(blks_read) FROM pg_stat_database)::float8 AS cache_blocks_read",
  ),
  /**
   * A statement of its own because Aurora refuses these functions. An idle source sends nothing to replay, which is no lag: hence the
   * comparison of what was received and replayed, believed only while a receiver is connected.
   */
  replica: sqlText(
    "SELECT (CASE WHEN NOT pg_is_in_recovery() THEN NULL",
    "WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() AND EXISTS (SELECT 1 FROM pg_stat_wal_receiver) THEN 0",
    "ELSE EXTRACT(EPOCH FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END)::float8 AS replication_lag_seconds",
  ),
} as const;

/** `trx_started` is in the time zone of the server's machine whatever the session's is, hence the conversion. */
function longestTransaction(): string {
  return sqlText(
    "(SELECT COALESCE(MAX(GREATEST(TIMESTAMPDIFF(SECOND, trx_started, CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', 'SYSTEM')), 0)), 0)",
    "FROM information_schema.innodb_trx WHERE trx_mysql_thread_id <> CONNECTION_ID())",
  );
}

function sqlText(...parts: string[]): string {
  return parts.join(" ");
}
