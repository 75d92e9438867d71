import { createConnection, type RowDataPacket } from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ALERT_RULES } from "#lib/dashboards/alert-rules.ts";
import { type DashboardQuery, dashboardQueries } from "#lib/local/grafana/dashboard-queries.ts";
import { expandQuery, type QueryContext } from "#lib/local/grafana/expand-query.ts";
import { generateFleet } from "#lib/local/grafana/generated-fleet.ts";
import { freshDatabase, startTestServer, type TestDatabase } from "../adapters/mysql/test-database.ts";
import { dashboardOf, NAMES } from "./dashboard-files.ts";

const server = await startTestServer();

const NEWEST_DAY = "2026-11-20";
const DAYS = 24;
/** Grafana's quoting leaves a backslash as it is, and MySQL would take it for an escape of the closing quote. */
const BACKSLASH = "ends with \\";
/** Each a resource's name, owner and id: a quote, a comment, a variable, a tag of HTML, a formula. */
const HOSTILE = [
  "it's; DROP TABLE x; -- ",
  "<img src=x onerror=alert(1)>",
  "$" + "{account_id:raw} $__timeFrom()",
  '=1+1"&var-x=y#',
  BACKSLASH,
];
const MEMORY = "redis.memory_usage_pct";

const ownersOf = (names: readonly string[]) => names.map((name) => name.replaceAll("\\", "/"));

const TO = Date.parse("2026-11-21T09:00:00Z") / 1_000;
const FLEET: QueryContext = {
  fromSeconds: TO - 30 * 86_400,
  toSeconds: TO,
  variables: {
    ...{ account_id: ["111111111111", "222222222222"], type: ["ec2", "rds", "redis"] },
    ...{
      owner: ["no owner", "team-1", "team-2", "team-3", ...ownersOf(HOSTILE)],
      severity: ["critical", "warning"],
    },
    metric_name: [MEMORY, "rds.read_iops", "ec2.cpu_utilization_pct"],
  },
};
/** The drill-down shows one series. */
const SERIES: QueryContext = {
  ...FLEET,
  variables: { ...FLEET.variables, resource_id: `redis://${HOSTILE[0]}:6379`, metric_name: MEMORY },
};

let test: TestDatabase;

beforeAll(async () => {
  if (server === undefined) return;
  test = await freshDatabase(server);
  const connection = await createConnection(test.url);
  const sql = (text: string, values: readonly unknown[] = []) =>
    connection.query<RowDataPacket[]>(text, [...values]);
  for (const name of HOSTILE) {
    await sql(
      `INSERT INTO infra_fleet_inventory VALUES (?, 'redis', '111111111111', 'us-east-1', ?, 'redis', NULL, '{}', '[]', '{}', ?, '[]', NULL, '2026-01-01', ?, 'described', 'run')`,
      [`redis://${name}:6379`, name, name, NEWEST_DAY],
    );
  }
  await generateFleet(sql, { counts: { ec2: 3, rds: 3, redis: 3 }, days: DAYS, newestDay: NEWEST_DAY });
  // One thing to say in each table: a critical alert of the hostile name, and a metric without data.
  await sql(
    `INSERT INTO infra_anomaly_alerts SELECT resource_id, metric_name, 'up', 'limit', metric_date, metric_date, 'critical', 'open', metric_date, NULL, NULL, 91, 35, 65, z, '{"clauses":["limit"]}', '{"clauses":["limit"]}', 'c', 'v', 'run' FROM infra_anomaly_scores WHERE metric_date = ? AND resource_id = ? AND metric_name = ?`,
    [NEWEST_DAY, `redis://${HOSTILE[0]}:6379`, MEMORY],
  );
  await sql(
    "UPDATE infra_anomaly_scores SET forecast_days = 6, forecast_limit_value = 80 WHERE metric_date = ?",
    [NEWEST_DAY],
  );
  await sql(
    "UPDATE infra_anomaly_scores SET verdict = 'no_data', z = NULL WHERE metric_date = ? AND metric_name = 'rds.read_iops'",
    [NEWEST_DAY],
  );
  await sql(
    "UPDATE infra_metric_daily SET status = 'failed' WHERE metric_date = ? AND metric_name = 'rds.read_iops'",
    [NEWEST_DAY],
  );
  await addOldAlerts(sql);
  await connection.end();
});
afterAll(async () => {
  await test?.close();
  await server?.stop();
});

/** Aliases that the views give to the tables that grow with time. */
const GROWING = new Set(["s", "d", "h", "a", "l", "t", "infra_anomaly_scores", "infra_health_scores"]);
/** The precision of a rule is said of all alerts there are. */
const READS_ALL = new Map([
  ["infra_pipeline_dashboard.json: How often each rule was right, A", [expect.stringMatching(/^a: /)]],
]);

/** Many alerts that ended, as after a year: an index is worth its while. */
async function addOldAlerts(
  sql: (text: string, values?: readonly unknown[]) => Promise<unknown>,
): Promise<void> {
  await sql(
    `INSERT IGNORE INTO infra_anomaly_alerts SELECT resource_id, metric_name, 'up', 'statistical', metric_date, metric_date, 'warning', 'resolved', metric_date, metric_date + INTERVAL 1 DAY, 'recovered', 91, 35, 65, z, '{}', '{}', 'c', 'v', 'run' FROM infra_anomaly_scores WHERE metric_date < ?`,
    [NEWEST_DAY],
  );
  await sql(
    "INSERT INTO infra_alert_action (resource_id, metric_name, direction, class, opened_on, scored_on, action, severity, actor, note, acted_at) SELECT resource_id, metric_name, direction, class, opened_on, opened_on, 'acknowledge', severity, 'ann', '', triggered_at FROM infra_anomaly_alerts WHERE class = 'statistical'",
  );
  await sql(
    "ANALYZE TABLE infra_anomaly_alerts, infra_alert_action, infra_anomaly_scores, infra_health_scores",
  );
}

const contextOf = (name: string) => (name.includes("drilldown") ? SERIES : FLEET);
const ALL = NAMES.flatMap((file) =>
  dashboardQueries(dashboardOf(file)).map((query): [string, DashboardQuery] => [
    `${file}: ${query.name}`,
    query,
  ]),
);

async function rowsOf(sql: string): Promise<Record<string, unknown>[]> {
  await test.sql("SET time_zone = '+00:00'");
  return test.sql(sql);
}

describe.skipIf(server === undefined)("every query of the dashboards", () => {
  it.each(ALL)("%s answers with rows", async (name, { sql, format }) => {
    const rows = await rowsOf(expandQuery(sql, contextOf(name)));
    expect(rows.length).toBeGreaterThan(0);
    if (format === "table") return;
    expect(Object.keys(rows[0] ?? {})).toContain("time");
    const texts = Object.entries(rows[0] ?? {}).filter(
      ([column, value]) => column !== "time" && value !== null && Number.isNaN(Number(value)),
    );
    expect(texts, "a text column would become the label of a line").toEqual([]);
  });

  it.each(NAMES)("%s gives each panel every column that it shows or links by", async (file) => {
    const { panels } = dashboardOf(file);
    for (const panel of panels) {
      const columns = new Set<string>();
      for (const { rawSql } of panel.targets) {
        const [row] = await rowsOf(expandQuery(rawSql, contextOf(file)));
        for (const column of Object.keys(row ?? {})) columns.add(column);
      }
      const shown = panel.fieldConfig.overrides.map(({ matcher }) => String(matcher.options));
      const linked = [...JSON.stringify(panel).matchAll(/__data\.fields\.(\w+)/g)].map(
        ([, column]) => column,
      );
      const missing = [...shown, ...linked].filter((column) => column === undefined || !columns.has(column));
      expect(missing, panel.title).toEqual([]);
    }
  });

  it.each(ALL)("%s finds its rows by an index", async (name, { sql }) => {
    const plan = await rowsOf(`EXPLAIN ${expandQuery(sql, contextOf(name))}`);
    const scans = plan.filter(({ table, key }) => GROWING.has(String(table)) && key === null);
    expect(scans.map(({ table, rows }) => `${table}: ${rows} rows`)).toEqual(READS_ALL.get(name) ?? []);
  });

  it("keeps a hostile name in one piece, in whichever column it is", async () => {
    const alerts = ALL.find(([name]) => name.includes("Open alerts, A"))?.[1];
    const rows = await rowsOf(expandQuery(alerts?.sql ?? "", FLEET));
    expect(rows[0]).toMatchObject({
      name: HOSTILE[0],
      owner: HOSTILE[0],
      resource_id: `redis://${HOSTILE[0]}:6379`,
    });
    const owners = ALL.find(([name]) => name.includes("variable owner"))?.[1];
    const found = (await rowsOf(expandQuery(owners?.sql ?? "", FLEET))).map(({ owner }) => owner);
    expect(found).toEqual(expect.arrayContaining(ownersOf(HOSTILE)));
    const resources = ALL.find(([name]) => name.includes("variable resource_id"))?.[1];
    const ids = (await rowsOf(expandQuery(resources?.sql ?? "", FLEET))).map(({ __value }) => __value);
    expect(ids).toContain(`redis://${HOSTILE[0]}:6379`);
    expect(ids).not.toContain(`redis://${BACKSLASH}:6379`);
    await expect(rowsOf("SHOW TABLES LIKE 'infra_anomaly_scores'")).resolves.toHaveLength(1);
  });
});

describe.skipIf(server === undefined)("the alert rules of Grafana", () => {
  const sqlOf = (uid: string) => ALERT_RULES.find((rule) => rule.uid === uid)?.sql ?? "";

  it("name a new critical alert by its labels, once", async () => {
    const rows = await rowsOf(sqlOf("infra-new-critical-alert"));
    expect(rows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: HOSTILE[0], reason: "above its hard limit", is_new: 1 }),
      ]),
    );
  });

  it("count hours since a complete run", async () => {
    const [row] = await rowsOf(sqlOf("infra-no-complete-run"));
    expect(Number(row?.since_complete_hours)).toBeGreaterThan(25);
  });

  it("fire for a source that is partial on two days, not on one", async () => {
    await test.sql(
      "UPDATE infra_monitoring_pipeline_log SET to_date = UTC_DATE() - INTERVAL 1 DAY, state = CASE WHEN step = '04-collect-rds' THEN 'partial' ELSE state END WHERE run_id = 'run-0'",
    );
    await expect(rowsOf(sqlOf("infra-source-partial"))).resolves.toEqual([
      { source: "rds", partial_days: 1 },
    ]);
    await test.sql(
      "UPDATE infra_monitoring_pipeline_log SET to_date = UTC_DATE() - INTERVAL 2 DAY, state = CASE WHEN step = '04-collect-rds' THEN 'failed' ELSE state END WHERE run_id = 'run-1'",
    );
    await expect(rowsOf(sqlOf("infra-source-partial"))).resolves.toEqual([
      { source: "rds", partial_days: 2 },
    ]);
  });
});
