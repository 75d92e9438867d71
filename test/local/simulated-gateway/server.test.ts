import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { CATALOGUE, type QueryId, SNAPSHOT_QUERIES } from "#adapters/mcp-gateway/catalogue.ts";
import { startOfDay } from "#core/model/utc-day.ts";
import { createEstate } from "#lib/local/estate/create-estate.ts";
import { gatewayEngine } from "#lib/local/estate/database-status.ts";
import type { Estate, EstateResource } from "#lib/local/estate/estate.ts";
import { startSimulatedGateway } from "#lib/local/simulated-gateway/server.ts";
import type { SimulatedServer } from "#lib/local/simulated-http/serve.ts";
import { createSimulationState, type SimulationState } from "#lib/local/simulated-http/simulation-state.ts";

const TODAY = "2026-11-20";
const NOW = startOfDay(TODAY) + 7 * 3600;
const TOKEN = "secret-token";

let estate: Estate;
let state: SimulationState;
let server: SimulatedServer;
let client: Client;

beforeAll(async () => {
  estate = createEstate({
    seed: 7,
    firstDay: "2026-10-01",
    lastDay: TODAY,
    monitoringStart: "2026-11-01",
  });
  state = createSimulationState(NOW);
  server = await startSimulatedGateway(estate, state, TOKEN);
  client = await connected(TOKEN);
});
afterAll(async () => {
  await client.close();
  await server.stop();
});
afterEach(() => {
  state.faults.set([]);
  state.nowSeconds = NOW;
});

async function connected(token: string): Promise<Client> {
  const mcp = new Client({ name: "test", version: "1" });
  await mcp.connect(
    new StreamableHTTPClientTransport(new URL(server.url), {
      requestInit: { headers: { authorization: `Bearer ${token}` } },
    }),
  );
  return mcp;
}

function databases(): EstateResource[] {
  return estate.resources.filter(({ gatewaySourceId }) => gatewaySourceId !== null);
}

async function run(sourceId: string | null, args: Record<string, unknown>) {
  const params = { name: `execute_sql_${sourceId}`, arguments: args };
  const result = await client.request({ method: "tools/call", params }, CallToolResultSchema);
  const [item] = result.content;
  return { isError: result.isError === true, text: item?.type === "text" ? item.text : "" };
}

async function rowsOf(sourceId: string | null, id: QueryId): Promise<unknown[]> {
  const { text } = await run(sourceId, { sql: CATALOGUE[id].sql });
  return JSON.parse(text).data.statements[0].rows;
}

/** Aurora refuses the functions of the replica's statement. */
async function expectFit(database: EstateResource, id: QueryId): Promise<void> {
  const { isError, text } = await run(database.gatewaySourceId, { sql: CATALOGUE[id].sql });
  const isRefused = database.engine === "aurora-postgresql" && id === "postgres.replica";
  expect(isError).toBe(isRefused);
  if (isRefused) {
    expect(JSON.parse(text)).toMatchObject({ success: false, code: "EXECUTION_ERROR" });
    return;
  }
  for (const row of JSON.parse(text).data.statements[0].rows) {
    expect(CATALOGUE[id].row.safeParse(row).error).toBeUndefined();
  }
}

describe("tools", () => {
  it("lists execute_sql of each of the 62 databases, among other tools", async () => {
    const { tools } = await client.listTools();
    const execute = tools.filter(({ name }) => name.startsWith("execute_sql_"));
    expect(execute.map(({ name }) => name)).toEqual(
      databases().map(({ gatewaySourceId }) => `execute_sql_${gatewaySourceId}`),
    );
    expect(execute).toHaveLength(62);
    expect(tools.length).toBeGreaterThan(62);
  });

  it("answers every statement of the catalogue for every database in the form that the catalogue expects", async () => {
    for (const database of databases()) {
      for (const id of ["probe", ...SNAPSHOT_QUERIES[gatewayEngine(database)]] as const) {
        await expectFit(database, id);
      }
    }
  });

  it("counters grow with the clock, by the metric's rate", async () => {
    const mysql = databases().find(({ engine }) => engine === "mysql");
    const slowQueries = async () => {
      const rows = await rowsOf(mysql?.gatewaySourceId ?? "", "mysql.status");
      const found = rows.find((row) => Object(row).Variable_name === "Slow_queries");
      return Number(Object(found).Value);
    };
    state.nowSeconds = NOW - 3600;
    const before = await slowQueries();
    state.nowSeconds = NOW;
    const rates =
      estate.slots(mysql?.resourceId ?? "", "database.slow_queries_per_second", NOW - 3600, 300, 12)?.avg ??
      [];
    const expected = [...rates].reduce((sum, rate) => sum + rate * 300, 0);
    expect((await slowQueries()) - before).toBeCloseTo(expected, -1);
  });

  it("only a replica has a row of SHOW REPLICA STATUS", async () => {
    expect(await rowsOf("order_api_mysql", "mysql.replica")).toEqual([]);
    expect(await rowsOf("order_api_mysql_replica", "mysql.replica")).toHaveLength(1);
  });

  it.each(["INSERT INTO t VALUES (1)", "SET GLOBAL x = 1"])(
    "refuses %s as READONLY_VIOLATION",
    async (sql) => {
      const { isError, text } = await run("order_api_mysql", { sql });
      expect(isError).toBe(true);
      expect(JSON.parse(text)).toMatchObject({ success: false, code: "READONLY_VIOLATION" });
    },
  );

  it("answers a wrong argument with plain text, an unknown tool with -32602", async () => {
    const { isError, text } = await run("order_api_mysql", { query: "SELECT 1" });
    expect(isError).toBe(true);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    await expect(run("nowhere", { sql: "SELECT 1" })).rejects.toMatchObject({ code: -32_602 });
  });
});

describe("transport", () => {
  it("refuses a wrong token with 401", async () => {
    await expect(connected("wrong")).rejects.toMatchObject({ code: 401 });
  });

  it("is found under /mcp only, and by POST only", async () => {
    const headers = { authorization: `Bearer ${TOKEN}` };
    expect((await fetch(server.url.replace("/mcp", "/"), { method: "POST", headers })).status).toBe(404);
    expect((await fetch(server.url, { headers })).status).toBe(405);
  });
});

describe("faults", () => {
  const strike = (
    kind: "tool_error" | "plain_text_error" | "internal_error" | "truncate_body" | "throttle",
  ) => state.faults.set([{ service: "gateway", action: "order_api_mysql", kind }]);
  const probe = (sourceId: string) => run(sourceId, { sql: CATALOGUE.probe.sql });

  it("strikes one source", async () => {
    strike("tool_error");
    expect(JSON.parse((await probe("order_api_mysql")).text)).toMatchObject({ code: "SOURCE_UNREACHABLE" });
    expect((await probe("menu_api_mysql")).isError).toBe(false);
  });

  it("plain_text_error is no JSON", async () => {
    strike("plain_text_error");
    const { text } = await probe("order_api_mysql");
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  it.each(["internal_error", "truncate_body", "throttle"] as const)("%s fails the call", async (kind) => {
    strike(kind);
    await expect(probe("order_api_mysql")).rejects.toThrow();
  });
});
