import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { storesOn } from "#adapters/mysql/mysql-stores.ts";
import { inOneReading, inReading } from "#adapters/mysql/transaction.ts";
import { freshDatabase, startTestServer, type TestDatabase } from "./test-database.ts";
import { action } from "./test-rows.ts";

const server = await startTestServer();
afterAll(() => server?.stop());

describe.skipIf(server === undefined)("a reading", () => {
  let test: TestDatabase;
  beforeEach(async () => {
    test = await freshDatabase(server);
  });
  afterEach(() => test.close());

  it("is refused by the database itself where it writes", async () => {
    const before = await test.dump();
    const writing = inReading(test.database, "reading", (session) =>
      session.run("UPDATE infra_run_lease SET epoch = epoch + 1"),
    );
    await expect(writing).rejects.toThrow(/reading/);
    expect(await test.dump()).toBe(before);
  });

  it("of several ports is of one moment, whatever is written meanwhile", async () => {
    const seen = await inOneReading(test.database, "reading", async (still) => {
      const { alerts } = storesOn(still);
      const first = await alerts.readActions("1970-01-01");
      await test.stores.alerts.appendAction(action());
      return [first.length, (await alerts.readActions("1970-01-01")).length];
    });
    expect(seen).toEqual([0, 0]);
    expect(await test.stores.alerts.readActions("1970-01-01")).toHaveLength(1);
  });

  it("of several ports lets none of them write, not even beside it", async () => {
    const writing = inOneReading(test.database, "reading", (still) =>
      storesOn(still).alerts.appendAction(action()),
    );
    await expect(writing).rejects.toThrow("a database that stands still is only read");
    expect(await test.stores.alerts.readActions("1970-01-01")).toEqual([]);
  });
});
