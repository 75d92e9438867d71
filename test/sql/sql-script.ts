import { readFileSync } from "node:fs";
import { splitStatements } from "#adapters/mysql/split-statements.ts";
import type { TestDatabase } from "../adapters/mysql/test-database.ts";

/** Text of one file of sql/. */
export function sqlFile(name: string): string {
  return readFileSync(new URL(`../../sql/${name}`, import.meta.url), "utf8");
}

/**
 * Runs a file as the mysql client would, and gives the rows of its last statement. The variables are set before it, all others that
 * the files know are unset.
 */
export async function runScript(
  { sql }: Pick<TestDatabase, "sql">,
  name: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<Record<string, unknown>[]> {
  for (const variable of ["run_date", "from", "to", "days"]) {
    const value = variables[variable];
    await sql(`SET @${variable} = ${value === undefined ? "NULL" : `'${value}'`}`);
  }
  let rows: Record<string, unknown>[] = [];
  for (const statement of splitStatements(sqlFile(name))) rows = await sql(statement);
  return rows;
}
