import { type Database, openDatabase } from "#adapters/mysql/connect.ts";
import { connectionSettings } from "#adapters/mysql/connection-settings.ts";
import { inReading } from "#adapters/mysql/transaction.ts";

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
  const database = openDatabase(connectionSettings(process.env));
  try {
    const counts = await Promise.all(
      TABLES.map(async (table) => [table, await rowsOf(database, table)] as const),
    );
    return Object.fromEntries(counts);
  } finally {
    await database.pool.end();
  }
}

async function rowsOf(database: Database, table: (typeof TABLES)[number]): Promise<number> {
  const [first] = await inReading(database, `counting the rows of ${table}`, (session) =>
    session.rows(`SELECT COUNT(*) AS row_count FROM ${table}`),
  );
  return Number(first?.row_count ?? 0);
}
