import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { putDeploymentAnswer } from "#adapters/cloudformation/deployment-answer.ts";
import { databaseUsers } from "#adapters/mysql/database-users.ts";
import { migrate } from "#adapters/mysql/migrate.ts";
import { MIGRATOR } from "#contract/stages.ts";
import type { DatabaseLogin, UserRole } from "#core/ports/database-users.ts";
import { secrets } from "#runtime/connections/secrets.ts";
import { databaseOf, databaseSettingsOf } from "#runtime/connections/stores.ts";
import { type Environment, readEnvironment } from "#runtime/environment.ts";
import { stageHandler } from "#runtime/stage-handler.ts";
import { prepareUsers } from "./prepare-users.ts";
import { migrateAtDeployment } from "./run.ts";
import { Event } from "./schema.ts";

/** Where the DDL lies in a checkout; a function is told by SQL_DIRECTORY. */
const CHECKOUT_SQL = fileURLToPath(new URL("../../../sql", import.meta.url));

const DDL_FILE = "02_create_analytics_schema.sql";

const SECRET_OF = {
  writer: "WRITER_SECRET_ARN",
  pruner: "PRUNER_SECRET_ARN",
  reader: "READER_SECRET_ARN",
} as const satisfies Record<UserRole, keyof Environment>;

const Login = z.object({ username: z.string().min(1), password: z.string().min(1) });

export const handler = stageHandler(MIGRATOR.id, Event, (event) =>
  migrateAtDeployment(event, { migrate: migrateHere, answer: putDeploymentAnswer }),
);

async function migrateHere(): Promise<string> {
  const environment = readEnvironment();
  const ddl = await readFile(join(environment.SQL_DIRECTORY ?? CHECKOUT_SQL, DDL_FILE), "utf8");
  const settings = await databaseSettingsOf(environment);
  const database = await databaseOf(environment);
  try {
    const tables = await migrate(database, ddl);
    const users = await prepareUsers(environment.DATABASE_USERS_ARE_CREATED, {
      users: databaseUsers(database, settings, ddl),
      loginOf: (role) => loginOf(environment[SECRET_OF[role]]),
    });
    return [tables, users].filter((clause) => clause !== "").join("; ");
  } finally {
    await database.pool.end();
  }
}

async function loginOf(secretArn: string | undefined): Promise<DatabaseLogin | null> {
  return secretArn === undefined ? null : secrets().read(secretArn, Login);
}
