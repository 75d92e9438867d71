import * as z from "zod";

/** `n` numbers that begin with `from` and grow by `by`: a constant, or the times of a series without holes. */
interface Progression {
  readonly from: number;
  readonly by: number;
  readonly n: number;
}

/** Numbers as the base64 text of their doubles, 8 bytes each, least significant byte first; NaN where there is none. */
interface Doubles {
  readonly float64: string;
}

/** A column as it is archived. */
type ArchivedColumn<T> = readonly T[] | Progression | Doubles;

/** Shorter columns gain nothing. */
const SHORTEST_PROGRESSION = 4;
const SHORTEST_DOUBLES = 32;

/** Characters of base64 for 8 bytes. */
const DOUBLE_LENGTH = 32 / 3;

/**
 * Every column of numbers of a line as it is archived; the rest of the line stays as it is.
 * @example compactColumns({ metric: "redis.connected_clients", t: [0, 300, 600, 900] }) // { metric: …, t: { from: 0, by: 300, n: 4 } }
 */
export function compactColumns(line: object): Record<string, unknown> {
  const isNumbers = (value: unknown) => Array.isArray(value) && isColumn(value);
  return Object.fromEntries(
    Object.entries(line).map(([name, value]) => [name, isNumbers(value) ? compactColumn(value) : value]),
  );
}

/**
 * A column as it is archived: its beginning and step where every number follows from them, as doubles where those are shorter, else as it is.
 * Times, slots and counts of readings are nearly always progressions, and they are half of what a collector reads. A fraction has up to 17
 * digits, which take four times as long to write and to read as its 8 bytes do.
 * @example compactColumn([0, 300, 600, 900]) // { from: 0, by: 300, n: 4 }
 */
export function compactColumn<T extends number | null>(values: readonly T[]): ArchivedColumn<T> {
  if (values.length < SHORTEST_PROGRESSION) return values;
  return progressionOf(values) ?? (isWorthDoubles(values) ? doublesOf(values) : values);
}

function progressionOf(values: readonly (number | null)[]): Progression | null {
  const [from, second] = values;
  if (typeof from !== "number" || typeof second !== "number") return null;
  const by = second - from;
  for (let index = 2; index < values.length; index += 1) if (values[index] !== from + index * by) return null;
  return { from, by, n: values.length };
}

/** True where the first numbers take more text than their doubles would: a fraction usually does, a whole number or a rounded one does not. */
function isWorthDoubles(values: readonly (number | null)[]): boolean {
  if (values.length < SHORTEST_DOUBLES) return false;
  return values.slice(0, SHORTEST_DOUBLES).join().length > SHORTEST_DOUBLES * DOUBLE_LENGTH;
}

/** Every machine that runs Node keeps the bytes of a double in this order. */
function doublesOf(values: readonly (number | null)[]): Doubles {
  const doubles = new Float64Array(values.length);
  for (let index = 0; index < values.length; index += 1) doubles[index] = values[index] ?? Number.NaN;
  return { float64: Buffer.from(doubles.buffer).toString("base64") };
}

/**
 * Columns of thousands of numbers, checked in one loop (zod's own array builds a result object per element, which costs more than all the
 * statistics on them) and written out in full again.
 */
export const NumberColumn = z.unknown().transform((column, context): number[] => {
  const numbers = expanded(column);
  if (numbers !== null && areNumbers(numbers)) return numbers;
  context.addIssue("a column of numbers is expected");
  return z.NEVER;
});
export const NumberOrNullColumn = z.unknown().transform((column, context): (number | null)[] => {
  const numbers = expanded(column);
  if (numbers !== null) return numbers;
  context.addIssue("a column of numbers and nulls is expected");
  return z.NEVER;
});

/** Flags and words, checked in the same way; null: it cannot be said. */
export const FlagColumn = listOf(
  (value): value is boolean | null => value === null || typeof value === "boolean",
);
export function wordColumn<W extends string>(words: readonly W[]) {
  return listOf((value): value is W | null => value === null || words.some((word) => word === value));
}

function listOf<T>(isItem: (value: unknown) => value is T) {
  return z.custom<T[]>((value) => Array.isArray(value) && value.every(isItem), "a column of flags or words");
}

/** The numbers of an archived column; null: it is none. */
function expanded(column: unknown): (number | null)[] | null {
  if (Array.isArray(column)) return isColumn(column) ? column : null;
  if (isProgression(column)) return numbersOf(column);
  return isDoubles(column) ? decoded(column) : null;
}

function isColumn(items: readonly unknown[]): items is (number | null)[] {
  for (const item of items) if (typeof item !== "number" && item !== null) return false;
  return true;
}

function areNumbers(column: readonly (number | null)[]): column is number[] {
  return !column.includes(null);
}

function numbersOf({ from, by, n }: Progression): number[] {
  const numbers: number[] = new Array(n);
  for (let index = 0; index < n; index += 1) numbers[index] = from + index * by;
  return numbers;
}

/** Null: the text is cut, or not base64. */
function decoded({ float64 }: Doubles): (number | null)[] | null {
  const byteCount = Buffer.byteLength(float64, "base64");
  if (byteCount % Float64Array.BYTES_PER_ELEMENT !== 0) return null;
  const doubles = new Float64Array(byteCount / Float64Array.BYTES_PER_ELEMENT);
  if (Buffer.from(doubles.buffer).write(float64, "base64") !== byteCount) return null;
  const numbers: (number | null)[] = new Array(doubles.length);
  for (let index = 0; index < doubles.length; index += 1) {
    const value = doubles[index] ?? Number.NaN;
    numbers[index] = Number.isNaN(value) ? null : value;
  }
  return numbers;
}

function isDoubles(value: unknown): value is Doubles {
  return (
    typeof value === "object" && value !== null && "float64" in value && typeof value.float64 === "string"
  );
}

function isProgression(value: unknown): value is Progression {
  return (
    typeof value === "object" &&
    value !== null &&
    "n" in value &&
    Number.isInteger(value.n) &&
    "from" in value &&
    typeof value.from === "number" &&
    "by" in value &&
    typeof value.by === "number"
  );
}
