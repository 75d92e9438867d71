import { describe, expect, it } from "vitest";
import { failure, MYSQL_ROWS, named, success, text } from "./fake-gateway.ts";
import { startPair, stopPairsAfterEach } from "./gateway-pair.ts";

stopPairsAfterEach();

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
    const { gateway } = await startPair({
      answer: (_call, id) => (id === "mysql.status" ? answer : undefined),
    });
    const snapshot = gateway.snapshot("orders-rw");
    await expect(snapshot).rejects.toMatchObject({ name: "ContractBroken" });
    await expect(snapshot).rejects.toThrow(message);
  });

  it("a row too few or too many where one is expected", async () => {
    for (const rows of [[], [{ version: "8.0.36" }, { version: "8.0.36" }]]) {
      const { gateway } = await startPair({
        answer: (_call, id) => (id === "probe" ? success(rows) : undefined),
      });
      await expect(gateway.snapshot("orders-rw")).rejects.toThrow(
        `query "probe": expected 1 row, got ${rows.length}`,
      );
    }
  });

  it("an engine that is none of the three", async () => {
    const { gateway } = await startPair({ answer: () => success([{ version: "Oracle Database 19c" }]) });
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
    const { gateway } = await startPair({
      answer: (_call, id) => (id === "mysql.status" ? answer : undefined),
    });
    await expect(gateway.snapshot("orders-rw")).rejects.toMatchObject({ name });
  });

  it("a refused log-in is an error also for a statement that may be refused", async () => {
    const { gateway } = await startPair({
      answer: (_call, id) => (id === "mysql.replica" ? failure("Access denied", "AUTH_FAILED") : undefined),
    });
    await expect(gateway.snapshot("orders-rw")).rejects.toMatchObject({ name: "AccessDenied" });
  });
});
