import { describe, expect, it } from "vitest";
import { openDatabase } from "#adapters/mysql/connect.ts";
import { connectionSettings } from "#adapters/mysql/connection-settings.ts";
import { inTransaction } from "#adapters/mysql/transaction.ts";
import { startWireStub } from "./wire-stub.ts";

const WRITING = "UPDATE infra_run_lease SET epoch = 1";

describe("a writer that became a reader in a failover", () => {
  // 1290: --read-only; 1792: in a read-only transaction; 1836: read-only mode, which MariaDB does not have.
  it.each([1290, 1792, 1836])("and says so by %i is left, and the name is looked up anew", async (errno) => {
    const stub = await startWireStub((sql, connection) =>
      sql === WRITING && connection === 1 ? errno : null,
    );
    const database = openDatabase(connectionSettings({ DATABASE_URL: stub.url }), { retryPauseMs: 2 });
    await inTransaction(database, "writing", (session) => session.command(WRITING));
    expect(stub.connections()).toBe(2);
    await database.pool.end();
    stub.stop();
  });

  it("for good is DatabaseUnavailable after five connections, and says what is the matter", async () => {
    const stub = await startWireStub((sql) => (sql === WRITING ? 1836 : null));
    const database = openDatabase(connectionSettings({ DATABASE_URL: stub.url }), { retryPauseMs: 2 });
    await expect(
      inTransaction(database, "writing", (session) => session.command(WRITING)),
    ).rejects.toMatchObject({
      name: "DatabaseUnavailable",
      message: expect.stringMatching(/1836\); it is read-only: a failover is under way/),
    });
    expect(stub.connections()).toBe(5);
    await database.pool.end();
    stub.stop();
  });
});
