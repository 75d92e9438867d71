import { openDatabase } from "#adapters/mysql/connect.ts";
import type { ConnectionSettings } from "#adapters/mysql/connection-settings.ts";
import { textOf } from "#adapters/mysql/sql-values.ts";
import { inReading } from "#adapters/mysql/transaction.ts";
import type { Explanation } from "./explain-day.ts";

/** By which config and code a stored score was made; null if there is none. */
export async function storedProvenance(
  settings: ConnectionSettings,
  { resource, metric, date }: Pick<Explanation, "resource" | "metric" | "date">,
): Promise<{ configHash: string; codeVersion: string; runId: string } | null> {
  const database = openDatabase(settings);
  try {
    const [row] = await inReading(database, "reading who wrote a score", (session) =>
      session.arrays(
        "SELECT config_hash, code_version, run_id FROM infra_anomaly_scores WHERE metric_date = ? AND resource_id = ? AND metric_name = ?",
        [date, resource.resourceId, metric],
      ),
    );
    if (row === undefined) return null;
    return { configHash: textOf(row[0]), codeVersion: textOf(row[1]), runId: textOf(row[2]) };
  } finally {
    await database.pool.end();
  }
}
