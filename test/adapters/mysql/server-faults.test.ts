import { type Connection, createConnection } from "mysql2/promise";
import { afterAll, describe, expect, it } from "vitest";
import { type Database, type DatabaseLimits, openDatabase } from "#adapters/mysql/connect.ts";
import { connectionSettings } from "#adapters/mysql/connection-settings.ts";
import { openStores } from "#adapters/mysql/mysql-stores.ts";
import { inTransaction } from "#adapters/mysql/transaction.ts";
import type { DailyValueRow } from "#core/ports/stores.ts";
import { startFaultProxy } from "#lib/local/services/fault-proxy.ts";
import { dailyRow, freshDatabase, startTestServer, type TestDatabase } from "./test-database.ts";

const server = await startTestServer();
/** A server with little room: ten connections, and sixteen megabytes for all tables together. */
const narrow = await startTestServer({
  extraArgs: [
    "--max-connections=10",
    "--innodb-file-per-table=0",
    "--innodb-data-file-path=ibdata1:12M:autoextend:max:16M",
  ],
});
afterAll(async () => {
  await server?.stop();
  await narrow?.stop();
});

const DAY = "2026-11-20";
const NAMES = Array.from({ length: 700 }, (_, index) => `db-${index}`);
const rowsOf = (avg: number) => NAMES.map((resourceId) => dailyRow({ resourceId, avg }));
const averages = async (test: TestDatabase) =>
  (await test.sql("SELECT DISTINCT avg_value FROM infra_metric_daily")).map(({ avg_value }) => avg_value);

/** The same tables by an ordinary user, who has no connection in reserve as root has. */
async function asUser(test: TestDatabase, of = server): Promise<string> {
  const url = new URL(of?.url ?? "");
  url.pathname = new URL(test.url).pathname;
  await test.sql(`GRANT ALL ON ${url.pathname.slice(1)}.* TO pim`);
  return url.href;
}

const open = (url: string, limits: DatabaseLimits = { retryPauseMs: 2 }): Database =>
  openDatabase(connectionSettings({ DATABASE_URL: url }), limits);

describe.skipIf(server === undefined)("writers at the same time", () => {
  it("of one day, four of them with their rows in different orders, all come through, and one whole set stays", async () => {
    const test = await freshDatabase(server);
    const { epoch } = await test.stores.lease.take("run-1", 600);
    const writers = Array.from({ length: 4 }, () =>
      openStores(connectionSettings({ DATABASE_URL: test.url })),
    );
    for (let round = 0; round < 5; round++) {
      const writes = writers.map(({ dailyValues }, writer) => {
        const rows = rowsOf(10 * round + writer);
        return dailyValues.replaceDay(epoch, "run-1", DAY, writer % 2 === 0 ? rows : rows.toReversed());
      });
      await Promise.all(writes);
      expect(await averages(test)).toHaveLength(1);
    }
    await Promise.all(writers.map((stores) => stores.close()));
    await test.close();
  });

  it("wait for the locks of one whose machine is gone only until the server ends its idle session", async () => {
    const test = await freshDatabase(server);
    const { epoch } = await test.stores.lease.take("run-1", 600);
    const proxy = await startFaultProxy(server?.port ?? 0);
    const url = new URL(test.url);
    url.port = String(proxy.port);
    const frozen = open(url.href);
    const reached = Promise.withResolvers<void>();
    const held = inTransaction(frozen, "holding the lease", async (session) => {
      // Its own setting is 60 s: the same thing in a second.
      await session.command("SET SESSION wait_timeout = 1");
      await session.rows("SELECT epoch FROM infra_run_lease WHERE id = 1 FOR UPDATE");
      reached.resolve();
      await new Promise(() => undefined);
    });
    held.catch(() => undefined);
    await reached.promise;
    await proxy.setMode({ kind: "blackhole" });
    await test.stores.dailyValues.replaceDay(epoch, "run-1", DAY, rowsOf(1));
    expect(await averages(test)).toEqual([1]);
    await frozen.pool.end();
    await proxy.stop();
    await test.close();
  });
});

describe.skipIf(server === undefined)("a statement that is answered too late", () => {
  it("may still be at work on the server: it is taken for unknown, and the write ends as one", async () => {
    const test = await freshDatabase(server);
    const { epoch } = await test.stores.lease.take("run-1", 600);
    await test.sql(
      "CREATE TRIGGER slow BEFORE INSERT ON infra_metric_daily FOR EACH ROW SET NEW.unit = IF(GET_LOCK('gate', 5) + RELEASE_LOCK('gate') = 2, NEW.unit, NULL)",
    );
    const stores = openStores(connectionSettings({ DATABASE_URL: test.url }), {
      queryTimeoutMs: 400,
      retryPauseMs: 200,
    });
    await test.sql("SELECT GET_LOCK('gate', 0)");
    setTimeout(() => void test.sql("SELECT RELEASE_LOCK('gate')"), 700);
    await stores.dailyValues.replaceDay(epoch, "run-1", DAY, [dailyRow({ avg: 3 })]);
    expect(await test.sql("SELECT avg_value FROM infra_metric_daily")).toEqual([{ avg_value: 3 }]);
    await stores.close();
    await test.close();
  });
});

describe.skipIf(narrow === undefined)("a server without room", () => {
  it("for one more connection is asked again until one is free", async () => {
    const test = await freshDatabase(narrow);
    const { epoch } = await test.stores.lease.take("run-1", 600);
    const url = await asUser(test, narrow);
    const others: Connection[] = [];
    const refused = await (async () => {
      for (;;) others.push(await createConnection(url));
    })().catch((error: unknown) => error);
    expect(refused).toMatchObject({ errno: 1040 });
    const stores = openStores(connectionSettings({ DATABASE_URL: url }), { retryPauseMs: 100 });
    const writing = stores.dailyValues.replaceDay(epoch, "run-1", DAY, rowsOf(1));
    setTimeout(() => void Promise.all(others.map((connection) => connection.end())), 150);
    await writing;
    expect(await averages(test)).toEqual([1]);
    await stores.close();
    await test.close();
  });

  it("for so many rows keeps the old day, says why, and takes the next one that fits", async () => {
    const test = await freshDatabase(narrow);
    const { epoch } = await test.stores.lease.take("run-1", 600);
    const write = (rows: DailyValueRow[]) => test.stores.dailyValues.replaceDay(epoch, "run-1", DAY, rows);
    await write(rowsOf(1));
    const before = await test.dump();
    const many = Array.from({ length: 20_000 }, (_, index) =>
      dailyRow({ resourceId: `${index}`.padStart(512, "x") }),
    );
    await expect(write([...rowsOf(2), ...many])).rejects.toMatchObject({
      name: "DatabaseRefused",
      message: expect.stringMatching(
        /writing daily values of 2026-11-20 .*1114.*infra_metric_daily.* is full/,
      ),
    });
    expect(await test.dump()).toBe(before);
    await write(rowsOf(3));
    expect(await averages(test)).toEqual([3]);
    await test.close();
  });
});
