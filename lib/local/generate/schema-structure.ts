import { createHash } from "node:crypto";

/** Structure of the tables that a DDL text creates: per table its columns in order, then its primary key, in canonical words. */
export interface SchemaStructure {
  readonly version: number;
  /** SHA-256 of the structure: comments, indexes and layout of the file are not part of it. */
  readonly checksum: string;
  readonly tables: Readonly<Record<string, readonly string[]>>;
}

const TABLE = /^CREATE TABLE IF NOT EXISTS (infra_\w+) \(\n([\s\S]*?)\n\) ENGINE/gm;
const COLUMN =
  /^ {2}(\w+) (ENUM\([^)]*\)|\w+(?:\(\d+\))?) (NOT NULL|NULL)(?: AUTO_INCREMENT)? COMMENT '(?:[^']|'')*',?$/;
const PRIMARY_KEY = /^ {2}PRIMARY KEY \(([^)]*)\),?$/;
const OTHER_KEY = /^ {2}(?:UNIQUE )?KEY \w+ \([^)]*\),?$/;
const VERSION = /INSERT INTO infra_schema_version[^;]*VALUES \((\d+), '([0-9a-f]{64})'/;

/**
 * Reads sql/02. It is strict on purpose: a line that is not a column with a comment, or a key, is refused.
 *
 * @throws Error naming the line that it does not understand.
 */
export function schemaStructure(ddl: string): SchemaStructure {
  const tables: Record<string, string[]> = {};
  for (const [, table = "", body = ""] of ddl.matchAll(TABLE))
    tables[table] = body.split("\n").flatMap(canonicalLine);
  const version = VERSION.exec(ddl)?.[1];
  if (version === undefined) throw new Error("no row for infra_schema_version in the DDL");
  const checksum = createHash("sha256").update(JSON.stringify(tables)).digest("hex");
  return { version: Number(version), checksum, tables };
}

/** The DDL with the checksum of its own structure in its last statement. */
export function withChecksum(ddl: string): string {
  const { checksum } = schemaStructure(ddl);
  return ddl.replace(VERSION, (row) => row.replace(/[0-9a-f]{64}/, checksum));
}

/** Source text of lambdas/adapters/mysql/known-schema.ts. */
export function knownSchemaSource(ddl: string): string {
  return `/** Generated from sql/02_create_analytics_schema.sql by \`npm run generate\`: what the code expects to find. */
export const KNOWN_SCHEMA: {
  readonly version: number;
  readonly checksum: string;
  readonly tables: Readonly<Record<string, readonly string[]>>;
} = ${JSON.stringify(schemaStructure(ddl), null, 2)};
`;
}

function canonicalLine(line: string): string[] {
  const column = COLUMN.exec(line);
  if (column !== null) {
    const [, name = "", type = "", nullability = ""] = column;
    return [
      `${name} ${type.replaceAll("', '", "','").replace(/^[A-Z]+/, (word) => word.toLowerCase())} ${nullability.toLowerCase()}`,
    ];
  }
  const key = PRIMARY_KEY.exec(line);
  if (key !== null) return [`primary key (${key[1]})`];
  if (OTHER_KEY.test(line)) return [];
  throw new Error(`sql/02 has a line that is neither a column with a comment nor a key: ${line}`);
}
