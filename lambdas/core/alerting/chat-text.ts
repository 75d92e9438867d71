import { plainText } from "./plain-text.ts";

/** What opens a format wherever it stands, with characters that look alike: no chat program has an escape for them. */
const MARKS: Readonly<Record<string, string>> = { "*": "\u2217", "~": "\u223c", "`": "\u02cb" };
/** At the edge of a word an underscore opens a format; inside of one, as in most names, it is a letter. */
const EDGE_UNDERSCORE = /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
/** The colon before the name of an emoji, and the bracket before the address of a link. */
const EMOJI_OR_LINK = /:(?=[^\s:]+:)|\](?=\()/g;

/**
 * Text from outside as one line of a chat message, in which it can only be read: no format, mention, emoji or hidden address.
 * @param maxLength - of the result, whose `&` are entities
 * @example chatText("a&b <!here> *c* orders_db", 80) // "a&amp;b ‹!here› ∗c∗ orders_db"
 */
export function chatText(text: string, maxLength: number): string {
  const line = plainText(text, maxLength)
    .replace(/[*~`]/g, (mark) => MARKS[mark] ?? mark)
    .replace(EDGE_UNDERSCORE, "\u02cd")
    .replace(EMOJI_OR_LINK, "$&\u200b");
  return withEntities(line, maxLength);
}

/** Text as code, which stays ready to paste: inside of it nothing but its end and entities is looked for. @example chatCode("arn:aws:rds", 80) // "`arn:aws:rds`" */
export function chatCode(text: string, maxLength: number): string {
  return `\`${withEntities(plainText(text, maxLength - 2).replaceAll("`", "\u02cb"), maxLength - 2)}\``;
}

/** An address from config with what it leads to. @example chatLink("Page", "https://a/?b=1&c=2") // "Page: https://a/?b=1&amp;c=2" */
export function chatLink(label: string, address: string): string {
  return `${label}: ${address.replaceAll("&", "&amp;")}`;
}

/** Cut between characters, never inside of an entity. */
function withEntities(line: string, maxLength: number): string {
  const characters = [...line].map((character) => (character === "&" ? "&amp;" : character));
  const whole = characters.join("");
  if (whole.length <= maxLength) return whole;
  let kept = "";
  for (const character of characters) {
    if (kept.length + character.length > maxLength - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
