export type Row = Record<string, unknown>;
export type Sql = (text: string) => Promise<Row[]>;

/** All tables of the pipeline. */
export const TABLES: readonly string[] = [
  "infra_metric_daily",
  "infra_anomaly_scores",
  "infra_health_scores",
  "infra_anomaly_alerts",
  "infra_fleet_inventory",
  "infra_alert_action",
  "infra_notification",
  "infra_run_lease",
  "infra_monitoring_pipeline_log",
  "infra_schema_version",
];

/** What two equal outcomes may differ in: who wrote it and when, and how often the lease changed hands. */
const LEFT_OUT = new Set([
  "id",
  "run_id",
  "epoch",
  "expires_at",
  "acted_at",
  "created_at",
  "sent_at",
  "applied_at",
]);
/** One row per run and step: other runs are other rows. */
const NOT_COMPARED = new Set(["infra_monitoring_pipeline_log"]);

/** That a run had nothing to report is true of that run: another one of the same day may have. */
const HEARTBEAT = "heartbeat";

/** The rows of each table as sorted lines. */
export type Dump = Readonly<Record<string, readonly string[]>>;

/**
 * What the tables say, in a form that compares: run ids, instants, withdrawn alerts, heartbeats and the log left out; whether the lease is held is
 * kept.
 */
export async function dumpTables(sql: Sql): Promise<Dump> {
  const compared = TABLES.filter((table) => !NOT_COMPARED.has(table));
  return readTables(compared, sql, (row) => {
    if (row.state === "withdrawn" || row.kind === HEARTBEAT) return [];
    const kept = Object.entries(row)
      .filter(([column]) => !LEFT_OUT.has(column))
      .map(([column, value]) => [column, column === "body" ? withoutRunId(value, row.run_id) : value]);
    return ["expires_at" in row ? [...kept, ["isHeld", row.run_id !== null]] : kept];
  });
}

/** A message to programs names its run. */
function withoutRunId(body: unknown, runId: unknown): string {
  return String(body).replaceAll(JSON.stringify(runId), '"RUN"').replaceAll(`"${runId}/`, '"RUN/');
}

/** Every column of every row of every table, the log included: for what must not change anything at all. */
export async function dumpEverything(sql: Sql): Promise<Dump> {
  return readTables(TABLES, sql, (row) => [Object.entries(row)]);
}

async function readTables(
  tables: readonly string[],
  sql: Sql,
  linesOf: (row: Row) => readonly unknown[],
): Promise<Dump> {
  const dump: Record<string, string[]> = {};
  for (const table of tables) {
    const rows = await sql(`SELECT * FROM ${table}`);
    dump[table] = rows.flatMap((row) => linesOf(row).map((line) => JSON.stringify(line))).sort();
  }
  return dump;
}
