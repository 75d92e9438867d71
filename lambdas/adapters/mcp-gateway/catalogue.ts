import { createHash } from "node:crypto";
import * as z from "zod";
import type { DatabaseSnapshot } from "#core/model/database-snapshot.ts";
import { AnswerCount, AnswerNumber } from "./answer-number.ts";
import { MARIADB_SQL, MYSQL_SQL, POSTGRES_SQL, PROBE_SQL } from "./catalogue-sql.ts";

export type Engine = DatabaseSnapshot["engine"];

/** One statement that may be sent, and what each row of its answer must look like. */
export interface CatalogueEntry<Row = unknown> {
  readonly sql: string;
  /** SHA-256 of `sql`, hexadecimal. Written down so that a change of the text is a change of this line too. */
  readonly sha256: string;
  readonly row: z.ZodType<Row>;
  /** True where a database may refuse it for want of a right, or not know it: its figures are then null. */
  readonly mayBeRefused: boolean;
}

/** `SHOW GLOBAL STATUS` and `SHOW GLOBAL VARIABLES`: values are text. */
const NameAndValue = z.strictObject({ Variable_name: z.string(), Value: z.string() });

const nullable = AnswerCount.nullable();

const ENTRIES = {
  probe: {
    sql: PROBE_SQL,
    sha256: "b8a33fb067a796c279a44fed8a33d0b535d0277dd5ea3a943cb11beb3e0a6826",
    row: z.strictObject({ version: z.string().min(1) }),
    mayBeRefused: false,
  },
  "mysql.status": {
    sql: MYSQL_SQL.status,
    sha256: "bdf073aa0c4790c39aa198c6a28b9eb0a8c6973333f7dad56ac20a6241165353",
    row: NameAndValue,
    mayBeRefused: false,
  },
  "mysql.variables": {
    sql: MYSQL_SQL.variables,
    sha256: "b46ef7ffe68a11d1a0f912d49e88b22b6b4929e7f37c66a53e0133cecf63ed45",
    row: NameAndValue,
    mayBeRefused: false,
  },
  "mysql.transactions": {
    sql: MYSQL_SQL.transactions,
    sha256: "8d11c5820da59c6c6bae3fe5852e4d3352b6458aec62cf48ee13a4f88c64f537",
    row: z.strictObject({ longest_transaction_seconds: AnswerCount, deadlocks: nullable }),
    mayBeRefused: true,
  },
  "mysql.replica": {
    sql: MYSQL_SQL.replica,
    sha256: "40392fa2542a81f9c812cd250bbd21ec2ff64a976dcf69ddb042779a55885576",
    row: z.looseObject({
      Seconds_Behind_Source: nullable.optional(),
      Seconds_Behind_Master: nullable.optional(),
    }),
    mayBeRefused: true,
  },
  "mariadb.transactions": {
    sql: MARIADB_SQL.transactions,
    sha256: "286411a868f0e250f48602280dca0ccfb586eb85744b0f7a47a52f9967f329fb",
    row: z.strictObject({ longest_transaction_seconds: AnswerCount }),
    mayBeRefused: true,
  },
  "postgres.activity": {
    sql: POSTGRES_SQL.activity,
    sha256: "53813f6698a7bc0e8ac01a3669ce08252d082cb5e31ed100eca38ca975c5a55e",
    row: z.strictObject({
      server_address: z.string().nullable(),
      server_port: AnswerNumber,
      uptime_seconds: AnswerCount,
      max_connections: AnswerCount,
      client_connections: AnswerCount,
      active_connections: nullable,
      longest_transaction_seconds: nullable,
      xid_age: AnswerCount,
      deadlocks: AnswerCount,
      cache_blocks_hit: AnswerCount,
      cache_blocks_read: AnswerCount,
    }),
    mayBeRefused: false,
  },
  "postgres.replica": {
    sql: POSTGRES_SQL.replica,
    sha256: "b5d8d0746718d1391785f25a5873914fcdc8ee5894721477cbf63396ddd623d9",
    row: z.strictObject({ replication_lag_seconds: AnswerNumber.nullable() }),
    mayBeRefused: true,
  },
} as const satisfies Record<string, CatalogueEntry>;

export type QueryId = keyof typeof ENTRIES;
/** A row of each query's answer, after parsing. */
export type AnswerRows = { readonly [Id in QueryId]: z.infer<(typeof ENTRIES)[Id]["row"]> };

/** All that is ever sent to a gateway, by query id. */
export const CATALOGUE: { readonly [Id in QueryId]: CatalogueEntry<AnswerRows[Id]> } = ENTRIES;

/** Statements of one snapshot, in the order in which they are sent; the probe goes once per source before. */
export const SNAPSHOT_QUERIES = {
  mysql: ["mysql.status", "mysql.variables", "mysql.transactions", "mysql.replica"],
  mariadb: ["mysql.status", "mysql.variables", "mariadb.transactions", "mysql.replica"],
  postgres: ["postgres.activity", "postgres.replica"],
} as const satisfies Record<Engine, readonly QueryId[]>;

/**
 * The text of a query id, the only way to one. What passes is in the catalogue and is still the text whose hash is written there.
 *
 * @throws RangeError for anything else, also if the type system was talked out of its opinion
 */
export function catalogueSql(id: QueryId): string {
  const entry = Object.hasOwn(CATALOGUE, id) ? CATALOGUE[id] : undefined;
  if (entry === undefined || sha256(entry.sql) !== entry.sha256) {
    throw new RangeError(`"${String(id).slice(0, 64)}" is not a query of the catalogue: its SQL is not sent`);
  }
  return entry.sql;
}

/**
 * Identity of the SQL that a snapshot of this engine comes from: SHA-256 of the probe's and its statements' hashes, one per line.
 * Two snapshots are comparable if it is equal.
 */
export function catalogueHash(engine: Engine): string {
  const hashes = (["probe", ...SNAPSHOT_QUERIES[engine]] as const).map((id) => CATALOGUE[id].sha256);
  return sha256(hashes.join("\n"));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
