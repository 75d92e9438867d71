import { CATALOGUE } from "#adapters/mcp-gateway/catalogue.ts";
import type { DatabaseStatus } from "#lib/local/estate/database-status.ts";
import type { EstateResource } from "#lib/local/estate/estate.ts";
import { ANSWERS } from "./answer-rows.ts";
import { refusedResult, rowsResult, type ToolResult } from "./tool-result.ts";

const ID_OF_SQL: ReadonlyMap<string, string> = new Map(
  Object.entries(CATALOGUE).map(([id, { sql }]) => [sql, id]),
);
const READ_ONLY = /^\s*(select|show|explain|with|describe)\b/i;

/** What is behind a tool: a database and, at one moment, what it says of itself. */
export interface AskedDatabase {
  readonly sourceId: string;
  readonly database: EstateResource;
  readonly status: DatabaseStatus;
}

/** Runs one statement: those of the catalogue are known, any other is refused as the gateway or the engine would. */
export function runSql(asked: AskedDatabase, sql: string): ToolResult {
  if (!READ_ONLY.test(sql)) {
    return refusedResult(
      "READONLY_VIOLATION",
      `Read-only mode is enabled for source '${asked.sourceId}'. Only SELECT, SHOW, DESCRIBE and EXPLAIN are allowed.`,
    );
  }
  const id = ID_OF_SQL.get(sql) ?? "";
  const answer = ANSWERS.get(id);
  const { engine } = asked.status;
  if (answer === undefined || !isForEngine(id, engine)) {
    return refusedResult("EXECUTION_ERROR", `You have an error in your SQL syntax (simulated ${engine})`);
  }
  if (id === "postgres.replica" && asked.database.engine === "aurora-postgresql") {
    return refusedResult(
      "EXECUTION_ERROR",
      "Function pg_last_wal_receive_lsn() is currently not supported for Aurora",
    );
  }
  return rowsResult(asked.sourceId, sql, answer(asked.database, asked.status));
}

function isForEngine(id: string, engine: DatabaseStatus["engine"]): boolean {
  const [family] = id.split(".");
  return id === "probe" || family === engine || (family === "mysql" && engine === "mariadb");
}
