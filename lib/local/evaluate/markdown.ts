/** A Markdown table. @example table(["a", "b"], [[1, "x"]]) // "| a | b |\n| --- | --- |\n| 1 | x |" */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A number as people read it in a table; a dash where there is none. @example fixed(1.234, 1) // "1.2" */
export function fixed(value: number | null | undefined, digits: number): string {
  return value === null || value === undefined || Number.isNaN(value) ? "-" : value.toFixed(digits);
}
