import { StageError } from "#core/model/stage-error.ts";
import type { Session, SqlValue } from "./session.ts";

/** What to insert, and what happens to a row whose key is there. */
export interface BulkInsert {
  readonly table: string;
  readonly columns: readonly string[];
  /** Leading columns that form the key; rows are written in its order, so that two writers cannot deadlock. */
  readonly keyLength: number;
  /** `replace`: all other columns get the new value; `keep`: the stored row stays; `fail`: an error. */
  readonly onDuplicate: "replace" | "keep" | "fail";
}

/** Rows of a full batch: one prepared statement serves them all. More rows gain nothing. */
const BATCH_ROWS = 500;
/** Well under the smallest common `max_allowed_packet` (16 MiB). */
const BATCH_BYTES = 4 * 1024 * 1024;
/** Of the protocol, per statement. */
const MAX_PLACEHOLDERS = 65_535;
/** UTF-8 needs at most three bytes per UTF-16 unit. */
const BYTES_PER_UNIT = 3;

/**
 * Inserts rows in key order by prepared multi-row statements, cut by bytes and by placeholders.
 *
 * @throws StageError ContractBroken for a number that is not finite, and for a key that ends in a space: the tables would take it for
 * the same without.
 */
export async function bulkInsert(
  session: Session,
  insert: BulkInsert,
  rows: readonly SqlValue[][],
): Promise<void> {
  const batchRows = Math.min(BATCH_ROWS, Math.floor(MAX_PLACEHOLDERS / insert.columns.length));
  const sorted = rows.toSorted((a, b) => compareKeys(a, b, insert.keyLength));
  let batch: SqlValue[] = [];
  let count = 0;
  let bytes = 0;
  const flush = async (): Promise<void> => {
    if (count > 0) await session.run(statement(insert, count), batch);
    batch = [];
    count = 0;
    bytes = 0;
  };
  for (const row of sorted) {
    const size = sizeOf(row, insert);
    if (count === batchRows || (count > 0 && bytes + size > BATCH_BYTES)) await flush();
    for (const value of row) batch.push(value);
    count++;
    bytes += size;
  }
  await flush();
}

function statement(insert: BulkInsert, rowCount: number): string {
  const placeholders = `(${insert.columns.map(() => "?").join(",")})`;
  const head = `INSERT INTO ${insert.table} (${insert.columns.join(",")}) VALUES `;
  return `${head}${Array.from({ length: rowCount }, () => placeholders).join(",")}${onDuplicate(insert)}`;
}

/** `VALUES()` is deprecated on MySQL 8; its successor is a syntax error on MariaDB. */
function onDuplicate(insert: BulkInsert): string {
  if (insert.onDuplicate === "fail") return "";
  const key = insert.columns[0] ?? "";
  if (insert.onDuplicate === "keep") return ` ON DUPLICATE KEY UPDATE ${key}=${key}`;
  const others = insert.columns.slice(insert.keyLength).map((column) => `${column}=VALUES(${column})`);
  return ` ON DUPLICATE KEY UPDATE ${others.join(",")}`;
}

function sizeOf(row: readonly SqlValue[], insert: BulkInsert): number {
  let bytes = 0;
  for (const [index, value] of row.entries()) {
    bytes += typeof value === "string" ? value.length * BYTES_PER_UNIT : 9;
    if (typeof value === "number" && !Number.isFinite(value)) {
      throw new StageError(
        "ContractBroken",
        `${insert.table}.${insert.columns[index]} got ${value}: send null`,
      );
    }
    if (index < insert.keyLength && typeof value === "string" && value.endsWith(" ")) {
      throw new StageError(
        "ContractBroken",
        `${insert.columns[index]} ends in a space, which ${insert.table} cannot tell from none: correct it at its source`,
      );
    }
  }
  return bytes;
}

function compareKeys(a: readonly SqlValue[], b: readonly SqlValue[], keyLength: number): number {
  for (let index = 0; index < keyLength; index++) {
    const left = a[index] ?? "";
    const right = b[index] ?? "";
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
