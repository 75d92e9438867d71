import { readFileSync } from "node:fs";
import { openDatabase } from "#adapters/mysql/connect.ts";
import { connectionSettings } from "#adapters/mysql/connection-settings.ts";
import { migrate } from "#adapters/mysql/migrate.ts";
import { StageError } from "#core/model/stage-error.ts";

const DDL_FILE = new URL("../sql/02_create_analytics_schema.sql", import.meta.url);

/** Creates what is missing of the infra_* tables in the database that DATABASE_URL or DB_HOST, DB_USER, ... name. */
async function main(): Promise<void> {
  const settings = connectionSettings(process.env);
  const database = openDatabase(settings);
  try {
    const outcome = await migrate(database, readFileSync(DDL_FILE, "utf8"));
    console.log(`infra_* tables in ${settings.database} on ${settings.host}: ${outcome}`);
  } finally {
    await database.pool.end();
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof StageError)) throw error;
  console.error(`${error.name}: ${error.message}`);
  process.exitCode = 1;
}
