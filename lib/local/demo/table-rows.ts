import { openDatabase } from "#adapters/mysql/connect.ts";
import { connectionSettings } from "#adapters/mysql/connection-settings.ts";

/** The six tables of the specification. */
const TABLES = [
  "infra_metric_daily",
  "infra_anomaly_scores",
  "infra_health_scores",
  "infra_anomaly_alerts",
  "infra_fleet_inventory",
  "infra_monitoring_pipeline_log",
] as const;

/** Rows of each table, counted, not estimated. */
export async function tableRows(): Promise<Record<string, number>> {
  const { pool } = openDatabase(connectionSettings(process.env));
  try {
    const counts = await Promise.all(
      TABLES.map(async (table) => [table, await rowsOf(pool, table)] as const),
    );
    return Object.fromEntries(counts);
  } finally {
    await pool.end();
  }
}

async function rowsOf(
  pool: ReturnType<typeof openDatabase>["pool"],
  table: (typeof TABLES)[number],
): Promise<number> {
  const [rows] = await pool.query(`SELECT COUNT(*) AS row_count FROM ${table}`);
  const [first] = Array.isArray(rows) ? rows : [];
  return first !== undefined && "row_count" in first ? Number(first.row_count) : 0;
}
