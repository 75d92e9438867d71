import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { putDeploymentAnswer } from "#adapters/cloudformation/deployment-answer.ts";
import { openDatabase } from "#adapters/mysql/connect.ts";
import { migrate } from "#adapters/mysql/migrate.ts";
import { MIGRATOR } from "#contract/stages.ts";
import { databaseSettingsOf } from "#runtime/connections/stores.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { stageHandler } from "#runtime/stage-handler.ts";
import { migrateAtDeployment } from "./run.ts";
import { Event } from "./schema.ts";

/** Where the DDL lies in a checkout; a function is told by SQL_DIRECTORY. */
const CHECKOUT_SQL = fileURLToPath(new URL("../../../sql", import.meta.url));

const DDL_FILE = "02_create_analytics_schema.sql";

export const handler = stageHandler(MIGRATOR.id, Event, (event) =>
  migrateAtDeployment(event, { migrate: migrateHere, answer: putDeploymentAnswer }),
);

async function migrateHere(): Promise<"created" | "already there"> {
  const environment = readEnvironment();
  const ddl = await readFile(join(environment.SQL_DIRECTORY ?? CHECKOUT_SQL, DDL_FILE), "utf8");
  const database = openDatabase(await databaseSettingsOf(environment));
  try {
    return await migrate(database, ddl);
  } finally {
    await database.pool.end();
  }
}
