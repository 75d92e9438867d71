import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { answerControl } from "./control-endpoints.ts";
import type { Fault } from "./fault-book.ts";
import { jsonReply, type Reply } from "./reply.ts";
import type { SimulatedRequest } from "./request.ts";
import type { SimulationState } from "./simulation-state.ts";

/** A reply and what happens to it on its way. */
export interface Answer {
  readonly reply: Reply;
  readonly fault: Fault | null;
}

export type Answering = (request: SimulatedRequest) => Answer | Promise<Answer>;

/** A server on 127.0.0.1. */
export interface SimulatedServer {
  /** Such as `http://127.0.0.1:4711`, without a slash at the end. */
  readonly url: string;
  /** Breaks open connections and resolves when the port is free. */
  readonly stop: () => Promise<void>;
}

/** Twice the largest batch of GetMetricData; an object of the archive stays below it too. */
const MAX_BODY_BYTES = 256 * 1024 * 1024;

const BAD_GATEWAY_PAGE: Reply = {
  status: 500,
  headers: { "content-type": "text/html" },
  body: "<html><body><h1>500 Internal Server Error</h1></body></html>",
};

/** Starts an HTTP server on a free port of 127.0.0.1 that answers the control endpoints itself and the rest by `answering`. */
export async function serve(state: SimulationState, answering: Answering): Promise<SimulatedServer> {
  const server = createServer((incoming, response) => {
    answerOne(incoming, state, answering)
      .catch(
        (error: unknown): Answer => ({
          reply: jsonReply(500, { error: error instanceof Error ? error.stack : String(error) }),
          fault: null,
        }),
      )
      .then((answer) => send(response, answer))
      .catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") {
    throw new Error("the server has no TCP port");
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    async stop() {
      server.close();
      server.closeAllConnections();
      if (server.listening) {
        await once(server, "close");
      }
    },
  };
}

async function answerOne(
  incoming: IncomingMessage,
  state: SimulationState,
  answering: Answering,
): Promise<Answer> {
  const body = await readBody(incoming);
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  const request = {
    method: incoming.method ?? "GET",
    url: new URL(incoming.url ?? "/", "http://127.0.0.1"),
    headers,
    body,
  };
  const controlReply = answerControl(request, state);
  return controlReply === null ? answering(request) : { reply: controlReply, fault: null };
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of incoming) {
    parts.push(part);
    bytes += part.length;
    if (bytes > MAX_BODY_BYTES) {
      throw new Error(`the request is larger than ${MAX_BODY_BYTES} bytes`);
    }
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
}

function send(response: ServerResponse, { reply, fault }: Answer): void {
  switch (fault?.kind) {
    case "hang":
      return;
    case "http_500":
      response.writeHead(BAD_GATEWAY_PAGE.status, BAD_GATEWAY_PAGE.headers).end(BAD_GATEWAY_PAGE.body);
      return;
    case "truncate_body":
      // Without a content-length nothing on the wire says that the other half is missing.
      response.writeHead(reply.status, { ...reply.headers, "transfer-encoding": "chunked" });
      response.end(firstHalf(reply.body));
      return;
    case "reset":
      breakOff(response, reply);
      return;
    default:
      response
        .writeHead(reply.status, {
          "content-length": String(Buffer.byteLength(reply.body)),
          ...reply.headers,
        })
        .end(reply.body);
  }
}

/** Where there is no body to halve, the reply is lost as a whole. */
function breakOff(response: ServerResponse, reply: Reply): void {
  if (reply.body.length === 0) {
    response.destroy();
    return;
  }
  response.writeHead(reply.status, {
    ...reply.headers,
    "content-length": String(Buffer.byteLength(reply.body)),
  });
  response.write(firstHalf(reply.body), () => response.destroy());
}

function firstHalf(body: string | Buffer): Buffer {
  const bytes = Buffer.from(body);
  return bytes.subarray(0, Math.floor(bytes.length / 2));
}
