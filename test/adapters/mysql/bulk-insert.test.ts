import { afterAll, describe, expect, it } from "vitest";
import { bulkInsert } from "#adapters/mysql/bulk-insert.ts";
import { inReading, inTransaction } from "#adapters/mysql/transaction.ts";
import { freshDatabase, startTestServer } from "./test-database.ts";

const server = await startTestServer();
afterAll(() => server?.stop());

describe.skipIf(server === undefined)("an insert", () => {
  it("of more bytes than a packet holds (16 MiB) is sent in parts", async () => {
    const test = await freshDatabase(server);
    await test.sql("CREATE TABLE wide (id INT PRIMARY KEY, text MEDIUMTEXT)");
    const rows = Array.from({ length: 40 }, (_, id) => [id, "高".repeat(160_000)]);
    const insert = { table: "wide", columns: ["id", "text"], keyLength: 1, onDuplicate: "replace" } as const;
    await inTransaction(test.database, "inserting", (session) => bulkInsert(session, insert, rows));
    expect(await test.sql("SELECT COUNT(*) AS n, SUM(LENGTH(text)) AS bytes FROM wide")).toEqual([
      { n: 40, bytes: String(40 * 480_000) },
    ]);
    await test.close();
  });

  it("of more values than a statement binds (65,535) is sent in parts", async () => {
    const test = await freshDatabase(server);
    const columns = Array.from({ length: 140 }, (_, index) => `c${index}`);
    await test.sql(`CREATE TABLE wide (${columns.map((name) => `${name} INT`).join(",")}, PRIMARY KEY (c0))`);
    const rows = Array.from({ length: 500 }, (_, row) => columns.map((_, column) => row + column));
    const insert = { table: "wide", columns, keyLength: 1, onDuplicate: "replace" } as const;
    await inTransaction(test.database, "inserting", (session) => bulkInsert(session, insert, rows));
    const [last] = await inReading(test.database, "reading", (session) =>
      session.arrays("SELECT COUNT(*), MAX(c139) FROM wide"),
    );
    expect(last).toEqual([500, 499 + 139]);
    await test.close();
  });
});
