/** A quoted text, a name in backticks, a comment, the end of a statement, or anything else, one piece at a time. */
const PIECE =
  /'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*"|`[^`]*`|--(?=\s|$)[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/|;|[^'"`;#/-]+|[\s\S]/g;

/**
 * Statements of a script as the mysql client would send them: without the semicolons, without those that are only comment.
 *
 * @example splitStatements("SELECT ';'; -- end\nSELECT 2;") // ["SELECT ';'", "-- end\nSELECT 2"]
 */
export function splitStatements(script: string): string[] {
  const statements: string[] = [];
  let text = "";
  let hasCode = false;
  for (const [piece] of script.matchAll(PIECE)) {
    if (piece === ";") {
      if (hasCode) statements.push(text.trim());
      text = "";
      hasCode = false;
      continue;
    }
    text += piece;
    hasCode ||= !/^(--\s|--$|#|\/\*|\s*$)/.test(piece);
  }
  if (hasCode) statements.push(text.trim());
  return statements;
}
