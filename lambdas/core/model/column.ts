import * as z from "zod";

/**
 * Columns of thousands of numbers, checked in one loop: zod's own array would build a result object per element, which costs more than
 * all the statistics on them.
 */
export const NumberColumn = z.custom<number[]>(isNumberColumn, "an array of numbers");
export const NumberOrNullColumn = z.custom<(number | null)[]>(
  isNumberOrNullColumn,
  "an array of numbers and nulls",
);

function isNumberColumn(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "number");
}

function isNumberOrNullColumn(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => item === null || typeof item === "number");
}
