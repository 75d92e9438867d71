/** Columns of one row: name and SQL literal. */
export type ConstantRow = readonly (readonly [string, string])[];

/**
 * Rows of constants as a relation; the first one names the columns.
 *
 * @example constantRelation([[["n", "1"]], [["n", "2"]]]) // "  SELECT 1 AS n\n  UNION ALL SELECT 2\n"
 */
export function constantRelation(rows: readonly ConstantRow[]): string {
  const lines = rows.map((row, index) => {
    const cells = row.map(([name, value]) => (index === 0 ? `${value} AS ${name}` : value));
    return `  ${index === 0 ? "" : "UNION ALL "}SELECT ${cells.join(", ")}\n`;
  });
  return lines.join("");
}

/** A text of binary collation, so that it compares with any other text. @example viewText("it's") // "'it''s' COLLATE utf8mb4_bin" */
export function viewText(value: string): string {
  return `${sqlText(value)} COLLATE utf8mb4_bin`;
}

/** @example sqlText("it's") // "'it''s'" */
export function sqlText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** A number without exponent would be a DECIMAL, which computes differently. @example sqlDouble(0.5) // "0.5e0" */
export function sqlDouble(value: number): string {
  const digits = String(value);
  return digits.includes("e") ? digits : `${digits}e0`;
}

/** @example sqlDoubleOrNull(null) // "NULL" */
export function sqlDoubleOrNull(value: number | null): string {
  return value === null ? "NULL" : sqlDouble(value);
}
