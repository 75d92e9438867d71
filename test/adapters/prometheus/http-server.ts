import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** An HTTP server of this test on 127.0.0.1 that keeps what it was asked. */
export async function httpServer(
  respond: (url: URL, response: ServerResponse, request: IncomingMessage) => void,
) {
  const requests: URL[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://server");
    requests.push(url);
    respond(url, response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    requests,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

/** The answer of Prometheus to a range query. */
export function matrix(result: readonly unknown[], extra: Readonly<Record<string, unknown>> = {}): unknown {
  return { status: "success", data: { resultType: "matrix", result }, ...extra };
}

export function vector(result: readonly unknown[]): unknown {
  return { status: "success", data: { resultType: "vector", result } };
}
