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

/** Writes one field, quoted where it has to be. @example csvField("a,b") // '"a,b"' */
export function csvField(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
