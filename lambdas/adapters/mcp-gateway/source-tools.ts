import type { Tool } from "@modelcontextprotocol/sdk/types.js";
import { StageError } from "#core/model/stage-error.ts";
import { readAnswer } from "./answer.ts";
import type { GatewaySession } from "./gateway-session.ts";

/** Name of the tool where the gateway serves one source only: it then says which in its answers, not in the name. */
const SINGLE_SOURCE_TOOL = "execute_sql";
const PREFIX = `${SINGLE_SOURCE_TOOL}_`;
/** Where a gateway of one source does not say its name. */
const UNNAMED_SOURCE = "default";

/** The tool that asks each source of the gateway, by source id. @throws StageError ContractBroken if there is none */
export async function discoverTools(session: GatewaySession): Promise<Map<string, string>> {
  const tools = await session.tools();
  const bySource = toolsBySource(tools);
  if (bySource.size > 0) {
    return bySource;
  }
  if (tools.some((tool) => tool.name === SINGLE_SOURCE_TOOL)) {
    return new Map([[await nameOfSingleSource(session), SINGLE_SOURCE_TOOL]]);
  }
  throw new StageError(
    "ContractBroken",
    `The MCP gateway at ${session.host} has no tool ${SINGLE_SOURCE_TOOL}: enable it, read-only, for each source`,
  );
}

/** Where the one source cannot answer now, its failure is the snapshot's to report. */
async function nameOfSingleSource(session: GatewaySession): Promise<string> {
  const result = await session.query(SINGLE_SOURCE_TOOL, "probe");
  if (result.isError === true) {
    return UNNAMED_SOURCE;
  }
  const answer = readAnswer({ sourceId: UNNAMED_SOURCE, id: "probe" }, result);
  return (answer.status === "rows" ? answer.sourceId : null) ?? UNNAMED_SOURCE;
}

/**
 * Tool of each source, by the source's id. A tool's name carries the id with every other character than letters and digits replaced by
 * `_`; the title has the id itself, and is believed if it gives the same name.
 *
 * @throws StageError ContractBroken if two sources have the same id
 * @example execute_sql_orders_rw, titled "Execute SQL on orders-rw (mysql)" -> "orders-rw"
 */
function toolsBySource(tools: readonly Tool[]): Map<string, string> {
  const bySource = new Map<string, string>();
  for (const tool of tools) {
    if (tool.name.startsWith(PREFIX)) {
      const id = sourceIdOf(tool);
      if (bySource.has(id)) {
        throw new StageError(
          "ContractBroken",
          `The MCP gateway has two tools for a source "${id}": rename one`,
        );
      }
      bySource.set(id, tool.name);
    }
  }
  return bySource;
}

function sourceIdOf(tool: Tool): string {
  const suffix = tool.name.slice(PREFIX.length);
  const title = tool.annotations?.title ?? tool.title ?? "";
  const titled = /\bon (\S+) \(/.exec(title)?.[1];
  return titled !== undefined && titled.replaceAll(/[^a-zA-Z0-9]/g, "_") === suffix ? titled : suffix;
}
