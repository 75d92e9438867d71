import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { CallToolResult, Tool } from "@modelcontextprotocol/sdk/types.js";
import { CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { StageError } from "#core/model/stage-error.ts";
import { catalogueSql, type QueryId } from "./catalogue.ts";
import { isConnectionFault, isSessionExpired, transportError } from "./gateway-error.ts";
import { type FetchSettings, limitedFetch } from "./limited-fetch.ts";

/** Far above any gateway's list; a cursor that never ends stops here. */
const TOOL_PAGES_MAX_COUNT = 50;

export interface SessionOptions extends FetchSettings {
  readonly url: URL;
}

/** One MCP connection that is opened when first needed, shared by all calls, and opened once more if the server forgot it. */
export interface GatewaySession {
  readonly host: string;
  readonly callCount: number;
  tools(): Promise<Tool[]>;
  /** Calls a tool with the SQL of a query id; there is no way to send other SQL. */
  query(toolName: string, id: QueryId): Promise<CallToolResult>;
  close(): Promise<void>;
}

/** @throws StageError SourceUnavailable, SourceRefused, AccessDenied, ContractBroken from its methods */
export function gatewaySession(options: SessionOptions): GatewaySession {
  const requestOptions = { timeout: options.timeoutMs, maxTotalTimeout: options.timeoutMs };
  let opened: Promise<Client> | null = null;
  const outdated: Promise<Client>[] = [];
  let callCount = 0;

  function connection(): Promise<Client> {
    opened ??= connect(options);
    return opened;
  }

  /** Many calls may find at once that the session is gone: only the first opens a new one, and none is cut by closing the old. */
  function forget(lost: Promise<Client>): void {
    if (opened === lost) {
      opened = null;
      outdated.push(lost);
    }
  }

  async function attempt<T>(call: (client: Client) => Promise<T>, isLast: boolean): Promise<T> {
    const used = connection();
    let isConnected = false;
    try {
      const client = await used;
      isConnected = true;
      callCount += 1;
      return await call(client);
    } catch (error) {
      const isExpired = isConnected && isSessionExpired(error);
      if (isExpired || !isConnected) {
        forget(used);
      }
      if (!isLast && (isExpired || isConnectionFault(error))) {
        return await attempt(call, true);
      }
      throw transportError(error, options.url.host);
    }
  }

  return {
    host: options.url.host,
    get callCount() {
      return callCount;
    },
    tools: () => attempt((client) => allTools(client, requestOptions), false),
    query: (toolName, id) => {
      const request = {
        method: "tools/call" as const,
        params: { name: toolName, arguments: { sql: catalogueSql(id) } },
      };
      return attempt((client) => client.request(request, CallToolResultSchema, requestOptions), false);
    },
    close: async () => {
      const all = [...outdated.splice(0), ...(opened === null ? [] : [opened])];
      opened = null;
      await Promise.allSettled(all.map(async (client) => (await client).close()));
    },
  };
}

async function connect(options: SessionOptions): Promise<Client> {
  const client = new Client({ name: "predictive-infrastructure-monitoring", version: "1" });
  const transport = new StreamableHTTPClientTransport(options.url, {
    fetch: limitedFetch(options),
  });
  await client.connect(transport, { timeout: options.timeoutMs });
  return client;
}

async function allTools(client: Client, requestOptions: { timeout: number }): Promise<Tool[]> {
  const tools: Tool[] = [];
  const seen = new Set<string>();
  let cursor: string | undefined;
  for (let page = 0; page < TOOL_PAGES_MAX_COUNT; page++) {
    const answer = await client.listTools(cursor === undefined ? {} : { cursor }, requestOptions);
    for (const tool of answer.tools) tools.push(tool);
    cursor = answer.nextCursor;
    if (cursor === undefined) {
      return tools;
    }
    if (seen.has(cursor)) {
      throw new StageError("ContractBroken", `tools/list repeated its cursor after ${seen.size} pages`);
    }
    seen.add(cursor);
  }
  throw new StageError("ContractBroken", `tools/list has more than ${TOOL_PAGES_MAX_COUNT} pages`);
}
