import { StageError } from "#core/model/stage-error.ts";
import type { Database } from "./connect.ts";
import { KNOWN_SCHEMA } from "./known-schema.ts";
import { expansionObstacles } from "./schema-expansion.ts";
import type { Session } from "./session.ts";
import { numberOf, textOf } from "./sql-values.ts";
import { inReading } from "./transaction.ts";

/** What the database holds of our tables. Tables of other projects are never looked at. */
export interface SchemaState {
  /**
   * `absent`: none of our tables; `incomplete`: some, all as known; `known`: all; `older`: of an earlier version, lacking what a migration
   * adds; `newer`: of a later version, with additions that this code need not know, as after a rollback; `unknown`: anything else.
   */
  readonly state: "absent" | "incomplete" | "known" | "older" | "newer" | "unknown";
  /** In words, one per thing that differs. */
  readonly differences: readonly string[];
}

/** `_` is a wildcard of LIKE: without the escape `infrastructure` would be ours. */
const OUR_TABLES = "TABLE_SCHEMA = DATABASE() AND TABLE_NAME LIKE 'infra\\\\_%'";

export type KnownSchema = typeof KNOWN_SCHEMA;

/** Tables of ours, each with its columns and primary key. */
type Structure = ReadonlyMap<string, readonly string[]>;

/** Compares the `infra_*` tables, their columns, their primary keys and the recorded version with what code knows. */
export async function schemaState(session: Session, known: KnownSchema = KNOWN_SCHEMA): Promise<SchemaState> {
  const found = await readStructure(session);
  if (found.size === 0) return { state: "absent", differences: [] };
  const recorded = found.has("infra_schema_version") ? await newestVersion(session) : null;
  if (recorded !== null && recorded.version !== known.version) {
    const state = recorded.version > known.version ? ("newer" as const) : ("older" as const);
    const differences = obstacles(found, known, state);
    return differences.length === 0
      ? { state, differences: [`version ${recorded.version} is recorded`] }
      : { state: "unknown", differences: [`version ${recorded.version} is recorded`, ...differences] };
  }
  const differences = [...found].flatMap(([table, lines]) => tableDifferences(table, lines, known));
  if (recorded !== null && recorded.checksum !== known.checksum)
    differences.push(
      `version ${recorded.version} with checksum ${recorded.checksum.slice(0, 12)} is recorded`,
    );
  if (differences.length > 0) return { state: "unknown", differences };
  const missing = Object.keys(known.tables).filter((table) => !found.has(table));
  const isComplete = missing.length === 0 && (await hasRows(session));
  return {
    state: isComplete ? "known" : "incomplete",
    differences: missing.map((table) => `${table} is missing`),
  };
}

/** What keeps the tables that were found from being those of an earlier or a later version. */
function obstacles(found: Structure, known: KnownSchema, state: "older" | "newer"): string[] {
  if (state === "newer")
    return Object.entries(known.tables).flatMap(([table, lines]) =>
      expansionObstacles(table, lines, found.get(table) ?? []),
    );
  return [...found].flatMap(([table, lines]) => {
    const now = known.tables[table];
    return now === undefined ? [`table ${table} is not one of ours`] : expansionObstacles(table, lines, now);
  });
}

/**
 * Refuses to go on unless the tables are the known ones, or those of a later version that added to them.
 *
 * @throws StageError SchemaUnknown saying what differs and what to do.
 */
export async function requireKnownSchema(
  database: Database,
  known: KnownSchema = KNOWN_SCHEMA,
): Promise<void> {
  const { state, differences } = await inReading(database, "reading the schema", (session) =>
    schemaState(session, known),
  );
  if (state === "known" || state === "newer") return;
  if (state === "unknown") throw schemaUnknown(database.name, differences);
  const what =
    state === "absent" ? "there are no infra_* tables" : differences.join("; ") || "a first row is missing";
  throw new StageError("SchemaUnknown", `database ${database.name}: ${what}. Run npm run migrate.`);
}

/** @see requireKnownSchema */
export function schemaUnknown(databaseName: string, differences: readonly string[]): StageError {
  return new StageError(
    "SchemaUnknown",
    `database ${databaseName} has infra_* tables that version ${KNOWN_SCHEMA.version} does not know: ${differences.join("; ")}. ` +
      "Deploy the code that made them, or rename those tables, then run npm run migrate. Nothing was changed.",
  );
}

/** The `infra_*` tables as they are. */
export async function readStructure(session: Session): Promise<Map<string, string[]>> {
  const tables = await session.arrays(
    `SELECT TABLE_NAME FROM information_schema.TABLES WHERE ${OUR_TABLES} AND TABLE_TYPE <> 'VIEW' ORDER BY TABLE_NAME`,
  );
  const columns = await session.arrays(
    `SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLLATION_NAME FROM information_schema.COLUMNS
     WHERE ${OUR_TABLES} ORDER BY TABLE_NAME, ORDINAL_POSITION`,
  );
  const keys = await session.arrays(
    `SELECT TABLE_NAME, COLUMN_NAME FROM information_schema.STATISTICS
     WHERE ${OUR_TABLES} AND INDEX_NAME = 'PRIMARY' ORDER BY TABLE_NAME, SEQ_IN_INDEX`,
  );
  const found = new Map(tables.map(([table]): [string, string[]] => [textOf(table), []]));
  for (const [table, name, type, isNullable, collation] of columns) {
    const line = `${textOf(name)} ${canonicalType(textOf(type))} ${isNullable === "YES" ? "null" : "not null"}`;
    const isForeign = typeof collation === "string" && collation !== "utf8mb4_bin";
    found
      .get(textOf(table))
      ?.push(isForeign && !line.includes(" json ") ? `${line} collate ${collation}` : line);
  }
  const primary = Map.groupBy(keys, ([table]) => textOf(table));
  for (const [table, columnsOfKey] of primary) {
    found.get(table)?.push(`primary key (${columnsOfKey.map(([, column]) => textOf(column)).join(", ")})`);
  }
  return found;
}

/** MySQL 8 shows no display width, MariaDB does; MariaDB's JSON is a LONGTEXT. */
function canonicalType(type: string): string {
  const lower = type.startsWith("enum") ? type : type.toLowerCase();
  if (lower === "longtext") return "json";
  return lower.replace(/^(tinyint|smallint|int|bigint)\(\d+\)/, "$1");
}

function tableDifferences(table: string, lines: readonly string[], known: KnownSchema): string[] {
  const knownLines = known.tables[table];
  if (knownLines === undefined) return [`table ${table} is not one of ours`];
  const missing = knownLines
    .filter((line) => !lines.includes(line))
    .map((line) => `${table} lacks "${line}"`);
  const extra = lines.filter((line) => !knownLines.includes(line)).map((line) => `${table} has "${line}"`);
  return [...missing, ...extra];
}

async function newestVersion(session: Session): Promise<{ version: number; checksum: string } | null> {
  const [row] = await session.arrays(
    "SELECT version, checksum FROM infra_schema_version ORDER BY version DESC LIMIT 1",
  );
  return row === undefined ? null : { version: numberOf(row[0]), checksum: textOf(row[1]) };
}

async function hasRows(session: Session): Promise<boolean> {
  const [row] = await session.arrays(
    "SELECT (SELECT COUNT(*) FROM infra_run_lease) = 1 AND (SELECT COUNT(*) FROM infra_schema_version) > 0",
  );
  return row?.[0] === 1;
}
