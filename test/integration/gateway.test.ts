import { type Connection, createConnection } from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mcpDatabaseGateway } from "#adapters/mcp-gateway/client.ts";
import type { Refusal } from "#adapters/mcp-gateway/source-reader.ts";
import { DatabaseSnapshot } from "#core/model/database-snapshot.ts";
import type { DatabaseGateway } from "#core/ports/database-gateway.ts";
import { type RunningDbhub, startDbhub } from "#lib/local/services/dbhub.ts";
import { startMariaDB } from "#lib/local/services/mariadb.ts";
import { type RunningPostgres, startPostgres } from "#lib/local/services/postgres.ts";
import type { RunningMariaDB } from "#lib/local/services/running-database.ts";
import { ServiceUnavailable } from "#lib/local/services/service-unavailable.ts";
import { globalStatus, load, SLOW_QUERIES_COUNT } from "./database-load.ts";

const TOKEN = "token-of-this-test";

interface Services {
  readonly mariadb: RunningMariaDB;
  readonly postgres: RunningPostgres;
  readonly dbhub: RunningDbhub;
}

const services = await startAll().catch((error: unknown) => {
  if (error instanceof ServiceUnavailable) {
    process.stderr.write(`skipped: the gateway against real databases, because ${error.message}\n`);
    return null;
  }
  throw error;
});

async function startAll(): Promise<Services> {
  // A session time zone other than the machine's: ages of transactions must not be off by hours.
  const mariadb = await startMariaDB({ durable: false, extraArgs: ["--default-time-zone=+05:00"] });
  const root = await createConnection(mariadb.rootUrl);
  await root.query("CREATE USER monitor@'%' IDENTIFIED BY 'm'");
  await root.query("GRANT PROCESS, SLAVE MONITOR ON *.* TO monitor@'%'");
  await root.query("CREATE USER nobody@'%' IDENTIFIED BY 'n'");
  await root.query("CREATE TABLE test.stock (id INT PRIMARY KEY, amount INT) ENGINE=InnoDB");
  await root.query("INSERT INTO test.stock VALUES (1, 0), (2, 0)");
  await root.end();
  const postgres = await startPostgres();
  const address = `${mariadb.host}:${mariadb.port}/information_schema`;
  const dbhub = await startDbhub({
    token: TOKEN,
    sources: [
      { id: "stock-rw", dsn: `mariadb://monitor:m@${address}` },
      { id: "stock_without_rights", dsn: `mysql://nobody:n@${address}` },
      { id: "audit", dsn: postgres.url },
      { id: "gone", dsn: "postgres://a:b@127.0.0.1:1/test" },
    ],
  });
  return { mariadb, postgres, dbhub };
}

afterAll(async () => {
  await Promise.all([services?.dbhub.stop(), services?.mariadb.stop(), services?.postgres.stop()]);
});

describe.skipIf(services === null)("the gateway adapter with dbhub 1.4.0 in front of real databases", () => {
  const { mariadb, dbhub } = services ?? ({} as Services);
  const refusals: Refusal[] = [];
  let gateway: DatabaseGateway;
  let direct: Connection;

  beforeAll(async () => {
    gateway = mcpDatabaseGateway({
      url: dbhub.url,
      token: TOKEN,
      now: Date.now,
      onRefused: (refusal) => refusals.push(refusal),
    });
    direct = await createConnection(mariadb.rootUrl);
  });
  afterAll(async () => {
    direct.destroy();
    await gateway.close();
  });

  it("finds every source under its own name", async () => {
    expect(await gateway.sources()).toEqual(["audit", "gone", "stock-rw", "stock_without_rights"]);
  });

  it("counts the same between two snapshots as SHOW GLOBAL STATUS read directly", async () => {
    await gateway.snapshot("stock-rw");
    const outerFrom = await globalStatus(direct);
    const first = await gateway.snapshot("stock-rw");
    const innerFrom = await globalStatus(direct);
    await load(mariadb.rootUrl);
    const innerTo = await globalStatus(direct);
    const second = await gateway.snapshot("stock-rw");
    const outerTo = await globalStatus(direct);

    const pairs = [
      ["slow_queries", "Slow_queries"],
      ["row_lock_waits", "Innodb_row_lock_waits"],
      ["deadlocks", "Innodb_deadlocks"],
      ["aborted_connects", "Aborted_connects"],
      ["buffer_pool_disk_reads", "Innodb_buffer_pool_reads"],
      ["buffer_pool_read_requests", "Innodb_buffer_pool_read_requests"],
    ] as const;
    for (const [counter, variable] of pairs) {
      const difference = Number(second.counters[counter]) - Number(first.counters[counter]);
      expect(difference, counter).toBeGreaterThanOrEqual(innerTo(variable) - innerFrom(variable));
      expect(difference, counter).toBeLessThanOrEqual(outerTo(variable) - outerFrom(variable));
    }
    // What the load did, whoever counts it.
    expect(Number(second.counters.slow_queries) - Number(first.counters.slow_queries)).toBe(
      SLOW_QUERIES_COUNT,
    );
    expect(Number(second.counters.deadlocks) - Number(first.counters.deadlocks)).toBe(1);
    expect(Number(second.counters.aborted_connects) - Number(first.counters.aborted_connects)).toBe(1);
    expect(second.uptimeSeconds).toBeGreaterThanOrEqual(first.uptimeSeconds);
  });

  it("sees connections and the oldest transaction, in any time zone of the session", async () => {
    const holder = await createConnection(mariadb.rootUrl);
    await holder.query("START TRANSACTION");
    await holder.query("SELECT * FROM test.stock WHERE id = 1 FOR UPDATE");
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    const snapshot = await gateway.snapshot("stock-rw");
    const status = await globalStatus(direct);
    holder.destroy();
    expect(DatabaseSnapshot.parse(snapshot)).toEqual(snapshot);
    expect(snapshot.engine).toBe("mariadb");
    expect(snapshot.endpoint).toMatch(new RegExp(`:${mariadb.port}$`));
    expect(snapshot.gauges.longest_transaction_seconds).toBeGreaterThanOrEqual(2);
    expect(snapshot.gauges.longest_transaction_seconds).toBeLessThan(30);
    expect(snapshot.gauges.connections_in_use_pct).toBeCloseTo((100 * status("Threads_connected")) / 151, 9);
  });

  it("works without any right, with nulls and reasons in place of what the database keeps to itself", async () => {
    const snapshot = await gateway.snapshot("stock_without_rights");
    expect(snapshot.gauges).toMatchObject({
      longest_transaction_seconds: null,
      replication_lag_seconds: null,
    });
    expect(snapshot.gauges.connections_in_use_pct).toBeGreaterThan(0);
    const refused = refusals.filter((refusal) => refusal.sourceId === "stock_without_rights");
    expect(refused.map((refusal) => refusal.queryId)).toEqual(["mariadb.transactions", "mysql.replica"]);
    expect(refused.map((refusal) => refusal.reason).join()).toMatch(/PROCESS.*SLAVE MONITOR/);
  });

  it("reads PostgreSQL", async () => {
    const first = await gateway.snapshot("audit");
    const second = await gateway.snapshot("audit");
    expect(DatabaseSnapshot.parse(second)).toEqual(second);
    expect(second.engine).toBe("postgres");
    expect(second.gauges.xid_age).toBeGreaterThan(0);
    expect(second.gauges.connections_in_use_pct).toBeGreaterThan(0);
    expect(second.gauges.replication_lag_seconds).toBeNull();
    expect(second.uptimeSeconds).toBeGreaterThan(first.uptimeSeconds);
    expect(Number(second.counters.cache_blocks_hit)).toBeGreaterThanOrEqual(
      Number(first.counters.cache_blocks_hit),
    );
  });

  it("says of a database that is gone that it is, and goes on with the others", async () => {
    await expect(gateway.snapshot("gone")).rejects.toMatchObject({ name: "SourceUnavailable" });
    expect((await gateway.snapshot("audit")).engine).toBe("postgres");
  });

  it("finds the name of a single source, whose tool is plain execute_sql", async () => {
    const single = await startDbhub({
      token: TOKEN,
      sources: [{ id: "only-one", dsn: services?.postgres.url ?? "" }],
    });
    const alone = mcpDatabaseGateway({ url: single.url, token: TOKEN, now: Date.now });
    expect(await alone.sources()).toEqual(["only-one"]);
    expect(await alone.snapshot("only-one")).toMatchObject({ sourceId: "only-one", engine: "postgres" });
    await alone.close();
    await single.stop();
  });

  it("is refused with a wrong token", async () => {
    const stranger = mcpDatabaseGateway({ url: dbhub.url, token: "wrong", now: Date.now });
    await expect(stranger.sources()).rejects.toMatchObject({ name: "AccessDenied" });
    await stranger.close();
  });
});
