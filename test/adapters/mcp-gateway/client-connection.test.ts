import type { ServerResponse } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { mcpDatabaseGateway } from "#adapters/mcp-gateway/client.ts";
import { end, type FakeGatewayOptions, fakeGateway } from "./fake-gateway.ts";
import { CANARY, startPair, stopPairsAfterEach } from "./gateway-pair.ts";

stopPairsAfterEach();

/** Replaces the answer to tool calls by raw HTTP. */
function onToolCall(respond: (response: ServerResponse, count: number) => void): FakeGatewayOptions {
  let count = 0;
  return {
    intercept: (message, _request, response) => {
      if (message.method !== "tools/call") {
        return false;
      }
      count += 1;
      respond(response, count);
      return true;
    },
  };
}

describe("the connection", () => {
  it("is opened again once when the gateway forgot the session, also if many calls find out together", async () => {
    const { gateway, server } = await startPair();
    await gateway.snapshot("orders-rw");
    server.forgetSession();
    await Promise.all([1, 2, 3, 4].map(() => gateway.snapshot("orders-rw")));
    expect(server.sessionCount).toBe(2);
  });

  it("is not opened for ever when every session is forgotten", async () => {
    const { gateway, server } = await startPair(
      onToolCall((response) => end(response, 404, { error: "Session not found" })),
    );
    await expect(gateway.snapshot("orders-rw")).rejects.toMatchObject({ name: "ContractBroken" });
    expect(server.sessionCount).toBe(2);
  });

  it("refused for its token is AccessDenied, and the token is nowhere in the error", async () => {
    const { gateway } = await startPair({ token: "another" });
    const error = await gateway.sources().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: "AccessDenied" });
    expect(String(error)).not.toContain(CANARY);
  });

  it("with a JSON-RPC error is ContractBroken with its code", async () => {
    const { gateway } = await startPair({
      intercept: (message, _request, response) => {
        if (message.method === "tools/call") {
          end(response, 200, {
            jsonrpc: "2.0",
            id: message.id,
            error: { code: -32602, message: "Tool not found" },
          });
        }
        return message.method === "tools/call";
      },
    });
    await expect(gateway.snapshot("orders-rw")).rejects.toThrow(/JSON-RPC error -32602/);
  });

  it("that nobody listens on is SourceUnavailable", async () => {
    const { gateway, server } = await startPair();
    await server.stop();
    await expect(gateway.sources()).rejects.toMatchObject({ name: "SourceUnavailable" });
  });

  it("that is silent ends within its time-out, silence at connecting included", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const gateway = mcpDatabaseGateway({
      url: `http://127.0.0.1:${port}/mcp`,
      token: null,
      now: () => 0,
      timeoutMs: 300,
    });
    const startedAt = performance.now();
    await expect(gateway.sources()).rejects.toMatchObject({ name: "SourceUnavailable" });
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    server.close();
  });

  it("that sends a byte now and then ends by the total deadline", async () => {
    const { gateway } = await startPair(
      onToolCall((response) => {
        response.writeHead(200, { "content-type": "application/json" });
        const drip = setInterval(() => response.write(" "), 50);
        response.on("close", () => clearInterval(drip));
      }),
    );
    const startedAt = performance.now();
    await expect(gateway.snapshot("orders-rw")).rejects.toMatchObject({ name: "SourceUnavailable" });
    expect(performance.now() - startedAt).toBeLessThan(1_500);
  });

  it("whose event stream ends half-way is SourceUnavailable", async () => {
    const { gateway } = await startPair(
      onToolCall((response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.end('event: message\ndata: {"jsonrpc":"2.0",');
      }),
    );
    await expect(gateway.snapshot("orders-rw")).rejects.toMatchObject({ name: "SourceUnavailable" });
  });

  it("that is reset is tried once more", async () => {
    const { gateway, server } = await startPair(onToolCall((response) => response.destroy()));
    await expect(gateway.snapshot("orders-rw")).rejects.toMatchObject({ name: "SourceUnavailable" });
    expect(gateway.callCount).toBe(3);
    expect(server.sessionCount).toBe(1);
  });

  it.each([429, 503])("that answers %i is SourceUnavailable", async (status) => {
    const { gateway } = await startPair(onToolCall((response) => end(response, status, {})));
    await expect(gateway.snapshot("orders-rw")).rejects.toMatchObject({ name: "SourceUnavailable" });
  });

  it("with an answer without end is cut at the size limit", async () => {
    const { gateway } = await startPair(
      onToolCall((response) => {
        response.writeHead(200, { "content-type": "application/json" });
        const flood = setInterval(() => response.write("x".repeat(10_000)), 1);
        response.on("close", () => clearInterval(flood));
      }),
      { maxBytes: 50_000, timeoutMs: 5_000 },
    );
    await expect(gateway.snapshot("orders-rw")).rejects.toThrow(/more than 50000 bytes/);
  });

  it("with an answer that is long once unpacked is cut at the size limit", async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000, " "));
    const { gateway } = await startPair(
      onToolCall((response) => {
        response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
        response.end(bomb);
      }),
      { timeoutMs: 5_000 },
    );
    expect(bomb.length).toBeLessThan(1_000_000);
    await expect(gateway.snapshot("orders-rw")).rejects.toThrow(/more than 1000000 bytes/);
  });

  it("whose pages of tools go in a circle is ContractBroken, at the first that comes again", async () => {
    const cursors = ["a", "b", "a"];
    let asked = 0;
    const { gateway } = await startPair({
      intercept: (message, _request, response) => {
        if (message.method !== "tools/list") return false;
        const result = { tools: [], nextCursor: cursors[asked % cursors.length] };
        asked += 1;
        end(response, 200, { jsonrpc: "2.0", id: message.id, result });
        return true;
      },
    });
    await expect(gateway.sources()).rejects.toMatchObject({ name: "ContractBroken" });
    expect(asked).toBe(3);
  });

  it("that redirects is refused without a request to the target", async () => {
    let targetCount = 0;
    const target = await fakeGateway({
      intercept: () => {
        targetCount += 1;
        return false;
      },
    });
    const { gateway } = await startPair(
      onToolCall((response) => {
        response.writeHead(307, { location: target.url });
        response.end();
      }),
    );
    await expect(gateway.snapshot("orders-rw")).rejects.toThrow(`redirect to ${target.host}`);
    expect(targetCount).toBe(0);
    await target.stop();
  });

  it.each(["http://user:pw@gateway/mcp", "ftp://gateway/mcp", "gateway", ""])("is not tried at %s", (url) => {
    expect(() => mcpDatabaseGateway({ url, token: null, now: () => 0 })).toThrow(
      /^The MCP gateway's address must be/,
    );
  });
});
