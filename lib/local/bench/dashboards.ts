import { readdirSync, readFileSync } from "node:fs";
import { createConnection, type RowDataPacket } from "mysql2/promise";
import { DashboardFile, dashboardQueries } from "#lib/local/grafana/dashboard-queries.ts";
import { expandQuery, type QueryContext } from "#lib/local/grafana/expand-query.ts";
import { generateFleet, SPECIFIED_FLEET } from "#lib/local/grafana/generated-fleet.ts";

/** Time of one query of a dashboard. */
export interface QueryTime {
  readonly dashboard: string;
  readonly query: string;
  readonly rows: number;
  /** Median of several executions. */
  readonly medianMs: number;
}

const FOLDER = new URL("../../../dashboards/", import.meta.url);
const NEWEST_DAY = "2026-11-20";
const EXECUTIONS = 5;
const DAY_SECONDS = 86_400;

/** Filled for the bench and emptied afterwards. */
const TABLES = [
  ...["infra_fleet_inventory", "infra_metric_daily", "infra_anomaly_scores", "infra_health_scores"],
  ...["infra_monitoring_pipeline_log", "infra_anomaly_alerts", "infra_alert_action"],
];

/**
 * Times every query of the dashboards over 90 days of the specification's fleet, all resources chosen, slowest first.
 *
 * @throws Error if the tables hold rows already: they are emptied in the end.
 */
export async function benchDashboards(databaseUrl: string): Promise<QueryTime[]> {
  const connection = await createConnection({ uri: databaseUrl, timezone: "Z", dateStrings: true });
  const rowsOf = async (sql: string) => (await connection.query<RowDataPacket[]>(sql))[0];
  try {
    await connection.query("SET time_zone = '+00:00'");
    const [first] = await rowsOf("SELECT 1 FROM infra_fleet_inventory LIMIT 1");
    if (first !== undefined) throw new Error("the bench of the dashboards needs empty infra_* tables");
    await generateFleet((sql, values = []) => connection.query(sql, [...values]), {
      ...SPECIFIED_FLEET,
      newestDay: NEWEST_DAY,
    });
    await connection.query("ANALYZE TABLE infra_anomaly_scores, infra_health_scores, infra_metric_daily");
    const chosen = async (column: string, view: string) =>
      (await rowsOf(`SELECT DISTINCT ${column} AS one FROM ${view}`)).map(({ one }) => String(one));
    const everything = {
      account_id: await chosen("account_id", "infra_v_resource"),
      type: await chosen("type", "infra_v_resource"),
      owner: await chosen("owner", "infra_v_resource"),
      severity: ["critical", "warning"],
    };
    const metrics = await chosen("metric_name", "infra_v_metric");
    const times: QueryTime[] = [];
    for (const { title, templating, queries } of dashboardFiles()) {
      const isOfOne = templating.list.some(({ name }) => name === "resource_id");
      const one = {
        resource_id: "arn:aws:rds:us-east-1:111111111111:db:rds-00007",
        metric_name: "rds.read_iops",
      };
      const context = contextOf({ ...everything, ...(isOfOne ? one : { metric_name: metrics }) });
      for (const { name, sql } of queries) {
        const expanded = expandQuery(sql, context);
        const { rows, medianMs } = await timed(() => rowsOf(expanded));
        times.push({ dashboard: title, query: name, rows, medianMs });
      }
    }
    for (const table of TABLES) await connection.query(`DELETE FROM ${table}`);
    return times.toSorted((a, b) => b.medianMs - a.medianMs);
  } finally {
    await connection.end();
  }
}

function dashboardFiles() {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".json"))
    .map((name) => DashboardFile.parse(JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"))))
    .map((file) => ({ ...file, queries: dashboardQueries(file) }));
}

/** As of nine o'clock on the day after the newest. */
function contextOf(variables: QueryContext["variables"]): QueryContext {
  const toSeconds = Date.parse(NEWEST_DAY) / 1_000 + 1.375 * DAY_SECONDS;
  return { fromSeconds: toSeconds - SPECIFIED_FLEET.days * DAY_SECONDS, toSeconds, variables };
}

async function timed(query: () => Promise<readonly unknown[]>): Promise<{ rows: number; medianMs: number }> {
  const times: number[] = [];
  let rows = 0;
  for (let execution = 0; execution < EXECUTIONS; execution += 1) {
    const startedAt = performance.now();
    rows = (await query()).length;
    times.push(performance.now() - startedAt);
  }
  return { rows, medianMs: times.toSorted((a, b) => a - b)[Math.floor(EXECUTIONS / 2)] ?? 0 };
}
