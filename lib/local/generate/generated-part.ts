/**
 * A document with what lies between its markers for `part` made anew; the words around stay as they are.
 * @throws RangeError if the markers are missing
 * @example withGeneratedPart("<!-- x: begin -->\nold\n<!-- x: end -->\n", "x", "new") // "<!-- x: begin -->\n\nnew\n<!-- x: end -->\n"
 */
export function withGeneratedPart(document: string, part: string, text: string): string {
  const begin = `<!-- ${part}: begin -->\n`;
  const from = document.indexOf(begin);
  const to = document.indexOf(`<!-- ${part}: end -->\n`);
  if (from === -1 || to < from)
    throw new RangeError(`the markers <!-- ${part}: begin --> and end are missing`);
  return `${document.slice(0, from + begin.length)}\n${text}\n${document.slice(to)}`;
}
