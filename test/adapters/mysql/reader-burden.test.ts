import { type Connection, createConnection } from "mysql2/promise";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectionSettings } from "#adapters/mysql/connection-settings.ts";
import { databaseUsers } from "#adapters/mysql/database-users.ts";
import {
  DDL,
  dailyRow,
  freshDatabase,
  PROVENANCE,
  startTestServer,
  type TestDatabase,
} from "./test-database.ts";
import { alert, healthRow, notification, scoreRow } from "./test-rows.ts";

const server = await startTestServer();
afterAll(() => server?.stop());

const DAY = "2026-11-20";
const LOGIN = { username: `infra_burden_${process.pid}`, password: "burden" };

/** What anyone may send who may put a query into a dashboard; the last statement of each is never answered. */
const BURDENS = [
  ["SELECT GET_LOCK('infra_run_lease', 10)", "SELECT SLEEP(600)"],
  ["SELECT GET_LOCK('pim', 10)", "SELECT BENCHMARK(2000000000, SHA2('x', 512))"],
  ["SET SESSION max_statement_time = 0", "SELECT SLEEP(600)"],
  ["START TRANSACTION WITH CONSISTENT SNAPSHOT", "SELECT * FROM infra_v_run", "SELECT SLEEP(600)"],
  ["START TRANSACTION", "SELECT * FROM infra_v_health_day", "SELECT SLEEP(600)"],
];

describe.skipIf(server === undefined)("the reader of dashboards", () => {
  let test: TestDatabase;
  let epoch: number;
  const sessions: Connection[] = [];

  beforeEach(async () => {
    test = await freshDatabase(server);
    ({ epoch } = await test.stores.lease.take("run-1", 600));
    await databaseUsers(test.database, connectionSettings({ DATABASE_URL: test.url }), DDL).create(
      "reader",
      LOGIN,
    );
    await writeDay();
  });
  afterEach(async () => {
    for (const session of sessions.splice(0)) {
      await test.sql(`KILL ${session.threadId}`);
      session.destroy();
    }
    await test.sql(`DROP USER '${LOGIN.username}'`);
    await test.close();
  });

  /** What every stage writes of a day. */
  async function writeDay(): Promise<void> {
    const { dailyValues, scores, health, alerts } = test.stores;
    await dailyValues.replaceDay(epoch, "run-1", DAY, [dailyRow()]);
    await scores.replaceDate(epoch, PROVENANCE, DAY, [scoreRow()]);
    await health.replaceDate(epoch, "run-1", DAY, [healthRow()]);
    const fold = { upserts: [alert()], deletes: [], actions: [], notifications: [notification()] };
    await alerts.apply(epoch, PROVENANCE, fold);
  }

  async function session(): Promise<Connection> {
    const { username: user, password } = LOGIN;
    const { hostname: host, port, pathname } = new URL(test.url);
    const opened = await createConnection({
      ...{ host, port: Number(port), user, password, database: pathname.slice(1) },
    });
    sessions.push(opened);
    return opened;
  }

  it("does not keep the pipeline from writing, with all its sessions busy with locks, sleep and sums", async () => {
    for (const statements of BURDENS) {
      const reader = await session();
      for (const statement of statements.slice(0, -1)) await reader.query(statement);
      reader.query(statements.at(-1) ?? "").catch(() => undefined);
    }
    await writeDay();
    const busy = await test.sql(
      `SELECT id FROM information_schema.processlist WHERE user = '${LOGIN.username}' AND command = 'Query'`,
    );
    expect(busy).toHaveLength(BURDENS.length);
  });

  it("can lock the rows that it reads: writers wait for it, and go on once its session is ended", async () => {
    const reader = await session();
    await reader.query("START TRANSACTION");
    await reader.query("SELECT * FROM infra_v_health_day FOR UPDATE");
    const writing = writeDay();
    // The server renews this table only where nobody has read it for a tenth of a second.
    const waiting = () =>
      test.sql(
        `SELECT trx_id FROM information_schema.innodb_trx t JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id
         WHERE t.trx_state = 'LOCK WAIT' AND p.db = DATABASE()`,
      );
    await expect.poll(waiting, { timeout: 5_000, interval: 200 }).toHaveLength(1);
    await test.sql(`KILL ${reader.threadId}`);
    sessions.length = 0;
    reader.destroy();
    await writing;
  });
});
