import { openDatabase } from "#adapters/mysql/connect.ts";
import { connectionSettings } from "#adapters/mysql/connection-settings.ts";
import { inReading } from "#adapters/mysql/transaction.ts";
import { StageError } from "#core/model/stage-error.ts";

/** Every run, and every resource that one described, has a row here. */
const FILLED_FIRST = ["infra_monitoring_pipeline_log", "infra_fleet_inventory"] as const;

/**
 * Lets only a database pass that no run has written into: the demo and the bench fill the tables with resources that do not exist, and
 * `DATABASE_URL` may still name the real ones.
 *
 * @throws StageError InputInvalid if there are rows
 */
export async function refuseUsedDatabase(url: string): Promise<void> {
  const settings = connectionSettings({ DATABASE_URL: url });
  const database = openDatabase(settings);
  try {
    const filled = await inReading(database, "looking whether the tables are empty", async (session) => {
      const there = await session.rows(
        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()",
      );
      const names = new Set(there.map(({ name }) => name));
      const tables = FILLED_FIRST.filter((table) => names.has(table));
      const first = await Promise.all(tables.map((table) => session.rows(`SELECT 1 FROM ${table} LIMIT 1`)));
      return tables.filter((_, index) => (first[index] ?? []).length > 0);
    });
    if (filled.length === 0) return;
    throw new StageError(
      "InputInvalid",
      `${filled.join(" and ")} in ${settings.database} on ${settings.host} hold rows already, and this command would add resources that do not exist: let DATABASE_URL name an empty database, or unset it for a throw-away one`,
    );
  } finally {
    await database.pool.end();
  }
}
