import { UNSEEN_CHARACTERS } from "./unseen-characters.ts";

/**
 * JSON on one line for consoles and terminals. JSON itself leaves characters as they are that those obey: marks that turn text round, and
 * the controls above ASCII. Here they are escapes, which every reader of JSON undoes.
 * @example harmlessJson("\u202egnp") // '"\\u202egnp"'
 */
export function harmlessJson(value: unknown): string {
  return JSON.stringify(value).replace(
    UNSEEN_CHARACTERS,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
