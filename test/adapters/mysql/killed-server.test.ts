import { createConnection, type RowDataPacket } from "mysql2/promise";
import { describe, expect, inject, it } from "vitest";
import { openDatabase } from "#adapters/mysql/connect.ts";
import { connectionSettings } from "#adapters/mysql/connection-settings.ts";
import { migrate } from "#adapters/mysql/migrate.ts";
import { openStores } from "#adapters/mysql/mysql-stores.ts";
import { startMariaDB } from "#lib/local/services/mariadb.ts";
import { DDL, dailyRow } from "./test-database.ts";

const DAY = "2026-11-20";
const rowsOf = (avg: number) =>
  Array.from({ length: 1_200 }, (_, index) => dailyRow({ resourceId: `db-${index}`, avg }));

/** The rows of one statement over a connection of its own: the one before may have died with the server. */
async function ask(url: string, sql: string): Promise<RowDataPacket[]> {
  const connection = await createConnection(url);
  const [rows] = await connection.query<RowDataPacket[]>(sql);
  await connection.end();
  return rows;
}

describe.skipIf(inject("databaseServer") === null)("a server that is killed within a transaction", () => {
  it("keeps the old day, nothing of the new one, and takes that whole once it is back", async () => {
    const server = await startMariaDB();
    const settings = connectionSettings({ DATABASE_URL: server.url });
    const database = openDatabase(settings);
    await migrate(database, DDL);
    await database.pool.end();
    const stores = openStores(settings, { retryPauseMs: 1_000 });
    const { epoch } = await stores.lease.take("run-1", 600);
    await stores.dailyValues.replaceDay(epoch, "run-1", DAY, rowsOf(1));
    const averages = async () =>
      (await ask(server.url, "SELECT DISTINCT avg_value FROM infra_metric_daily")).map(
        (row) => row.avg_value,
      );

    // Holds the writer at its last row, when all others are written and none is committed.
    await ask(
      server.rootUrl,
      "CREATE TRIGGER gate BEFORE UPDATE ON infra_metric_daily FOR EACH ROW SET NEW.unit = IF(NEW.resource_id = 'db-999' AND SLEEP(4), NULL, NEW.unit)",
    );
    const writing = stores.dailyValues.replaceDay(epoch, "run-1", DAY, rowsOf(2));
    const held = () =>
      ask(server.rootUrl, "SELECT id FROM information_schema.processlist WHERE state = 'User sleep'");
    await expect.poll(held, { timeout: 10_000 }).toHaveLength(1);
    await server.kill();
    await server.restart();
    expect(await averages()).toEqual([1]);
    await ask(server.rootUrl, "DROP TRIGGER gate");
    await writing;
    expect(await averages()).toEqual([2]);
    await stores.close();
    await server.stop();
  });
});
