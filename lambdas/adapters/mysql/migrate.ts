import { StageError } from "#core/model/stage-error.ts";
import { type Database, takeConnection } from "./connect.ts";
import { databaseError } from "./database-errors.ts";
import { KNOWN_SCHEMA } from "./known-schema.ts";
import { schemaState, schemaUnknown } from "./schema-state.ts";
import type { Session } from "./session.ts";
import { splitStatements } from "./split-statements.ts";

/**
 * Creates what is missing of the `infra_*` tables, statement by statement. Repeating it, also after one that broke off, is safe.
 * Tables of other names are neither read nor changed.
 *
 * @param ddl - text of sql/02_create_analytics_schema.sql.
 * @returns whether anything had to be created.
 * @throws StageError SchemaUnknown before any change, if there are `infra_*` tables of another shape or version.
 */
export async function migrate(database: Database, ddl: string): Promise<"created" | "already there"> {
  if (!ddl.includes(KNOWN_SCHEMA.checksum)) {
    throw new StageError(
      "SchemaUnknown",
      "sql/02 is not the file that this code was built with: run npm run generate",
    );
  }
  try {
    const { connection, session } = await takeConnection(database);
    try {
      return await migrateOn(session, database.name, ddl);
    } finally {
      connection.release();
    }
  } catch (error) {
    throw databaseError(error, "creating the infra_* tables");
  }
}

async function migrateOn(
  session: Session,
  databaseName: string,
  ddl: string,
): Promise<"created" | "already there"> {
  const before = await schemaState(session);
  if (before.state === "unknown") throw schemaUnknown(databaseName, before.differences);
  if (before.state === "known") return "already there";
  for (const statement of splitStatements(ddl)) await session.command(statement);
  const after = await schemaState(session);
  if (after.state !== "known") throw schemaUnknown(databaseName, after.differences);
  return "created";
}
