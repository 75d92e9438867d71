import { UNSEEN_CHARACTERS } from "../model/unseen-characters.ts";

/**
 * A Markdown table; text from outside stays text.
 * @example markdownTable(["type", "count"], [["rds", "62"]]) // "| type | count |\n| --- | --- |\n| rds | 62 |\n"
 */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |\n`;
  return line(head) + line(head.map(() => "---")) + rows.map(line).join("");
}

/** Escapes what would be HTML, a link or an image, and keeps a cell on its line. */
function cell(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .replace(UNSEEN_CHARACTERS, "\ufffd")
    .replaceAll("\\", "\\\\")
    .replaceAll("|", "\\|")
    .replaceAll("](", "]\\(")
    .replaceAll("<", "&lt;");
}

/** Whole dollars, or `unknown`. @example usd(49600) // "$49,600" */
export function usd(amount: number | null): string {
  return amount === null ? "unknown" : `$${Math.round(amount).toLocaleString("en-US")}`;
}
