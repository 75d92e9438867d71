/** Longest name or owner that the tables hold: a tag may have one character more. */
export const NAME_MAX_LENGTH = 255;

/** What a cut leaves of a character that takes two code units. */
const HALF_CHARACTER = /[\ud800-\udbff]$/;

/** Text from a tag, as long as its column. @example cutName("n".repeat(256)).length // 255 */
export function cutName(text: string): string {
  return text.length > NAME_MAX_LENGTH ? text.slice(0, NAME_MAX_LENGTH).replace(HALF_CHARACTER, "") : text;
}
