import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { mcpDatabaseGateway } from "#adapters/mcp-gateway/client.ts";
import {
  end,
  type FakeGatewayOptions,
  failure,
  fakeGateway,
  MYSQL_ROWS,
  named,
  success,
  text,
} from "./fake-gateway.ts";

const CANARY = "canary-token-7b1f";
const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(endings.splice(0).map((ending) => ending()));
});

async function start(
  options: FakeGatewayOptions = {},
  limits: { timeoutMs?: number; maxBytes?: number } = {},
) {
  const server = await fakeGateway(options);
  const gateway = mcpDatabaseGateway({
    url: server.url,
    token: CANARY,
    now: () => 0,
    timeoutMs: 400,
    ...limits,
  });
  endings.push(gateway.close, server.stop);
  return { server, gateway };
}

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

const statusRows = MYSQL_ROWS["mysql.status"] ?? [];

describe("an answer that breaks the contract is refused, naming source, query and column:", () => {
  it.each<[string, unknown, RegExp]>([
    [
      "a column missing",
      success(named({ Uptime: "1" })),
      /"orders-rw", query "mysql.status": column "Threads_connected" is missing/,
    ],
    [
      "a column too many",
      success([{ Variable_name: "Uptime", Value: "1", extra: 1 }]),
      /row 0, unexpected column "extra"/,
    ],
    [
      "a number that is none",
      success([...statusRows, { Variable_name: "Uptime", Value: "" }]),
      /column "Uptime": expected a number/,
    ],
    [
      "a negative count",
      success([...statusRows, { Variable_name: "Uptime", Value: "-1" }]),
      /column "Uptime": expected a number that is not negative/,
    ],
    ["a value that is not text", success([{ Variable_name: "Uptime", Value: 1 }]), /row 0, column "Value"/],
    ["rows that were cut", success(statusRows, { truncated: true }), /max_rows/],
    ["a count that is wrong", success(statusRows, { count: 99 }), /8 rows where the gateway counted 99/],
    [
      "text in place of JSON",
      text("Welcome to the gateway"),
      /expected JSON, got the text "Welcome to the gateway"/,
    ],
    [
      "text in place of JSON, as an error",
      text("Input validation error: sql", true),
      /got the text "Input validation error: sql"/,
    ],
    ["JSON of another shape", text('{"rows":[]}'), /column "success"/],
    [
      "two statements",
      text('{"success":true,"data":{"statements":[{"rows":[]},{"rows":[]}]}}'),
      /column "data.statements"/,
    ],
    [
      "a picture",
      { content: [{ type: "image", data: "", mimeType: "image/png" }] },
      /expected one text item/,
    ],
    [
      "a statement that the guard refuses",
      failure("Read-only mode is enabled", "READONLY_VIOLATION"),
      /READONLY_VIOLATION/,
    ],
  ])("%s", async (_what, answer, message) => {
    const { gateway } = await start({ answer: (_call, id) => (id === "mysql.status" ? answer : undefined) });
    const snapshot = gateway.snapshot("orders-rw");
    await expect(snapshot).rejects.toMatchObject({ name: "ContractBroken" });
    await expect(snapshot).rejects.toThrow(message);
  });

  it("a row too few or too many where one is expected", async () => {
    for (const rows of [[], [{ version: "8.0.36" }, { version: "8.0.36" }]]) {
      const { gateway } = await start({
        answer: (_call, id) => (id === "probe" ? success(rows) : undefined),
      });
      await expect(gateway.snapshot("orders-rw")).rejects.toThrow(
        `query "probe": expected 1 row, got ${rows.length}`,
      );
    }
  });

  it("an engine that is none of the three", async () => {
    const { gateway } = await start({ answer: () => success([{ version: "Oracle Database 19c" }]) });
    await expect(gateway.snapshot("orders-rw")).rejects.toThrow(/neither PostgreSQL nor MariaDB nor MySQL/);
  });
});

describe("an error that the gateway reports has the name that fits:", () => {
  it.each([
    ["SourceUnavailable", failure("Source 'a' is unreachable. Verify ...", "SOURCE_UNREACHABLE")],
    [
      "SourceUnavailable",
      failure("(conn:1, no: 1969) Query execution was interrupted (max_statement_time exceeded)"),
    ],
    ["SourceUnavailable", failure("canceling statement due to statement timeout")],
    ["AccessDenied", failure("Authentication failed for source 'a'", "AUTH_FAILED")],
    ["AccessDenied", failure("SHOW command denied to user 'mcp_ro'@'10.0.0.1'")],
    ["ContractBroken", failure("Table 'x' doesn't exist")],
  ])("%s", async (name, answer) => {
    const { gateway } = await start({ answer: (_call, id) => (id === "mysql.status" ? answer : undefined) });
    await expect(gateway.snapshot("orders-rw")).rejects.toMatchObject({ name });
  });

  it("a refused log-in is an error also for a statement that may be refused", async () => {
    const { gateway } = await start({
      answer: (_call, id) => (id === "mysql.replica" ? failure("Access denied", "AUTH_FAILED") : undefined),
    });
    await expect(gateway.snapshot("orders-rw")).rejects.toMatchObject({ name: "AccessDenied" });
  });
});

describe("the connection", () => {
  it("is opened again once when the gateway forgot the session, also if many calls find out together", async () => {
    const { gateway, server } = await start();
    await gateway.snapshot("orders-rw");
    server.forgetSession();
    await Promise.all([1, 2, 3, 4].map(() => gateway.snapshot("orders-rw")));
    expect(server.sessionCount).toBe(2);
  });

  it("is not opened for ever when every session is forgotten", async () => {
    const { gateway, server } = await start(
      onToolCall((response) => end(response, 404, { error: "Session not found" })),
    );
    await expect(gateway.snapshot("orders-rw")).rejects.toMatchObject({ name: "ContractBroken" });
    expect(server.sessionCount).toBe(2);
  });

  it("refused for its token is AccessDenied, and the token is nowhere in the error", async () => {
    const { gateway } = await start({ token: "another" });
    const error = await gateway.sources().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: "AccessDenied" });
    expect(String(error)).not.toContain(CANARY);
  });

  it("with a JSON-RPC error is ContractBroken with its code", async () => {
    const { gateway } = await start({
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
    const { gateway, server } = await start();
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
    const { gateway } = await start(
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
    const { gateway } = await start(
      onToolCall((response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.end('event: message\ndata: {"jsonrpc":"2.0",');
      }),
    );
    await expect(gateway.snapshot("orders-rw")).rejects.toMatchObject({ name: "SourceUnavailable" });
  });

  it("that is reset is tried once more", async () => {
    const { gateway, server } = await start(onToolCall((response) => response.destroy()));
    await expect(gateway.snapshot("orders-rw")).rejects.toMatchObject({ name: "SourceUnavailable" });
    expect(gateway.callCount).toBe(3);
    expect(server.sessionCount).toBe(1);
  });

  it.each([429, 503])("that answers %i is SourceUnavailable", async (status) => {
    const { gateway } = await start(onToolCall((response) => end(response, status, {})));
    await expect(gateway.snapshot("orders-rw")).rejects.toMatchObject({ name: "SourceUnavailable" });
  });

  it("with an answer without end is cut at the size limit", async () => {
    const { gateway } = await start(
      onToolCall((response) => {
        response.writeHead(200, { "content-type": "application/json" });
        const flood = setInterval(() => response.write("x".repeat(10_000)), 1);
        response.on("close", () => clearInterval(flood));
      }),
      { maxBytes: 50_000, timeoutMs: 5_000 },
    );
    await expect(gateway.snapshot("orders-rw")).rejects.toThrow(/more than 50000 bytes/);
  });

  it("that redirects is refused without a request to the target", async () => {
    let targetCount = 0;
    const target = await fakeGateway({
      intercept: () => {
        targetCount += 1;
        return false;
      },
    });
    endings.push(target.stop);
    const { gateway } = await start(
      onToolCall((response) => {
        response.writeHead(307, { location: target.url });
        response.end();
      }),
    );
    await expect(gateway.snapshot("orders-rw")).rejects.toThrow(`redirect to ${target.host}`);
    expect(targetCount).toBe(0);
  });

  it.each(["http://user:pw@gateway/mcp", "ftp://gateway/mcp", "gateway", ""])("is not tried at %s", (url) => {
    expect(() => mcpDatabaseGateway({ url, token: null, now: () => 0 })).toThrow(
      /^The MCP gateway's address must be/,
    );
  });
});
