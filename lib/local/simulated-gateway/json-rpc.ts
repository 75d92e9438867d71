import * as z from "zod";
import { jsonReply, type Reply } from "#lib/local/simulated-http/reply.ts";

/** Error codes of JSON-RPC 2.0. */
export const RPC_ERROR = { methodNotFound: -32_601, invalidParams: -32_602, internal: -32_603 } as const;

export const RpcRequest = z.object({
  jsonrpc: z.literal("2.0"),
  /** Absent in a notification, which gets no answer. */
  id: z.union([z.string(), z.number()]).optional(),
  method: z.string(),
  params: z.unknown().optional(),
});
export type RpcRequest = z.infer<typeof RpcRequest>;

export function rpcResult(request: RpcRequest, result: object): Reply {
  return jsonReply(200, { jsonrpc: "2.0", id: request.id, result });
}

export function rpcError(request: RpcRequest, code: number, message: string): Reply {
  return jsonReply(200, { jsonrpc: "2.0", id: request.id, error: { code, message } });
}
