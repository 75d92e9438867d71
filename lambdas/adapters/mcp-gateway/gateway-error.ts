import { StreamableHTTPError } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { ErrorCode, McpError } from "@modelcontextprotocol/sdk/types.js";
import type { StageErrorName } from "#contract/error-names.ts";
import { StageError } from "#core/model/stage-error.ts";

const MESSAGE_LENGTH = 160;

/** True where the server no longer knows the session: the MCP specification wants a new one then. */
export function isSessionExpired(error: unknown): boolean {
  return error instanceof StreamableHTTPError && error.code === 404;
}

/** True where the same call may succeed at once: the connection broke, as opposed to time running out. */
export function isConnectionFault(error: unknown): boolean {
  return (error instanceof TypeError && !isTimeout(error)) || error instanceof SyntaxError;
}

/** Any failure of the transport or of the JSON-RPC layer as a {@link StageError} that says which gateway and what to do. */
export function transportError(error: unknown, host: string): StageError {
  if (error instanceof StageError) {
    return error;
  }
  const [name, what] = classify(error);
  return new StageError(name, `The MCP gateway at ${host} ${what}`, { cause: error });
}

function classify(error: unknown): [StageErrorName, string] {
  if (error instanceof StreamableHTTPError) {
    return classifyStatus(error);
  }
  if (error instanceof McpError) {
    return error.code === ErrorCode.RequestTimeout || error.code === ErrorCode.ConnectionClosed
      ? ["SourceUnavailable", "did not answer in time"]
      : ["ContractBroken", `answered with JSON-RPC error ${error.code}: ${firstLine(error.message)}`];
  }
  if (isTimeout(error)) {
    return ["SourceUnavailable", "did not answer in time"];
  }
  if (error instanceof SyntaxError) {
    return ["SourceUnavailable", "cut its answer: it is not whole JSON"];
  }
  if (error instanceof TypeError) {
    return ["SourceUnavailable", `cannot be reached: ${firstLine(causeOf(error))}`];
  }
  return ["ContractBroken", `sent what is not MCP: ${firstLine(String(error))}`];
}

function classifyStatus(error: StreamableHTTPError): [StageErrorName, string] {
  const status = error.code ?? 0;
  if (status === 401) {
    return ["AccessDenied", "refuses the token (401): check the gateway's secret"];
  }
  if (status === 403) {
    return ["AccessDenied", "refuses the request (403): check the token and the host names that it allows"];
  }
  if (status === 408 || status === 429 || status >= 500) {
    return ["SourceUnavailable", `answered ${status}`];
  }
  return status === 404
    ? ["ContractBroken", "has nothing there (404): check the path of its address"]
    : ["ContractBroken", `answered ${status > 0 ? status : firstLine(error.message)}`];
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError");
}

function causeOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message || error.cause.name : error.message;
}

/** The first line of a text from outside, short enough for a message. */
export function firstLine(text: string): string {
  return (text.split("\n", 1)[0] ?? "").replaceAll(/\p{Cc}/gu, " ").slice(0, MESSAGE_LENGTH);
}
