/**
 * Splits one line of a CSV file (RFC 4180, one record per line). Quotes are taken off, doubled ones halved.
 *
 * @example csvFields('a,"b,c",d') // ["a", "b,c", "d"]
 */
export function csvFields(line: string): string[] {
  if (!line.includes('"')) return line.split(",");
  const fields: string[] = [];
  let field = "";
  let isQuoted = false;
  for (let i = 0; i < line.length; i++) {
    const letter = line[i] ?? "";
    if (letter === '"') {
      if (isQuoted && line[i + 1] === '"') {
        field += letter;
        i++;
      } else isQuoted = !isQuoted;
    } else if (letter === "," && !isQuoted) {
      fields.push(field);
      field = "";
    } else field += letter;
  }
  return [...fields, field];
}

/** How a field begins that a spreadsheet takes for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Writes one field of text, quoted where it has to be. What a spreadsheet would execute gets an apostrophe, which makes it text there.
 *
 * @example csvField("a,b") // '"a,b"'
 * @example csvField("=1+1") // "'=1+1"
 */
export function csvField(text: string): string {
  const inert = FORMULA.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
