import { StageError } from "#core/model/stage-error.ts";

/** ISO instant as DATETIME(3) text. @example sqlInstant("2026-11-21T07:00:00.5Z") // "2026-11-21 07:00:00.500" */
export function sqlInstant(instant: string): string {
  return new Date(instant).toISOString().replace("T", " ").replace("Z", "");
}

/** DATETIME text in UTC as ISO instant. @example isoInstant("2026-11-21 07:00:00") // "2026-11-21T07:00:00.000Z" */
export function isoInstant(text: string): string {
  return new Date(`${text.replace(" ", "T")}Z`).toISOString();
}

/** {@link sqlInstant}, where there may be none. */
export function sqlInstantOrNull(instant: string | null): string | null {
  return instant === null ? null : sqlInstant(instant);
}

/** @example sqlFlag(null) // null */
export function sqlFlag(flag: boolean | null): number | null {
  return flag === null ? null : Number(flag);
}

/** A JSON column: MySQL sends an object, MariaDB the text. */
export function jsonValue(column: unknown): unknown {
  return typeof column === "string" ? JSON.parse(column) : column;
}

/** A column that is never NULL and holds text. @throws StageError ContractBroken */
export function textOf(column: unknown): string {
  if (typeof column === "string") return column;
  throw unexpected(column, "text");
}

/** A column that holds a number. @throws StageError ContractBroken */
export function numberOf(column: unknown): number {
  if (typeof column === "number") return column;
  throw unexpected(column, "a number");
}

export function textOrNull(column: unknown): string | null {
  return column === null ? null : textOf(column);
}

export function numberOrNull(column: unknown): number | null {
  return column === null ? null : numberOf(column);
}

export function flagOrNull(column: unknown): boolean | null {
  return column === null ? null : numberOf(column) !== 0;
}

/** One of the words of an ENUM column. @throws StageError ContractBroken */
export function wordOf<W extends string>(words: readonly W[], column: unknown): W {
  const word = words.find((candidate) => candidate === column);
  if (word !== undefined) return word;
  throw unexpected(column, `one of ${words.join(", ")}`);
}

function unexpected(column: unknown, wanted: string): StageError {
  return new StageError(
    "ContractBroken",
    `a column holds ${typeof column} where ${wanted} is expected: run npm run migrate`,
  );
}
