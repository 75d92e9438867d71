import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openDatabase } from "#adapters/mysql/connect.ts";
import { connectionSettings } from "#adapters/mysql/connection-settings.ts";
import { KNOWN_SCHEMA } from "#adapters/mysql/known-schema.ts";
import { retentionStore } from "#adapters/mysql/retention-store.ts";
import { addDays } from "#core/model/utc-day.ts";
import { AGEING_TABLES } from "#core/ports/retention.ts";
import { handler } from "../../../lambdas/operations/prune/handler.ts";
import { freshDatabase, startTestServer, type TestDatabase } from "../../adapters/mysql/test-database.ts";
import { ROWS } from "./aged-rows.ts";

const server = await startTestServer();
afterAll(() => server?.stop());

const TODAY = "2026-11-25";
const AT_400 = addDays(TODAY, -400);
const AT_401 = addDays(TODAY, -401);

let test: TestDatabase;

async function insert(table: keyof typeof ROWS, part: Record<string, string | number | null>): Promise<void> {
  const row: Record<string, string | number | null> = { ...ROWS[table], ...part };
  const values = Object.values(row).map((value) =>
    typeof value === "string" ? `'${value}'` : String(value),
  );
  await test.sql(`INSERT INTO ${table} (${Object.keys(row).join(", ")}) VALUES (${values.join(", ")})`);
}

const column = async (table: string, name: string): Promise<unknown[]> =>
  (await test.sql(`SELECT ${name} AS it FROM ${table} ORDER BY ${name}`)).map(({ it }) => it);

const pruned = () => handler({}, {});

describe("the tables that age", () => {
  it("are all that have a day, but the lease", () => {
    const withDay = Object.entries(KNOWN_SCHEMA.tables)
      .filter(([, lines]) => lines.some((line) => / date (not )?null$/.test(line)))
      .map(([table]) => table);
    expect([...AGEING_TABLES, "infra_run_lease"].toSorted()).toEqual(withDay.toSorted());
  });
});

describe.skipIf(server === undefined)("the pruning's handler", () => {
  beforeEach(async () => {
    test = await freshDatabase(server);
    vi.stubEnv("DATABASE_URL", test.url);
    vi.stubEnv("LOG_LEVEL", "silent");
    vi.stubEnv("RETENTION_DAYS", "400");
    vi.stubEnv("PIPELINE_NOW", `${TODAY}T15:40:00Z`);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await test.close();
  });

  it.each(["infra_metric_daily", "infra_anomaly_scores", "infra_health_scores"] as const)(
    "keeps the day 400 days ago in %s and deletes the one before",
    async (table) => {
      for (const day of [AT_401, AT_400, TODAY]) await insert(table, { metric_date: day });
      await expect(pruned()).resolves.toMatchObject({ deleted: { [table]: 1 }, isFinished: true });
      expect(await column(table, "metric_date")).toEqual([AT_400, TODAY]);
    },
  );

  it("deletes more rows than one batch holds, and nothing more the second time", async () => {
    const digits = "(SELECT 0 AS d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4)";
    const row: Record<string, string | number | null> = { ...ROWS.infra_health_scores };
    const values = Object.entries({ ...row, metric_date: AT_401 }).map(([name, value]) =>
      name === "resource_id" ? "CONCAT(a.d, b.d, c.d, e.d, f.d)" : `'${value}'`,
    );
    await test.sql(
      `INSERT INTO infra_health_scores (${Object.keys({ ...row, metric_date: AT_401 }).join(", ")})
       SELECT ${values.join(", ")} FROM ${["a", "b", "c", "e", "f"].map((name) => `${digits} ${name}`).join(", ")}`,
    );
    await expect(pruned()).resolves.toMatchObject({ deleted: { infra_health_scores: 3125 } });
    await expect(pruned()).resolves.toMatchObject({ deleted: { infra_health_scores: 0 }, isFinished: true });
  });

  it("takes closed alerts by the day on which they ended, and open ones never", async () => {
    const alerts = [
      { resource_id: "ended-401", state: "resolved", resolved_on: AT_401 },
      { resource_id: "ended-400", state: "resolved", resolved_on: AT_400 },
      { resource_id: "open", state: "open", resolved_on: null },
      { resource_id: "acknowledged", state: "acknowledged", resolved_on: null },
      { resource_id: "withdrawn-401", state: "withdrawn", resolved_on: null, last_met_on: AT_401 },
      { resource_id: "withdrawn-400", state: "withdrawn", resolved_on: null, last_met_on: AT_400 },
    ];
    for (const alert of alerts)
      await insert("infra_anomaly_alerts", {
        opened_on: addDays(TODAY, -450),
        last_met_on: AT_401,
        ...alert,
      });
    await pruned();
    expect(await column("infra_anomaly_alerts", "resource_id")).toEqual([
      "acknowledged",
      "ended-400",
      "open",
      "withdrawn-400",
    ]);
  });

  it("keeps what people said and were told of an alert that is still there, silences in force and the newest telling", async () => {
    const openedOn = addDays(TODAY, -450);
    await insert("infra_anomaly_alerts", { resource_id: "open", opened_on: openedOn, state: "open" });
    const actions = [
      { resource_id: "open", action: "told", scored_on: openedOn },
      { resource_id: "open", action: "acknowledge", scored_on: AT_401 },
      { resource_id: "closed", action: "told", scored_on: AT_401 },
      { resource_id: "closed-400", action: "told", scored_on: AT_400 },
      { resource_id: "silent-for-ever", action: "silence", scored_on: AT_401, expires_on: null },
      { resource_id: "silence-over", action: "silence", scored_on: AT_401, expires_on: addDays(AT_401, 7) },
    ];
    for (const action of actions) await insert("infra_alert_action", { opened_on: openedOn, ...action });
    await pruned();
    expect(await column("infra_alert_action", "resource_id")).toEqual([
      "closed-400",
      "open",
      "open",
      "silent-for-ever",
    ]);
    await test.sql("DELETE FROM infra_alert_action WHERE resource_id <> 'silent-for-ever'");
    await insert("infra_alert_action", {
      resource_id: "last",
      action: "told",
      opened_on: openedOn,
      scored_on: AT_401,
    });
    await pruned();
    expect(await column("infra_alert_action", "resource_id")).toEqual(["last", "silent-for-ever"]);
  });

  it("takes messages by their scored day", async () => {
    for (const [seq, day] of [AT_401, AT_400].entries())
      await insert("infra_notification", { seq, scored_on: day });
    await pruned();
    expect(await column("infra_notification", "scored_on")).toEqual([AT_400]);
  });

  it("takes resources that are gone, not those that only nobody could ask about, nor those of an alert that is still there", async () => {
    await insert("infra_anomaly_alerts", {
      resource_id: "gone-with-alert",
      opened_on: AT_401,
      state: "open",
    });
    const resources = [
      { resource_id: "gone-401", status: "gone", last_seen: AT_401 },
      { resource_id: "gone-400", status: "gone", last_seen: AT_400 },
      { resource_id: "gone-with-alert", status: "gone", last_seen: AT_401 },
      { resource_id: "stale", status: "stale", last_seen: AT_401 },
    ];
    for (const resource of resources) await insert("infra_fleet_inventory", resource);
    await pruned();
    expect(await column("infra_fleet_inventory", "resource_id")).toEqual([
      "gone-400",
      "gone-with-alert",
      "stale",
    ]);
  });

  it("takes a run with all its steps, by the day on which it ended", async () => {
    for (const [run, day] of [
      ["run-401", AT_401],
      ["run-400", AT_400],
    ] as const) {
      await insert("infra_monitoring_pipeline_log", {
        run_id: run,
        step: "run",
        ended_at: `${day} 07:00:00.000`,
      });
      await insert("infra_monitoring_pipeline_log", { run_id: run, step: "10-score", ended_at: null });
    }
    await pruned();
    expect(await column("infra_monitoring_pipeline_log", "run_id")).toEqual(["run-400", "run-400"]);
  });

  it("waits for no run: it leaves the lease and the schema version alone", async () => {
    await insert("infra_metric_daily", { metric_date: AT_401 });
    await test.sql("UPDATE infra_run_lease SET epoch = 7, run_id = 'running', dirty_from = '2024-01-01'");
    const before = await test.sql("SELECT * FROM infra_run_lease, infra_schema_version");
    await test.sql("START TRANSACTION");
    await test.sql("SELECT epoch FROM infra_run_lease FOR UPDATE");
    await expect(pruned()).resolves.toMatchObject({ deleted: { infra_metric_daily: 1 } });
    await test.sql("ROLLBACK");
    expect(await test.sql("SELECT * FROM infra_run_lease, infra_schema_version")).toEqual(before);
  });

  it("needs no right but to read and to delete", async () => {
    await insert("infra_metric_daily", { metric_date: AT_401 });
    const name = new URL(test.url).pathname.slice(1);
    await test.sql("CREATE USER IF NOT EXISTS pruner IDENTIFIED BY 'pruner'");
    for (const table of AGEING_TABLES) await test.sql(`GRANT SELECT, DELETE ON ${name}.${table} TO pruner`);
    const url = new URL(test.url);
    url.username = "pruner";
    url.password = "pruner";
    vi.stubEnv("DATABASE_URL", url.href);
    await expect(pruned()).resolves.toMatchObject({ deleted: { infra_metric_daily: 1 }, isFinished: true });
  });

  it("says which table it could not prune", async () => {
    await test.sql("DROP TABLE infra_notification");
    const database = openDatabase(connectionSettings({ DATABASE_URL: test.url }));
    await expect(retentionStore(database).deleteBatch("infra_notification", AT_400)).rejects.toThrow(
      /while pruning infra_notification/,
    );
    await database.pool.end();
  });
});
