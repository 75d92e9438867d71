import * as z from "zod";

/** `n` numbers that begin with `from` and grow by `by`: a constant, or the times of a series without holes. */
interface Progression {
  readonly from: number;
  readonly by: number;
  readonly n: number;
}

/** A column as it is archived. */
type ArchivedColumn<T> = readonly T[] | Progression;

/** Shorter columns gain nothing. */
const SHORTEST_PROGRESSION = 4;

/**
 * A column as it is archived: its beginning and step where every number follows from them, else as it is. Times, slots and counts of
 * readings nearly always do, and they are half of what a collector reads.
 * @example compactColumn([0, 300, 600, 900]) // { from: 0, by: 300, n: 4 }
 */
export function compactColumn<T extends number | null>(values: readonly T[]): ArchivedColumn<T> {
  const [first, second] = values;
  if (values.length < SHORTEST_PROGRESSION || typeof first !== "number" || typeof second !== "number")
    return values;
  const by = second - first;
  return values.every((value, index) => value === first + index * by)
    ? { from: first, by, n: values.length }
    : values;
}

/**
 * Columns of thousands of numbers, checked in one loop (zod's own array builds a result object per element, which costs more than all the
 * statistics on them) and written out in full again.
 */
export const NumberColumn = z
  .custom<ArchivedColumn<number>>(
    (value) => isProgression(value) || isColumn(value, false),
    "an array of numbers",
  )
  .transform(expanded);
export const NumberOrNullColumn = z
  .custom<ArchivedColumn<number | null>>(
    (value) => isProgression(value) || isColumn(value, true),
    "an array of numbers and nulls",
  )
  .transform(expanded);

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

function expanded<T extends number | null>(column: ArchivedColumn<T>): (T | number)[] {
  if (!isProgression(column)) return writable(column);
  const numbers: number[] = new Array(column.n);
  for (let index = 0; index < column.n; index += 1) numbers[index] = column.from + index * column.by;
  return numbers;
}

/** Parsed JSON belongs to nobody else: it is handed on without a copy. */
function writable<T>(column: readonly T[]): T[] {
  return Array.isArray(column) ? column : [];
}

function isColumn(value: unknown, mayHoldNull: boolean): boolean {
  return (
    Array.isArray(value) && value.every((item) => typeof item === "number" || (mayHoldNull && item === null))
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
