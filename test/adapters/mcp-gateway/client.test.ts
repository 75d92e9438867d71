import { afterEach, describe, expect, it } from "vitest";
import { CATALOGUE, catalogueHash } from "#adapters/mcp-gateway/catalogue.ts";
import { mcpDatabaseGateway } from "#adapters/mcp-gateway/client.ts";
import type { Refusal } from "#adapters/mcp-gateway/source-reader.ts";
import { DatabaseSnapshot } from "#core/model/database-snapshot.ts";
import {
  type FakeGatewayOptions,
  failure,
  fakeGateway,
  MYSQL_ROWS,
  POSTGRES_ROWS,
  success,
} from "./fake-gateway.ts";

const NOW_MS = Date.UTC(2026, 10, 21, 10, 15, 2, 700);

const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(endings.splice(0).map((end) => end()));
});

async function start(options: FakeGatewayOptions = {}, onRefused?: (refusal: Refusal) => void) {
  const server = await fakeGateway(options);
  const gateway = mcpDatabaseGateway({
    url: server.url,
    token: options.token ?? null,
    now: () => NOW_MS,
    ...(onRefused ? { onRefused } : {}),
  });
  endings.push(gateway.close, server.stop);
  return { server, gateway };
}

describe("sources of the gateway", () => {
  it("have the ids that the tools' titles give, else what the names end in", async () => {
    const { gateway } = await start({
      tools: [
        { name: "execute_sql_orders_rw", title: "Execute SQL on orders-rw (mysql)" },
        { name: "execute_sql_audit" },
        { name: "execute_sql_misled", title: "Execute SQL on something-else (mysql)" },
        { name: "search_objects_orders_rw" },
      ],
    });
    expect(await gateway.sources()).toEqual(["audit", "misled", "orders-rw"]);
  });

  it("is one, named by its answer, where the tool is plain execute_sql", async () => {
    const { gateway, server } = await start({ tools: [{ name: "execute_sql" }] });
    expect(await gateway.sources()).toEqual(["orders-rw"]);
    expect((await gateway.snapshot("orders-rw")).sourceId).toBe("orders-rw");
    expect(new Set(server.calls.map((call) => call.tool))).toEqual(new Set(["execute_sql"]));
  });

  it("are an error where no tool runs SQL", async () => {
    const { gateway } = await start({ tools: [{ name: "search_objects" }] });
    await expect(gateway.sources()).rejects.toThrow(/no tool execute_sql/);
  });
});

describe("a snapshot", () => {
  it("of MySQL has its figures, the numbers read from text", async () => {
    const { gateway } = await start({ token: "secret" });
    expect(await gateway.snapshot("orders-rw")).toEqual({
      sourceId: "orders-rw",
      endpoint: "orders-rw:3306",
      engine: "mysql",
      takenAtSeconds: Math.floor(NOW_MS / 1000),
      uptimeSeconds: 86_400,
      gauges: {
        connections_in_use_pct: 20,
        threads_running: 2,
        replication_lag_seconds: null,
        longest_transaction_seconds: 3,
        xid_age: null,
      },
      counters: {
        slow_queries: 12,
        row_lock_waits: 7,
        deadlocks: 5,
        aborted_connects: 4,
        buffer_pool_read_requests: 2 ** 64,
        buffer_pool_disk_reads: 153,
        cache_blocks_hit: null,
        cache_blocks_read: null,
      },
      catalogueHash: catalogueHash("mysql"),
    });
  });

  it("of PostgreSQL has its figures", async () => {
    const { gateway } = await start({ answer: (_call, id) => success((id && POSTGRES_ROWS[id]) ?? []) });
    const snapshot = await gateway.snapshot("orders-rw");
    expect(DatabaseSnapshot.parse(snapshot)).toEqual(snapshot);
    expect(snapshot).toMatchObject({ engine: "postgres", endpoint: "10.0.0.5:5432", uptimeSeconds: 25.5 });
    expect(snapshot.gauges).toMatchObject({
      connections_in_use_pct: 25,
      longest_transaction_seconds: 0.25,
      xid_age: 11,
    });
    expect(snapshot.counters).toMatchObject({
      cache_blocks_hit: 900,
      cache_blocks_read: 100,
      slow_queries: null,
    });
  });

  it("sends catalogue texts only, and the probe once for all snapshots", async () => {
    const { gateway, server } = await start();
    await gateway.snapshot("orders-rw");
    await gateway.snapshot("orders-rw");
    const texts = new Set(Object.values(CATALOGUE).map((entry) => entry.sql));
    expect(server.calls.filter((call) => !texts.has(call.sql))).toEqual([]);
    expect(server.calls.filter((call) => call.sql === CATALOGUE.probe.sql)).toHaveLength(1);
    expect(server.calls).toHaveLength(9);
    expect(server.sessionCount).toBe(1);
  });

  it("is null, with a reason, where a right is missing", async () => {
    const refusals: Refusal[] = [];
    const { gateway } = await start(
      {
        answer: (_call, id) =>
          id === "mysql.transactions" || id === "mysql.replica"
            ? failure(
                "(conn:9, no: 1227, SQLState: 42000) Access denied; you need the PROCESS privilege\nsql: SELECT",
              )
            : undefined,
      },
      (refusal) => refusals.push(refusal),
    );
    const snapshot = await gateway.snapshot("orders-rw");
    expect(snapshot.gauges).toMatchObject({
      longest_transaction_seconds: null,
      replication_lag_seconds: null,
    });
    expect(snapshot.counters.deadlocks).toBeNull();
    expect(refusals.map((refusal) => refusal.queryId)).toEqual(["mysql.transactions", "mysql.replica"]);
    expect(refusals[0]?.reason).toMatch(/PROCESS privilege$/);
  });

  it.each([
    ["MySQL's name", [{ Seconds_Behind_Source: 4, Channel_Name: "" }], 4],
    ["MariaDB's name", [{ Seconds_Behind_Master: "7" }], 7],
    ["the slowest channel", [{ Seconds_Behind_Source: 4 }, { Seconds_Behind_Source: 9 }], 9],
    ["a stopped channel: unknown", [{ Seconds_Behind_Source: 4 }, { Seconds_Behind_Source: null }], null],
  ])("reads the replication lag by %s", async (_what, rows, lag) => {
    const { gateway } = await start({
      answer: (_call, id) => (id === "mysql.replica" ? success(rows) : undefined),
    });
    expect((await gateway.snapshot("orders-rw")).gauges.replication_lag_seconds).toBe(lag);
  });

  it.each([
    ["not a replica", success([{ replication_lag_seconds: null }]), null],
    ["a clock ahead of its source's", success([{ replication_lag_seconds: -0.2 }]), 0],
    ["some lag", success([{ replication_lag_seconds: "12.5" }]), 12.5],
    ["Aurora", failure("Function pg_last_wal_receive_lsn() is currently not supported in Aurora"), null],
  ])("of PostgreSQL has the lag of %s", async (_what, replica, lag) => {
    const { gateway } = await start({
      answer: (_call, id) => (id === "postgres.replica" ? replica : success((id && POSTGRES_ROWS[id]) ?? [])),
    });
    expect((await gateway.snapshot("orders-rw")).gauges.replication_lag_seconds).toBe(lag);
  });

  it("takes MariaDB's deadlocks from its status", async () => {
    const { gateway } = await start({
      answer: (_call, id) => {
        if (id === "probe") return success([{ version: "10.11.19-MariaDB-log" }]);
        if (id === "mariadb.transactions") return success([{ longest_transaction_seconds: 0 }]);
        const status = [
          ...(MYSQL_ROWS["mysql.status"] ?? []),
          { Variable_name: "Innodb_deadlocks", Value: "8" },
        ];
        return id === "mysql.status" ? success(status) : undefined;
      },
    });
    const snapshot = await gateway.snapshot("orders-rw");
    expect(snapshot).toMatchObject({ engine: "mariadb", counters: { deadlocks: 8 } });
  });

  it("carries the endpoint that config knows better", async () => {
    const server = await fakeGateway();
    const gateway = mcpDatabaseGateway({
      url: server.url,
      token: null,
      now: () => NOW_MS,
      endpoints: { "orders-rw": "orders.abc.us-east-1.rds.amazonaws.com:3306" },
    });
    endings.push(gateway.close, server.stop);
    expect((await gateway.snapshot("orders-rw")).endpoint).toBe(
      "orders.abc.us-east-1.rds.amazonaws.com:3306",
    );
  });
});
