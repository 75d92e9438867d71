/** A file's text with some lines changed. */
export function changed(text: string, from: string, to: string): string {
  const result = text.replace(from, to);
  if (result === text) throw new Error(`the file has no ${from}`);
  return result;
}
