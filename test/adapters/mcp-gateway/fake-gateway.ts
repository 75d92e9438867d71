import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { CATALOGUE, type QueryId } from "#adapters/mcp-gateway/catalogue.ts";

type Rows = readonly Readonly<Record<string, unknown>>[];

interface ToolCall {
  readonly tool: string;
  readonly sql: string;
}

export interface FakeGatewayOptions {
  readonly token?: string;
  readonly tools?: readonly { readonly name: string; readonly title?: string }[];
  /** Result of a tool call; undefined: the default rows. */
  readonly answer?: (call: ToolCall, id: QueryId | undefined) => unknown;
  /** First say on any POST, before its meaning is known; true: it was answered. */
  readonly intercept?: (message: JsonRpc, request: IncomingMessage, response: ServerResponse) => boolean;
}

export interface JsonRpc {
  readonly id?: number;
  readonly method: string;
  readonly params?: { readonly name?: string; readonly arguments?: { readonly sql?: string } };
}

const STATUS = {
  Aborted_connects: "4",
  Innodb_buffer_pool_read_requests: "18446744073709551615",
  Innodb_buffer_pool_reads: "153",
  Innodb_row_lock_waits: "7",
  Slow_queries: "12",
  Threads_connected: "30",
  Threads_running: "2",
  Uptime: "86400",
};

const VARIABLES = { hostname: "orders-rw", max_connections: "150", port: "3306" };

/** Answers of a MySQL 8 that is no replica, in the types in which dbhub 1.4.0 sends them. */
export const MYSQL_ROWS: { readonly [Id in QueryId]?: Rows } = {
  probe: [{ version: "8.0.36" }],
  "mysql.status": named(STATUS),
  "mysql.variables": named(VARIABLES),
  "mysql.transactions": [{ longest_transaction_seconds: 3, deadlocks: "5" }],
  "mysql.replica": [],
};

export const POSTGRES_ROWS: { readonly [Id in QueryId]?: Rows } = {
  probe: [{ version: "PostgreSQL 15.18 (Debian 15.18-0+deb12u1) on x86_64-pc-linux-gnu" }],
  "postgres.activity": [
    {
      server_address: "10.0.0.5",
      server_port: 5432,
      uptime_seconds: 25.5,
      max_connections: 100,
      client_connections: 25,
      active_connections: 1,
      longest_transaction_seconds: 0.25,
      xid_age: 11,
      deadlocks: 0,
      cache_blocks_hit: 900,
      cache_blocks_read: 100,
    },
  ],
  "postgres.replica": [{ replication_lag_seconds: null }],
};

export function named(values: Readonly<Record<string, string>>): Rows {
  return Object.entries(values).map(([name, value]) => ({ Variable_name: name, Value: value }));
}

/** A tool result as dbhub 1.4.0 sends it. */
export function success(rows: Rows, extra: Readonly<Record<string, unknown>> = {}): unknown {
  const statement = { sql: "", rows, count: rows.length, ...extra };
  return text(JSON.stringify({ success: true, data: { statements: [statement], source_id: "orders-rw" } }));
}

export function failure(error: string, code = "EXECUTION_ERROR"): unknown {
  return text(JSON.stringify({ success: false, error, code }), true);
}

export function text(content: string, isError?: boolean): unknown {
  return { content: [{ type: "text", text: content }], ...(isError === undefined ? {} : { isError }) };
}

const INITIALIZED = {
  protocolVersion: "2025-06-18",
  capabilities: { tools: {} },
  serverInfo: { name: "fake", version: "1" },
};

const ONE_TOOL = [{ name: "execute_sql_orders_rw", title: "Execute SQL on orders-rw (mysql)" }];

function listed(tools: FakeGatewayOptions["tools"] = ONE_TOOL): unknown {
  return {
    tools: tools.map(({ name, title }) => ({
      name,
      inputSchema: { type: "object" },
      annotations: { title },
    })),
  };
}

/** An MCP server over streamable HTTP with JSON answers and sessions, whose every reply a test may replace. */
export async function fakeGateway(options: FakeGatewayOptions = {}) {
  const calls: ToolCall[] = [];
  let sessionCount = 0;
  let live = "";
  const idOf = new Map(Object.entries(CATALOGUE).map(([id, entry]) => [entry.sql, id as QueryId]));

  const server = createServer(async (request, response) => {
    if (options.token !== undefined && request.headers.authorization !== `Bearer ${options.token}`) {
      return end(response, 401, { error: "Unauthorized" });
    }
    const message: JsonRpc = JSON.parse(await bodyOf(request));
    if (options.intercept?.(message, request, response) === true) {
      return;
    }
    if (message.method === "initialize") {
      sessionCount += 1;
      live = `session-${sessionCount}`;
      response.setHeader("mcp-session-id", live);
      return reply(response, message, INITIALIZED);
    }
    if (request.headers["mcp-session-id"] !== live) {
      return end(response, 404, {
        jsonrpc: "2.0",
        error: { code: -32001, message: "Session not found" },
        id: null,
      });
    }
    if (message.id === undefined) {
      return end(response, 202, null);
    }
    reply(response, message, message.method === "tools/list" ? listed(options.tools) : called(message));
  });

  function called(message: JsonRpc): unknown {
    const call = { tool: message.params?.name ?? "", sql: message.params?.arguments?.sql ?? "" };
    calls.push(call);
    const id = idOf.get(call.sql);
    return options.answer?.(call, id) ?? success((id && MYSQL_ROWS[id]) ?? []);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    host: `127.0.0.1:${port}`,
    calls,
    get sessionCount() {
      return sessionCount;
    },
    /** As after a restart of the gateway: it no longer knows the session. */
    forgetSession: () => {
      live = "";
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function reply(response: ServerResponse, message: JsonRpc, result: unknown): void {
  end(response, 200, { jsonrpc: "2.0", id: message.id, result });
}

export function end(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(body === null ? undefined : JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString() || "{}";
}
