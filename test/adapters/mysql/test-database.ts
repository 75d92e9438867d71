import { readFileSync } from "node:fs";
import { createConnection } from "mysql2/promise";
import { inject } from "vitest";
import { type Database, openDatabase } from "#adapters/mysql/connect.ts";
import { connectionSettings } from "#adapters/mysql/connection-settings.ts";
import { migrate } from "#adapters/mysql/migrate.ts";
import { openStores } from "#adapters/mysql/mysql-stores.ts";
import type { Provenance } from "#core/ports/provenance.ts";
import type { DailyValueRow, Stores } from "#core/ports/stores.ts";
import { type MariaDBOptions, startMariaDB } from "#lib/local/services/mariadb.ts";
import type { TestServerAddress } from "../../support/shared-database.ts";

export const DDL = readFileSync(
  new URL("../../../sql/02_create_analytics_schema.sql", import.meta.url),
  "utf8",
);

export const PROVENANCE: Provenance = { runId: "run-1", configHash: "c".repeat(64), codeVersion: "test" };

export interface TestServer extends TestServerAddress {
  readonly stop: () => Promise<void>;
}

/**
 * The server that all test files of the run share; one of the file's own where it wants options or changes what holds for the whole server
 * (`isOwn`). Undefined, with a visible line, where this machine cannot have one.
 */
export async function startTestServer(
  options?: MariaDBOptions & { readonly isOwn?: true },
): Promise<TestServer | undefined> {
  const shared = inject("databaseServer");
  if (shared === null) return undefined;
  if (options === undefined) return { ...shared, stop: async () => undefined };
  return startMariaDB({ durable: false, ...options });
}

/** One database of its own on the test server, with the tables unless `isEmpty`. */
export interface TestDatabase {
  readonly url: string;
  readonly database: Database;
  readonly stores: Stores;
  /** Runs one statement beside the code under test. */
  readonly sql: (text: string) => Promise<Record<string, unknown>[]>;
  /** All rows of our tables as text; run ids, times and the lease's holder left out. */
  readonly dump: () => Promise<string>;
  readonly close: () => Promise<void>;
}

let databaseCount = 0;

export async function freshDatabase(
  server: TestServer | undefined,
  options: { isEmpty?: boolean; port?: number } = {},
): Promise<TestDatabase> {
  if (server === undefined) throw new Error("no server: the test should have been skipped");
  databaseCount += 1;
  const name = `t${process.pid}_${databaseCount}`;
  const admin = await createConnection({ uri: server.rootUrl, dateStrings: true });
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.query(`USE ${name}`);
  const url = new URL(server.rootUrl);
  url.pathname = `/${name}`;
  const direct = openDatabase(connectionSettings({ DATABASE_URL: url.href }));
  if (!options.isEmpty) await migrate(direct, DDL);
  url.port = String(options.port ?? server.port);
  const settings = connectionSettings({ DATABASE_URL: url.href });
  const limits = { retryPauseMs: 2, connectTimeoutMs: 2_000 };
  const database = openDatabase(settings, limits);
  const stores = openStores(settings, limits);
  const sql = async (text: string): Promise<Record<string, unknown>[]> => {
    const [rows] = await admin.query(text);
    return Array.isArray(rows) ? rows.map((row) => ({ ...row })) : [];
  };
  return {
    url: url.href,
    database,
    stores,
    sql,
    dump: () => dumpTables(sql),
    close: async () => {
      await admin.query(`DROP DATABASE IF EXISTS ${name}`);
      await Promise.all([direct.pool.end(), database.pool.end(), stores.close(), admin.end()]);
    },
  };
}

const DUMPED = {
  infra_metric_daily: "metric_date, resource_id, metric_name",
  infra_anomaly_scores: "metric_date, resource_id, metric_name",
  infra_health_scores: "metric_date, resource_id",
  infra_anomaly_alerts: "resource_id, metric_name, direction, class, opened_on",
  infra_fleet_inventory: "resource_id",
  infra_alert_action: "resource_id, metric_name, direction, class, opened_on, action, actor, acted_at",
  infra_notification: "run_id, topic, seq",
  infra_run_lease: "id",
};
const LEFT_OUT = new Set(["id", "run_id", "expires_at", "epoch"]);

async function dumpTables(sql: TestDatabase["sql"]): Promise<string> {
  const lines: string[] = [];
  for (const [table, order] of Object.entries(DUMPED)) {
    for (const row of await sql(`SELECT * FROM ${table} ORDER BY ${order}`)) {
      const kept = Object.entries(row).filter(([column]) => !LEFT_OUT.has(column));
      lines.push(`${table} ${JSON.stringify(kept)}`);
    }
  }
  return lines.join("\n");
}

/** A complete day of 288 samples of one series; the parts given replace its own. */
export function dailyRow(part: Partial<DailyValueRow> = {}): DailyValueRow {
  return {
    date: "2026-11-20",
    resourceId: "arn:aws:rds:us-east-1:111111111111:db:orders",
    metric: "rds.cpu_utilization_pct",
    source: "rds",
    unit: "percent",
    status: "ok",
    resolution: "samples",
    min: 1,
    max: 9,
    avg: 5.5,
    p95: 8.25,
    slotsGot: 288,
    slotsExpected: 288,
    slotsAboveZero: 288,
    ...part,
  };
}
