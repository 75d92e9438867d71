import { type Database, takeConnection } from "./connect.ts";
import { classifyDatabaseError, databaseError } from "./database-errors.ts";
import { KNOWN_SCHEMA } from "./known-schema.ts";
import type { RoleRights } from "./role-rights.ts";
import type { Session } from "./session.ts";

type Privilege = RoleRights["privileges"][number];

/** Statements that touch no row, so that only the right to run them is tested; the first column stands for any. */
const PROBES: Readonly<Record<Privilege, (table: string, column: string) => string>> = {
  SELECT: (table) => `SELECT 1 FROM ${table} WHERE 1 = 0`,
  INSERT: (table) => `INSERT INTO ${table} SELECT * FROM ${table} WHERE 1 = 0`,
  UPDATE: (table, column) => `UPDATE ${table} SET ${column} = ${column} WHERE 1 = 0`,
  DELETE: (table) => `DELETE FROM ${table} WHERE 1 = 0`,
};

/** What the stages need: every right on every table. */
const EVERYTHING: Pick<RoleRights, "privileges" | "objects"> = {
  privileges: ["SELECT", "INSERT", "UPDATE", "DELETE"],
  objects: Object.keys(KNOWN_SCHEMA.tables),
};

/** Tries each right on each table or view without changing a row. @returns such as `DELETE on infra_metric_daily`; empty if all are there. */
export async function missingRights(database: Database, wanted = EVERYTHING): Promise<string[]> {
  try {
    const { connection, session } = await takeConnection(database);
    try {
      return await probeAll(session, wanted);
    } finally {
      connection.release();
    }
  } catch (error) {
    throw databaseError(error, "testing the rights on the infra_* tables");
  }
}

async function probeAll(
  session: Session,
  { privileges, objects }: Pick<RoleRights, "privileges" | "objects">,
): Promise<string[]> {
  const missing: string[] = [];
  for (const object of objects) {
    const column = KNOWN_SCHEMA.tables[object]?.[0]?.split(" ")[0] ?? "";
    for (const privilege of privileges) {
      try {
        await session.command(PROBES[privilege](object, column));
      } catch (error) {
        if (classifyDatabaseError(error).name !== "AccessDenied") throw error;
        missing.push(`${privilege} on ${object}`);
      }
    }
  }
  return missing;
}
