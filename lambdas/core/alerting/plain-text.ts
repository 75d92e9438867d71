/** Control characters, line separators, and marks that turn the direction of text. */
const UNSAFE = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** What a cut leaves of a character that takes two code units. */
const HALF_CHARACTER = /[\ud800-\udbff]$/;

/**
 * Text from outside as one harmless line: no control or direction characters, mentions and links of chat programs broken up.
 * @example plainText("a\nb <!channel>", 80) // "a b ‹!channel›"
 */
export function plainText(text: string, maxLength: number): string {
  const line = text
    .toWellFormed()
    .replace(UNSAFE, " ")
    .replaceAll("<", "‹")
    .replaceAll(">", "›")
    .replaceAll("@", "@\u200b")
    .trim();
  return line.length > maxLength ? `${line.slice(0, maxLength - 1).replace(HALF_CHARACTER, "")}…` : line;
}
