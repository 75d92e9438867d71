import { StageError } from "#core/model/stage-error.ts";
import { type Database, takeConnection } from "./connect.ts";
import { databaseError } from "./database-errors.ts";
import { KNOWN_SCHEMA } from "./known-schema.ts";
import { expansion } from "./schema-expansion.ts";
import { type KnownSchema, readStructure, schemaState, schemaUnknown } from "./schema-state.ts";
import type { Session } from "./session.ts";
import { splitStatements } from "./split-statements.ts";

/** `expanded`: the tables of an earlier version got what this one adds. */
type Outcome = "created" | "expanded" | "already there";

const CREATES_VIEW = /^CREATE OR REPLACE SQL SECURITY DEFINER VIEW infra_v_\w+ AS$/m;

/**
 * Creates what is missing of the `infra_*` tables, adds what those of an earlier version lack, statement by statement, and makes every
 * view anew: a view holds no data, and the two servers store its text each in its own way, so that replacing it is the one sure way to
 * have the known one. Repeating it, also after one that broke off, is safe. Tables of other names are neither read nor changed.
 *
 * @param ddl - text of sql/02_create_analytics_schema.sql.
 * @returns whether anything had to be created or a view was another one.
 * @throws StageError SchemaUnknown before any change, if there are `infra_*` tables of another shape or version.
 */
export async function migrate(
  database: Database,
  ddl: string,
  known: KnownSchema = KNOWN_SCHEMA,
): Promise<Outcome> {
  if (!ddl.includes(known.checksum)) {
    throw new StageError(
      "SchemaUnknown",
      "sql/02 is not the file that this code was built with: run npm run generate",
    );
  }
  try {
    const { connection, session } = await takeConnection(database);
    try {
      return await migrateOn(session, database.name, ddl, known);
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
  known: KnownSchema,
): Promise<Outcome> {
  const before = await schemaState(session, known);
  if (before.state === "unknown") throw schemaUnknown(databaseName, before.differences);
  // After a rollback: what the later version added stays, its views included.
  if (before.state === "newer") return "already there";
  const isCreating = before.state !== "known";
  const viewsBefore = await viewDefinitions(session);
  if (before.state === "older") await expandTables(session, ddl, known);
  const statements = splitStatements(ddl);
  for (const statement of statements.filter((text) => isCreating || CREATES_VIEW.test(text)))
    await session.command(statement);
  const after = await schemaState(session, known);
  if (after.state !== "known") throw schemaUnknown(databaseName, after.differences);
  const isSame = !isCreating && viewsBefore === (await viewDefinitions(session));
  if (isSame) return "already there";
  return before.state === "older" ? "expanded" : "created";
}

/** Adds the columns and ENUM values that tables of an earlier version lack, each by its own line of the DDL. */
async function expandTables(session: Session, ddl: string, known: KnownSchema): Promise<void> {
  for (const [table, lines] of await readStructure(session)) {
    const { add, widen } = expansion(lines, known.tables[table] ?? []);
    for (const column of add)
      await session.command(`ALTER TABLE ${table} ADD COLUMN ${columnText(ddl, table, column)}`);
    for (const column of widen)
      await session.command(`ALTER TABLE ${table} MODIFY COLUMN ${columnText(ddl, table, column)}`);
  }
}

/** @example columnText("CREATE TABLE IF NOT EXISTS t (\n  a INT NULL COMMENT 'x',\n  PRIMARY KEY (a)\n)", "t", "a") // "a INT NULL COMMENT 'x'" */
function columnText(ddl: string, table: string, column: string): string {
  const body =
    new RegExp(`^CREATE TABLE IF NOT EXISTS ${table} \\(\\n([\\s\\S]*?)\\n\\)`, "m").exec(ddl)?.[1] ?? "";
  const line = body.split("\n").find((text) => text.startsWith(`  ${column} `));
  if (line === undefined)
    throw new StageError("SchemaUnknown", `sql/02 has no column ${column} of ${table}: run npm run generate`);
  return line.trim().replace(/,$/, "");
}

/** The views as this server stores them: equal texts are equal views, on the same server. */
async function viewDefinitions(session: Session): Promise<string> {
  const views = await session.arrays(
    `SELECT TABLE_NAME, VIEW_DEFINITION FROM information_schema.VIEWS
     WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME LIKE 'infra\\\\_v\\\\_%' ORDER BY TABLE_NAME`,
  );
  return JSON.stringify(views);
}
