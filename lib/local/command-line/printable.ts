import { UNSEEN_CHARACTERS } from "#core/model/unseen-characters.ts";

/** The colours that the terminal itself sets, and their ends. */
const OWN_COLOURS = new Set(["2", "22", "31", "32", "33", "39"].map((code) => `\u001b[${code}m`));
const COLOUR = new RegExp(`(${[...OWN_COLOURS].map((colour) => colour.replace("[", "\\[")).join("|")})`);

/**
 * A line for a terminal: names from outside cannot move the cursor, rewrite what stands there or turn its direction.
 * @example printable("a\u001b[2Kb\rc") // "a\ufffd[2Kb\ufffdc"
 */
export function printable(line: string): string {
  return line
    .split(COLOUR)
    .map((part) =>
      OWN_COLOURS.has(part) ? part : part.replace(UNSEEN_CHARACTERS, "\ufffd").replaceAll("\r", "\ufffd"),
    )
    .join("");
}
