import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { openDatabase } from "#adapters/mysql/connect.ts";
import { connectionSettings } from "#adapters/mysql/connection-settings.ts";
import { migrate } from "#adapters/mysql/migrate.ts";
import { openStores } from "#adapters/mysql/mysql-stores.ts";
import { splitStatements } from "#adapters/mysql/split-statements.ts";
import { alert, healthRow, scoreRow } from "../adapters/mysql/test-rows.ts";

const url = process.env.MYSQL_URL;
if (url === undefined)
  process.stderr.write(
    "skipped: MySQL 8 was not tested: set MYSQL_URL to a database that may be written to\n",
  );

const sqlFile = (name: string) => readFileSync(new URL(`../../sql/${name}`, import.meta.url), "utf8");
const QUERIES = [
  "01_schema_discovery.sql",
  "03_prometheus_redis_metrics.sql",
  "04_cloudwatch_rds_metrics.sql",
  "05_anomaly_scoring.sql",
  "06_health_score_aggregation.sql",
  "07_alert_rules.sql",
];

describe.skipIf(url === undefined)("a MySQL 8 that MYSQL_URL names", () => {
  const settings = connectionSettings({ DATABASE_URL: url ?? "mysql://nobody:x@127.0.0.1/none" });
  const database = openDatabase(settings);
  const stores = openStores(settings);
  afterAll(async () => {
    await stores.close();
    await database.pool.end();
  });

  it("takes the schema, twice", async () => {
    const ddl = sqlFile("02_create_analytics_schema.sql");
    await migrate(database, ddl);
    expect(await migrate(database, ddl)).toBe("already there");
    await stores.requireKnownSchema();
  });

  it("stores scores, health and alerts and gives them back, JSON included", async () => {
    const { epoch } = await stores.lease.take("mysql8", 60);
    const provenance = { runId: "mysql8", configHash: "c", codeVersion: "v" };
    await stores.scores.replaceDate(epoch, provenance, "2026-11-20", [scoreRow()]);
    await stores.health.replaceDate(epoch, "mysql8", "2026-11-20", [healthRow()]);
    await stores.alerts.apply(epoch, provenance, {
      upserts: [alert()],
      deletes: [],
      actions: [],
      notifications: [],
    });
    const days = await Array.fromAsync(stores.scores.readDays("2026-11-20", "2026-11-20"));
    expect(days).toEqual([{ date: "2026-11-20", rows: [scoreRow()] }]);
    expect(await stores.health.read("2026-11-20", "2026-11-20")).toEqual([healthRow()]);
    expect(await stores.alerts.openOn("2026-11-20")).toEqual([alert()]);
    expect(await stores.lease.release("mysql8")).toBe(true);
  });

  it.each(QUERIES)("runs %s as it is", async (name) => {
    const connection = await database.pool.getConnection();
    try {
      for (const statement of splitStatements(sqlFile(name))) await connection.query(statement);
    } finally {
      connection.release();
    }
  });
});
