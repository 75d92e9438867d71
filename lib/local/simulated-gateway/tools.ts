import type { EstateResource } from "#lib/local/estate/estate.ts";

/** A tool as `tools/list` describes it. */
export interface ToolDescription {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: object;
  readonly annotations: { readonly title: string; readonly readOnlyHint: boolean };
}

/** The tool that runs SQL on a source. @example executeToolName("orders-rw") // "execute_sql_orders_rw" */
export function executeToolName(sourceId: string): string {
  return `execute_sql_${suffixOf(sourceId)}`;
}

/** The two tools that a source has by default. */
export function toolsOf(sourceId: string, database: EstateResource): ToolDescription[] {
  const engine = database.engine?.replace("aurora-", "").replace("postgresql", "postgres");
  return [
    {
      name: executeToolName(sourceId),
      description: `Execute SQL on ${sourceId} (${engine}), read-only`,
      inputSchema: {
        type: "object",
        properties: { sql: { type: "string", description: "SQL to execute" } },
        required: ["sql"],
      },
      annotations: { title: `Execute SQL on ${sourceId} (${engine})`, readOnlyHint: true },
    },
    {
      name: `search_objects_${suffixOf(sourceId)}`,
      description: `Search tables and columns of ${sourceId}`,
      inputSchema: { type: "object", properties: { pattern: { type: "string" } } },
      annotations: { title: `Search objects on ${sourceId} (${engine})`, readOnlyHint: true },
    },
  ];
}

function suffixOf(sourceId: string): string {
  return sourceId.replaceAll(/[^a-zA-Z0-9]/g, "_");
}
