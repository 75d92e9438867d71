import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { type RunningDbhub, startDbhub } from "#lib/local/services/dbhub.ts";
import { freePort } from "#lib/local/services/free-port.ts";
import { isAlive } from "#lib/local/services/is-alive.ts";
import { startMariaDB } from "#lib/local/services/mariadb.ts";
import { type RunningPostgres, startPostgres } from "#lib/local/services/postgres.ts";
import type { RunningMariaDB } from "#lib/local/services/running-database.ts";
import { missing } from "./missing-program.ts";
import { ownTemporaryFolder } from "./own-temporary-folder.ts";

const TOKEN = "canary-token";
const reason = await missing("dbhub, MariaDB or PostgreSQL", async () => {
  const stopped = [await startMariaDB(), await startPostgres()];
  await Promise.all(stopped.map((server) => server.stop()));
  await (
    await startDbhub({ sources: [{ id: "none", dsn: "mysql://a:b@127.0.0.1:1/c" }], token: TOKEN })
  ).stop();
});

const Reply = z.object({
  content: z.array(z.object({ type: z.literal("text"), text: z.string() })),
  isError: z.boolean().optional(),
});

async function connect(dbhub: RunningDbhub, token: string): Promise<Client> {
  const client = new Client({ name: "test", version: "1" });
  const requestInit = { headers: { Authorization: `Bearer ${token}` } };
  const transport: Transport = new StreamableHTTPClientTransport(new URL(dbhub.url), { requestInit });
  await client.connect(transport);
  return client;
}

async function execute(
  client: Client,
  name: string,
  sql: string,
): Promise<{ isError: boolean; body: unknown }> {
  const { content, isError } = Reply.parse(await client.callTool({ name, arguments: { sql } }));
  return { isError: isError ?? false, body: JSON.parse(content.map(({ text }) => text).join("")) };
}

describe.skipIf(reason)("dbhub before MariaDB, PostgreSQL and a dead database", () => {
  const folder = ownTemporaryFolder();
  let mariadb: RunningMariaDB;
  let postgres: RunningPostgres;
  let dbhub: RunningDbhub;
  let client: Client;

  beforeAll(async () => {
    [mariadb, postgres] = await Promise.all([startMariaDB(), startPostgres()]);
    dbhub = await startDbhub({
      sources: [
        { id: "orders_mysql", dsn: mariadb.url },
        { id: "orders_mariadb", dsn: mariadb.url.replace(/^mysql:/, "mariadb:") },
        { id: "billing", dsn: postgres.url },
        { id: "dead", dsn: `mysql://a:b@127.0.0.1:${await freePort()}/c` },
      ],
      token: TOKEN,
      maxRowsCount: 3,
      queryTimeoutSeconds: 2,
    });
    client = await connect(dbhub, TOKEN);
  });
  afterAll(async () => {
    await client.close();
    await Promise.all([dbhub, mariadb, postgres].map((server) => server.stop()));
    folder.remove();
  });

  it("offers one tool per database", async () => {
    const { tools } = await client.listTools();
    const ids = ["billing", "dead", "orders_mariadb", "orders_mysql"];
    expect(tools.map(({ name }) => name).toSorted()).toEqual(ids.map((id) => dbhub.toolName(id)));
    expect(dbhub.toolName("billing")).toBe("execute_sql_billing");
  });

  it.each(["orders_mysql", "orders_mariadb", "billing"])(
    "answers a query to %s as rows of one statement",
    async (id) => {
      const sql = "SELECT 1 AS one, 'x' AS word";
      expect(await execute(client, dbhub.toolName(id), sql)).toEqual({
        isError: false,
        body: {
          success: true,
          data: { statements: [{ sql, rows: [{ one: 1, word: "x" }], count: 1 }], source_id: id },
        },
      });
    },
  );

  it.each(["orders_mysql", "billing"])("cuts an answer of %s at the limit and says so", async (id) => {
    const sql =
      "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i FROM n";
    const { body } = await execute(client, dbhub.toolName(id), sql);
    expect(body).toMatchObject({
      data: { statements: [{ rows: [{ i: 1 }, { i: 2 }, { i: 3 }], count: 3, truncated: true }] },
    });
  });

  it.each(["orders_mysql", "billing"])("refuses to write to %s", async (id) => {
    expect(await execute(client, dbhub.toolName(id), "CREATE TABLE t (i INT)")).toMatchObject({
      isError: true,
      body: { success: false, code: "READONLY_VIOLATION" },
    });
  });

  it("reports a database that does not answer in its own calls only", async () => {
    const answer = await execute(client, dbhub.toolName("dead"), "SELECT 1");
    expect(answer).toMatchObject({ isError: true, body: { success: false } });
    expect((await execute(client, dbhub.toolName("billing"), "SELECT 1")).isError).toBe(false);
  });

  it("answers 401 to a wrong token", async () => {
    await expect(connect(dbhub, "wrong")).rejects.toMatchObject({ code: 401 });
  });

  it("leaves no process and no file", async () => {
    await client.close();
    const servers = [dbhub, mariadb, postgres];
    const pids = servers.map(({ pid }) => pid);
    await Promise.all(servers.map((server) => server.stop()));
    expect(pids.filter(isAlive)).toEqual([]);
    expect(folder.leftovers()).toEqual([]);
  });
});

describe.skipIf(reason)("dbhub before a single database", () => {
  it("calls its tool by another name", async () => {
    const mariadb = await startMariaDB();
    const dbhub = await startDbhub({ sources: [{ id: "orders", dsn: mariadb.url }], token: TOKEN });
    const client = await connect(dbhub, TOKEN);
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(["execute_sql"]);
    expect(dbhub.toolName("orders")).toBe("execute_sql");
    await client.close();
    await Promise.all([dbhub.stop(), mariadb.stop()]);
  });
});
