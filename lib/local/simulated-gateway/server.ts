import { SUPPORTED_PROTOCOL_VERSIONS } from "@modelcontextprotocol/sdk/types.js";
import * as z from "zod";
import type { Estate, EstateResource } from "#lib/local/estate/estate.ts";
import type { Fault } from "#lib/local/simulated-http/fault-book.ts";
import { jsonReply, type Reply } from "#lib/local/simulated-http/reply.ts";
import type { SimulatedRequest } from "#lib/local/simulated-http/request.ts";
import { type Answering, type SimulatedServer, serve } from "#lib/local/simulated-http/serve.ts";
import type { SimulationState } from "#lib/local/simulated-http/simulation-state.ts";
import { RPC_ERROR, RpcRequest, rpcError, rpcResult } from "./json-rpc.ts";
import { runSql } from "./run-sql.ts";
import { createStatusNow, type StatusNow } from "./status-now.ts";
import { plainTextError, refusedResult, type ToolResult } from "./tool-result.ts";
import { executeToolName, type ToolDescription, toolsOf } from "./tools.ts";

const PATH = "/mcp";
const OLDEST_SPOKEN_VERSION = "2025-03-26";

const Initialize = z.object({ protocolVersion: z.string() });
const ToolCall = z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()).default({}) });
const SqlArguments = z.object({ sql: z.string().min(1) });

interface Gateway {
  readonly statusOf: StatusNow;
  readonly state: SimulationState;
  /** Databases by the name of the tool that asks them. */
  readonly databases: ReadonlyMap<string, EstateResource>;
  readonly tools: readonly ToolDescription[];
}

/**
 * An MCP server over streamable HTTP, stateless, under `/mcp`, that names tools and shapes answers as dbhub 1.4 does and knows the
 * catalogue's statements for every database of the estate that has a source.
 *
 * It answers JSON-RPC itself: the SDK's server would cost a millisecond and a half more of each of the 24,000 calls of a simulated
 * day. Fault actions are the methods, such as `tools/list`; of `tools/call`, the source ids.
 *
 * @param token the bearer token without which it answers 401
 */
export async function startSimulatedGateway(
  estate: Estate,
  state: SimulationState,
  token: string,
): Promise<SimulatedServer> {
  const databases = estate.resources.filter(({ gatewaySourceId }) => gatewaySourceId !== null);
  const gateway = {
    statusOf: createStatusNow(estate, state),
    state,
    databases: new Map(
      databases.map((database) => [executeToolName(database.gatewaySourceId ?? ""), database]),
    ),
    tools: databases.flatMap((database) => toolsOf(database.gatewaySourceId ?? "", database)),
  };
  const server = await serve(state, answering(gateway, token));
  return { url: `${server.url}${PATH}`, stop: server.stop };
}

function answering(gateway: Gateway, token: string): Answering {
  return (request) => {
    const refusal = transportRefusal(request, token);
    if (refusal !== null) {
      return { reply: refusal, fault: null };
    }
    const message = RpcRequest.safeParse(JSON.parse(request.body.toString()));
    if (!message.success) {
      return { reply: jsonReply(400, { error: "not a JSON-RPC request" }), fault: null };
    }
    const target = { service: "gateway", action: actionOf(gateway, message.data) };
    gateway.state.countCall(target);
    const fault = gateway.state.faults.strike(target);
    return { reply: refusalBy(fault, message.data) ?? answerRpc(gateway, message.data, fault), fault };
  };
}

function transportRefusal(request: SimulatedRequest, token: string): Reply | null {
  if (request.url.pathname !== PATH) {
    return jsonReply(404, { error: "Not found" });
  }
  if (request.headers.authorization !== `Bearer ${token}`) {
    const reply = jsonReply(401, { error: "Unauthorized" });
    return { ...reply, headers: { ...reply.headers, "www-authenticate": "Bearer" } };
  }
  // Stateless: there is no stream to open and no session to end.
  return request.method === "POST" ? null : jsonReply(405, { error: "Method not allowed" });
}

function actionOf(gateway: Gateway, message: RpcRequest): string {
  const call = ToolCall.safeParse(message.params);
  return message.method === "tools/call" && call.success
    ? (gateway.databases.get(call.data.name)?.gatewaySourceId ?? call.data.name)
    : message.method;
}

function answerRpc(gateway: Gateway, message: RpcRequest, fault: Fault | null): Reply {
  if (message.id === undefined) {
    return { status: 202, headers: {}, body: "" };
  }
  switch (message.method) {
    case "initialize":
      return rpcResult(message, {
        protocolVersion: spokenVersion(message.params),
        capabilities: { tools: {} },
        serverInfo: { name: "simulated-dbhub", version: "1.4.0" },
      });
    case "ping":
      return rpcResult(message, {});
    case "tools/list":
      return rpcResult(message, { tools: gateway.tools });
    case "tools/call":
      return callTool(gateway, message, fault);
    default:
      return rpcError(message, RPC_ERROR.methodNotFound, "Method not found");
  }
}

function spokenVersion(params: unknown): string {
  const asked = Initialize.safeParse(params);
  return asked.success && SUPPORTED_PROTOCOL_VERSIONS.includes(asked.data.protocolVersion)
    ? asked.data.protocolVersion
    : OLDEST_SPOKEN_VERSION;
}

function callTool(gateway: Gateway, message: RpcRequest, fault: Fault | null): Reply {
  const call = ToolCall.safeParse(message.params);
  const database = call.success ? gateway.databases.get(call.data.name) : undefined;
  if (!call.success || database === undefined) {
    const name = call.success ? call.data.name : "?";
    return rpcError(message, RPC_ERROR.invalidParams, `MCP error -32602: Tool ${name} not found`);
  }
  return rpcResult(message, toolResult(gateway, database, call.data.arguments, fault));
}

function toolResult(
  gateway: Gateway,
  database: EstateResource,
  given: Readonly<Record<string, unknown>>,
  fault: Fault | null,
): ToolResult {
  const parsed = SqlArguments.safeParse(given);
  if (fault?.kind === "plain_text_error" || !parsed.success) {
    return plainTextError("MCP error -32602: Input validation error: sql is required");
  }
  if (fault?.kind === "tool_error") {
    return refusedResult("SOURCE_UNREACHABLE", "connect ETIMEDOUT");
  }
  const status = gateway.statusOf(database);
  return status === null
    ? refusedResult("SOURCE_UNREACHABLE", "connect ECONNREFUSED")
    : runSql({ sourceId: database.gatewaySourceId ?? "", database, status }, parsed.data.sql);
}

function refusalBy(fault: Fault | null, message: RpcRequest): Reply | null {
  switch (fault?.kind) {
    case "throttle":
      return jsonReply(429, { error: "Too many requests" });
    case "deny":
      return jsonReply(401, { error: "Unauthorized" });
    case "internal_error":
      return rpcError(message, RPC_ERROR.internal, "Internal error");
    case "html":
      return {
        status: 200,
        headers: { "content-type": "text/html" },
        body: "<html><body>Sign in</body></html>",
      };
    default:
      return null;
  }
}
