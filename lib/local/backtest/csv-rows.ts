import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { StageError } from "#core/model/stage-error.ts";
import { csvFields } from "./csv-fields.ts";

/** One data row with its line number in the file (from 1), columns by name. */
export interface CsvRow {
  readonly line: number;
  /** The field of a column; empty text where the column or the field is not there. */
  readonly field: (column: string) => string;
}

/**
 * Reads a CSV file row by row, so that a file of any size needs little memory.
 *
 * @throws StageError InputInvalid if the file cannot be read, is empty, or lacks a required column.
 */
export async function* csvRows(file: string, required: readonly string[]): AsyncGenerator<CsvRow> {
  const input = createReadStream(file, { highWaterMark: 1 << 20 });
  let columns: ReadonlyMap<string, number> | null = null;
  let line = 0;
  try {
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      line++;
      if (columns === null) columns = headerOf(text, file, required);
      else if (text.trim() !== "") {
        const known = columns;
        const fields = csvFields(text);
        yield { line, field: (column) => fields[known.get(column) ?? -1]?.trim() ?? "" };
      }
    }
  } catch (error) {
    if (error instanceof StageError) throw error;
    throw new StageError("InputInvalid", `cannot read ${file}: check that it is there and readable`, {
      cause: error,
    });
  }
  if (columns === null) {
    throw new StageError("InputInvalid", `${file} is empty: it needs the columns ${required.join(",")}`);
  }
}

function headerOf(text: string, file: string, required: readonly string[]): ReadonlyMap<string, number> {
  const names = csvFields(text.replace(/^\uFEFF/, "")).map((name) => name.trim().toLowerCase());
  const missing = required.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    throw new StageError(
      "InputInvalid",
      `${file} has no column ${missing.join(", ")}: its header is "${text}"`,
    );
  }
  return new Map(names.map((name, index) => [name, index]));
}
