/** The result of a tool call in MCP: one text item. */
export interface ToolResult {
  readonly content: readonly [{ readonly type: "text"; readonly text: string }];
  readonly isError?: true;
}

/** Rows of one statement. */
export function rowsResult(sourceId: string, sql: string, rows: readonly object[]): ToolResult {
  const statement = { sql, rows, count: rows.length };
  return textResult({ success: true, data: { statements: [statement], source_id: sourceId } });
}

/** What the gateway or the database refused. */
export function refusedResult(code: string, error: string): ToolResult {
  return { ...textResult({ success: false, error, code }), isError: true };
}

/** An argument that does not fit the tool's schema is answered with plain text, not with JSON. */
export function plainTextError(text: string): ToolResult {
  return { content: [{ type: "text", text }], isError: true };
}

function textResult(value: object): ToolResult {
  return { content: [{ type: "text", text: JSON.stringify(value) }] };
}
