import { StageError } from "#core/model/stage-error.ts";
import { type Database, takeConnection } from "./connect.ts";
import { databaseError } from "./database-errors.ts";
import { KNOWN_SCHEMA } from "./known-schema.ts";
import { schemaState, schemaUnknown } from "./schema-state.ts";
import type { Session } from "./session.ts";
import { splitStatements } from "./split-statements.ts";

const CREATES_VIEW = /^CREATE OR REPLACE SQL SECURITY DEFINER VIEW infra_v_\w+ AS$/m;

/**
 * Creates what is missing of the `infra_*` tables, statement by statement, and every view anew: a view holds no data, and the two
 * servers store its text each in its own way, so that replacing it is the one sure way to have the known one. Repeating it, also after
 * one that broke off, is safe. Tables of other names are neither read nor changed.
 *
 * @param ddl - text of sql/02_create_analytics_schema.sql.
 * @returns whether anything had to be created or a view was another one.
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
  const isCreating = before.state !== "known";
  const viewsBefore = await viewDefinitions(session);
  const statements = splitStatements(ddl);
  for (const statement of statements.filter((text) => isCreating || CREATES_VIEW.test(text)))
    await session.command(statement);
  const after = await schemaState(session);
  if (after.state !== "known") throw schemaUnknown(databaseName, after.differences);
  const isSame = !isCreating && viewsBefore === (await viewDefinitions(session));
  return isSame ? "already there" : "created";
}

/** The views as this server stores them: equal texts are equal views, on the same server. */
async function viewDefinitions(session: Session): Promise<string> {
  const views = await session.arrays(
    `SELECT TABLE_NAME, VIEW_DEFINITION FROM information_schema.VIEWS
     WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME LIKE 'infra\\\\_v\\\\_%' ORDER BY TABLE_NAME`,
  );
  return JSON.stringify(views);
}
