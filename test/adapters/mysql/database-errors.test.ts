import { describe, expect, it } from "vitest";
import { classifyDatabaseError, databaseError } from "#adapters/mysql/database-errors.ts";

const failure = (errno: number, code = "", message = "text") =>
  Object.assign(new Error(message), { errno, code });

describe("classifyDatabaseError", () => {
  it.each([
    [1213, "DatabaseUnavailable", true],
    [1205, "DatabaseUnavailable", true],
    [1290, "DatabaseUnavailable", true],
    [1792, "DatabaseUnavailable", true],
    [1836, "DatabaseUnavailable", true],
    [1036, "DatabaseUnavailable", true],
    [1040, "DatabaseUnavailable", true],
    [1226, "DatabaseUnavailable", true],
    [2006, "DatabaseUnavailable", true],
    [2013, "DatabaseUnavailable", true],
    [1045, "AccessDenied", false],
    [1142, "AccessDenied", false],
    [1146, "SchemaUnknown", false],
    [1054, "SchemaUnknown", false],
    [1062, "DatabaseRefused", false],
    [1114, "DatabaseRefused", false],
    [1264, "DatabaseRefused", false],
  ])("server error %i is %s, retryable: %s", (errno, name, isRetryable) => {
    expect(classifyDatabaseError(failure(errno))).toMatchObject({ name, isRetryable });
  });

  it.each(["ECONNRESET", "ECONNREFUSED", "ETIMEDOUT", "PROTOCOL_CONNECTION_LOST"])(
    "%s may be tried again",
    (code) => {
      expect(classifyDatabaseError(failure(-104, code))).toEqual({
        name: "DatabaseUnavailable",
        isRetryable: true,
        isConnectionDead: true,
      });
    },
  );

  it("never uses a connection again that a failover made read-only", () => {
    expect(classifyDatabaseError(failure(1290)).isConnectionDead).toBe(true);
    expect(classifyDatabaseError(failure(1213)).isConnectionDead).toBe(false);
  });
});

describe("databaseError", () => {
  it("leaves the server's text out where it could hold a value", () => {
    const error = databaseError(
      failure(1062, "ER_DUP_ENTRY", "Duplicate entry 'hunter2'"),
      "writing scores of 2026-11-20",
    );
    expect(error.message).toBe("database failed while writing scores of 2026-11-20 (ER_DUP_ENTRY 1062)");
  });

  it("keeps it where it names what is missing", () => {
    const error = databaseError(
      failure(1146, "ER_NO_SUCH_TABLE", "Table 'test.infra_x' doesn't exist"),
      "reading",
    );
    expect(error.message).toContain("infra_x");
  });

  it("says where to look for who holds a lock", () => {
    const error = databaseError(failure(1205, "ER_LOCK_WAIT_TIMEOUT"), "writing health of 2026-11-20");
    expect(error.message).toMatch(/another session holds locks .* SHOW FULL PROCESSLIST, .* KILL$/);
  });
});
