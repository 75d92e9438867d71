import type { DatabaseSnapshot } from "#core/model/database-snapshot.ts";
import type { DatabaseStatus } from "#lib/local/estate/database-status.ts";
import type { EstateResource } from "#lib/local/estate/estate.ts";

/** What `version()` says. */
const VERSIONS: Readonly<Record<DatabaseSnapshot["engine"], string>> = {
  mysql: "8.0.40",
  mariadb: "10.11.9-MariaDB-log",
  postgres: "PostgreSQL 16.4 on x86_64-pc-linux-gnu, compiled by gcc (GCC) 7.3.1, 64-bit",
};

type Rows = readonly Readonly<Record<string, string | number | null>>[];
type Answering = (database: EstateResource, status: DatabaseStatus) => Rows;

/** Rows of each statement of the catalogue as the engine's driver and the gateway give them: SHOW values are text. */
export const ANSWERS: ReadonlyMap<string, Answering> = new Map<string, Answering>([
  ["probe", (_, { engine }) => [{ version: VERSIONS[engine] }]],
  ["mysql.status", mysqlStatus],
  ["mysql.variables", mysqlVariables],
  [
    "mysql.transactions",
    (_, status) => [{ ...longestTransaction(status), deadlocks: status.counters.deadlocks }],
  ],
  ["mariadb.transactions", (_, status) => [longestTransaction(status)]],
  ["mysql.replica", mysqlReplica],
  ["postgres.activity", postgresActivity],
  ["postgres.replica", (_, { gauges }) => [{ replication_lag_seconds: gauges.replication_lag_seconds }]],
]);

function mysqlStatus(_: EstateResource, { counters, gauges, ...status }: DatabaseStatus): Rows {
  return namesAndValues({
    Aborted_connects: counters.aborted_connects,
    Innodb_buffer_pool_read_requests: counters.buffer_pool_read_requests,
    Innodb_buffer_pool_reads: counters.buffer_pool_disk_reads,
    // MySQL has no such variable.
    ...(status.engine === "mariadb" ? { Innodb_deadlocks: counters.deadlocks } : {}),
    Innodb_row_lock_waits: counters.row_lock_waits,
    Slow_queries: counters.slow_queries,
    Threads_connected: status.connectionsCount,
    Threads_running: gauges.threads_running,
    Uptime: Math.floor(status.uptimeSeconds),
  });
}

function mysqlVariables(database: EstateResource, status: DatabaseStatus): Rows {
  const { host, port } = addressOf(database);
  return namesAndValues({ hostname: host, max_connections: status.maxConnectionsCount, port });
}

function namesAndValues(values: Readonly<Record<string, string | number | null>>): Rows {
  return Object.entries(values).map(([Variable_name, value]) => ({
    Variable_name,
    Value: String(value ?? 0),
  }));
}

function longestTransaction({ gauges }: DatabaseStatus) {
  return { longest_transaction_seconds: Math.round(gauges.longest_transaction_seconds ?? 0) };
}

/** No row: not a replica. The lag counts whole seconds. */
function mysqlReplica(_: EstateResource, { engine, gauges }: DatabaseStatus): Rows {
  const lag = gauges.replication_lag_seconds;
  const column = engine === "mariadb" ? "Seconds_Behind_Master" : "Seconds_Behind_Source";
  return lag === null ? [] : [{ Channel_Name: "", [column]: Math.round(lag) }];
}

function postgresActivity(database: EstateResource, status: DatabaseStatus): Rows {
  const { host, port } = addressOf(database);
  const { counters, gauges } = status;
  return [
    {
      server_address: host,
      server_port: port,
      uptime_seconds: status.uptimeSeconds,
      max_connections: status.maxConnectionsCount,
      client_connections: status.connectionsCount,
      active_connections: gauges.threads_running,
      longest_transaction_seconds: gauges.longest_transaction_seconds ?? 0,
      xid_age: gauges.xid_age,
      deadlocks: counters.deadlocks,
      cache_blocks_hit: counters.cache_blocks_hit,
      cache_blocks_read: counters.cache_blocks_read,
    },
  ];
}

function addressOf(database: EstateResource): { host: string; port: number } {
  const endpoint = database.endpoints[0] ?? "localhost:0";
  const colon = endpoint.lastIndexOf(":");
  return { host: endpoint.slice(0, colon), port: Number(endpoint.slice(colon + 1)) };
}
