import { type Database, takeConnection } from "./connect.ts";
import { classifyDatabaseError, databaseError } from "./database-errors.ts";
import { KNOWN_SCHEMA } from "./known-schema.ts";
import type { Session } from "./session.ts";

/** Statements that touch no row, so that only the right to run them is tested; the first column stands for any. */
const PROBES: Readonly<Record<string, (table: string, column: string) => string>> = {
  SELECT: (table, column) => `SELECT ${column} FROM ${table} WHERE 1 = 0`,
  INSERT: (table) => `INSERT INTO ${table} SELECT * FROM ${table} WHERE 1 = 0`,
  UPDATE: (table, column) => `UPDATE ${table} SET ${column} = ${column} WHERE 1 = 0`,
  DELETE: (table) => `DELETE FROM ${table} WHERE 1 = 0`,
};

/** Tries each right on each table without changing a row. @returns such as `DELETE on infra_metric_daily`; empty if all are there. */
export async function missingRights(database: Database): Promise<string[]> {
  try {
    const { connection, session } = await takeConnection(database);
    try {
      return await probeAll(session);
    } finally {
      connection.release();
    }
  } catch (error) {
    throw databaseError(error, "testing the rights on the infra_* tables");
  }
}

async function probeAll(session: Session): Promise<string[]> {
  const missing: string[] = [];
  for (const [table, lines] of Object.entries(KNOWN_SCHEMA.tables)) {
    const column = lines[0]?.split(" ")[0] ?? "";
    for (const [right, probe] of Object.entries(PROBES)) {
      try {
        await session.command(probe(table, column));
      } catch (error) {
        if (classifyDatabaseError(error).name !== "AccessDenied") throw error;
        missing.push(`${right} on ${table}`);
      }
    }
  }
  return missing;
}
