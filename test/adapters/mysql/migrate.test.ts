import { afterAll, describe, expect, it } from "vitest";
import { migrate } from "#adapters/mysql/migrate.ts";
import { requireKnownSchema } from "#adapters/mysql/schema-state.ts";
import { DDL, freshDatabase, startTestServer, type TestDatabase } from "./test-database.ts";

const server = await startTestServer();
afterAll(() => server?.stop());

async function foreignTables({ sql }: TestDatabase): Promise<string> {
  const parts = ["infrastructure", "my_infra_x", "sales_forecast"].map(async (table) => [
    await sql(`SHOW CREATE TABLE ${table}`),
    await sql(`SELECT * FROM ${table} ORDER BY id`),
    await sql(`CHECKSUM TABLE ${table}`),
  ]);
  return JSON.stringify(await Promise.all(parts));
}

async function withForeignTables(): Promise<TestDatabase> {
  const test = await freshDatabase(server, { isEmpty: true });
  for (const table of ["infrastructure", "my_infra_x", "sales_forecast"]) {
    await test.sql(`CREATE TABLE ${table} (id INT PRIMARY KEY, note VARCHAR(20) CHARACTER SET latin1)`);
    await test.sql(`INSERT INTO ${table} VALUES (1, 'one'), (2, 'two')`);
  }
  return test;
}

describe.skipIf(server === undefined)("migrate", () => {
  it("creates the tables once and then changes nothing", async () => {
    const test = await freshDatabase(server, { isEmpty: true });
    await expect(migrate(test.database, DDL)).resolves.toBe("created");
    await test.sql("UPDATE infra_run_lease SET epoch = 7");
    await expect(migrate(test.database, DDL)).resolves.toBe("already there");
    await expect(test.sql("SELECT epoch FROM infra_run_lease")).resolves.toEqual([{ epoch: 7 }]);
    await expect(requireKnownSchema(test.database)).resolves.toBeUndefined();
    await test.close();
  });

  it("leaves the tables of other projects byte-identical", async () => {
    const test = await withForeignTables();
    const before = await foreignTables(test);
    await migrate(test.database, DDL);
    await migrate(test.database, DDL);
    expect(await foreignTables(test)).toBe(before);
    await test.close();
  });

  it("goes on where a migration broke off", async () => {
    const test = await freshDatabase(server);
    await test.sql("DROP TABLE infra_notification");
    await expect(requireKnownSchema(test.database)).rejects.toThrow(
      /infra_notification is missing.*npm run migrate/,
    );
    await expect(migrate(test.database, DDL)).resolves.toBe("created");
    await test.close();
  });

  it.each([
    ["is missing", "DROP VIEW infra_v_run"],
    ["was changed by hand", "CREATE OR REPLACE VIEW infra_v_run AS SELECT 1 AS run_id"],
  ])("makes a view anew that %s, which keeps no run from its work", async (_what, change) => {
    const test = await freshDatabase(server);
    await test.sql(change);
    await expect(requireKnownSchema(test.database)).resolves.toBeUndefined();
    await expect(migrate(test.database, DDL)).resolves.toBe("created");
    await expect(test.sql("SELECT run_id, state, duration_seconds FROM infra_v_run")).resolves.toEqual([]);
    await expect(migrate(test.database, DDL)).resolves.toBe("already there");
    await test.close();
  });

  it.each([
    [
      "another column",
      "ALTER TABLE infra_metric_daily ADD COLUMN p99_value DOUBLE NULL",
      /infra_metric_daily has "p99_value double null"/,
    ],
    [
      "a missing column",
      "ALTER TABLE infra_metric_daily DROP COLUMN unit",
      /infra_metric_daily lacks "unit varchar\(32\) not null"/,
    ],
    [
      "another type",
      "ALTER TABLE infra_metric_daily MODIFY avg_value FLOAT NULL",
      /infra_metric_daily has "avg_value float null"/,
    ],
    [
      "a collation that merges names",
      "ALTER TABLE infra_health_scores MODIFY resource_id VARCHAR(512) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL",
      /collate utf8mb4_general_ci/,
    ],
    [
      "another key",
      "ALTER TABLE infra_health_scores DROP PRIMARY KEY, ADD PRIMARY KEY (resource_id, metric_date)",
      /primary key/,
    ],
    [
      "an unknown table",
      "CREATE TABLE infra_metric_hourly (id INT)",
      /table infra_metric_hourly is not one of ours/,
    ],
    [
      "another checksum",
      "UPDATE infra_schema_version SET checksum = REPEAT('b', 64)",
      /checksum bbbbbbbbbbbb/,
    ],
  ])("refuses %s before it changes anything", async (_what, change, message) => {
    const test = await freshDatabase(server);
    await test.sql(change);
    const before = JSON.stringify(await test.sql("SHOW TABLES"));
    const refusal = { name: "SchemaUnknown", message: expect.stringMatching(message) };
    await expect(migrate(test.database, DDL)).rejects.toThrow(expect.objectContaining(refusal));
    await expect(requireKnownSchema(test.database)).rejects.toThrow(expect.objectContaining(refusal));
    expect(JSON.stringify(await test.sql("SHOW TABLES"))).toBe(before);
    await test.close();
  });

  it("refuses a DDL that this code was not built with", async () => {
    const test = await freshDatabase(server, { isEmpty: true });
    await expect(migrate(test.database, "CREATE TABLE infra_x (id INT)")).rejects.toThrow(/npm run generate/);
    await expect(test.sql("SHOW TABLES")).resolves.toEqual([]);
    await test.close();
  });

  it("finds the rights that an account lacks", async () => {
    const test = await freshDatabase(server);
    await expect(test.stores.missingRights()).resolves.toEqual([]);
    const name = new URL(test.url).pathname.slice(1);
    await test.sql("CREATE USER IF NOT EXISTS reader IDENTIFIED BY 'reader'");
    await test.sql(`GRANT SELECT, INSERT ON ${name}.* TO reader`);
    const url = new URL(test.url);
    url.username = "reader";
    url.password = "reader";
    const { openStores } = await import("#adapters/mysql/mysql-stores.ts");
    const { connectionSettings } = await import("#adapters/mysql/connection-settings.ts");
    const reader = openStores(connectionSettings({ DATABASE_URL: url.href }));
    const missing = await reader.missingRights();
    expect(missing).toContain("DELETE on infra_anomaly_scores");
    expect(missing).toContain("UPDATE on infra_run_lease");
    expect(missing.filter((right) => /SELECT|INSERT/.test(right))).toEqual([]);
    await reader.close();
    await test.close();
  });
});
