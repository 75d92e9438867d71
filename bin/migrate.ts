import { readFileSync } from "node:fs";
import { openDatabase } from "#adapters/mysql/connect.ts";
import { connectionSettings } from "#adapters/mysql/connection-settings.ts";
import { migrate } from "#adapters/mysql/migrate.ts";
import { runCommand } from "#lib/local/command-line/run-command.ts";
import { MIGRATE } from "#lib/local/commands/migrate.ts";

const DDL_FILE = new URL("../sql/02_create_analytics_schema.sql", import.meta.url);

await runCommand(MIGRATE, async ({ terminal }) => {
  const { host, database: name, ...rest } = connectionSettings(process.env);
  const database = openDatabase({ host, database: name, ...rest });
  try {
    const outcome = await migrate(database, readFileSync(DDL_FILE, "utf8"));
    terminal.print(`infra_* tables in ${name} on ${host}: ${outcome}`);
    terminal.json({ host, database: name, outcome });
    return true;
  } finally {
    await database.pool.end();
  }
});
