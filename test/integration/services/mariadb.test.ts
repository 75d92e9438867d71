import { readFileSync } from "node:fs";
import mysql from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { provideDatabaseProgram } from "#lib/local/services/database-program.ts";
import { isAlive } from "#lib/local/services/is-alive.ts";
import { startMariaDB } from "#lib/local/services/mariadb.ts";
import type { RunningMariaDB } from "#lib/local/services/running-database.ts";
import { missing } from "./missing-program.ts";
import { ownTemporaryFolder } from "./own-temporary-folder.ts";

const reason = await missing("MariaDB", () => provideDatabaseProgram(undefined, undefined));

async function ask(url: string, sql: string, options: mysql.ConnectionOptions = {}): Promise<unknown> {
  const connection = await mysql.createConnection({ uri: url, ...options });
  try {
    return (await connection.query(sql))[0];
  } finally {
    await connection.end();
  }
}

describe.skipIf(reason)("a throw-away MariaDB", () => {
  const folder = ownTemporaryFolder();
  let database: RunningMariaDB;

  beforeAll(async () => {
    database = await startMariaDB({ tls: true, extraArgs: ["--max-connections=17"] });
  });
  afterAll(async () => {
    await database.stop();
    folder.remove();
  });

  it("gives its user all rights on the database test and nothing else", async () => {
    await ask(database.url, "CREATE TABLE t (id INT PRIMARY KEY)");
    await ask(database.url, "DROP TABLE t");
    await expect(ask(database.url, "CREATE DATABASE other")).rejects.toMatchObject({ errno: 1044 });
  });

  it("lets root do everything, and nobody in without a password", async () => {
    await ask(database.rootUrl, "CREATE DATABASE other");
    const anonymous = new URL(database.rootUrl);
    anonymous.password = "";
    await expect(ask(anonymous.href, "SELECT 1")).rejects.toMatchObject({ errno: 1045 });
    const accounts = await ask(
      database.rootUrl,
      "SELECT User, Host FROM mysql.user WHERE User NOT IN ('mariadb.sys', 'mysql.sys')",
    );
    expect(accounts).toHaveLength(3);
  });

  it("stores text as utf8mb4, runs in UTC, with MySQL 8's SQL modes, and takes further arguments", async () => {
    const sql =
      "SELECT @@character_set_server cs, @@time_zone tz, @@sql_mode modes, @@max_connections n, @@log_bin binlog";
    expect(await ask(database.url, sql)).toEqual([
      {
        cs: "utf8mb4",
        tz: "+00:00",
        modes: expect.stringContaining("ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES"),
        n: 17,
        binlog: 0,
      },
    ]);
  });

  it("listens on 127.0.0.1 only", async () => {
    expect(await ask(database.url, "SELECT @@bind_address address")).toEqual([{ address: "127.0.0.1" }]);
  });

  it("proves itself by a certificate of its own authority, and is refused without it", async () => {
    const ca = readFileSync(database.caFile ?? "");
    const status = await ask(database.url, "SHOW STATUS LIKE 'Ssl_version'", { ssl: { ca } });
    expect(status).toEqual([{ Variable_name: "Ssl_version", Value: expect.stringMatching(/^TLSv1\.[23]$/) }]);
    await expect(ask(database.url, "SELECT 1", { ssl: {} })).rejects.toThrow(/certificate/);
  });

  it("has after SIGKILL and restart what was committed, on the same port with the same password", async () => {
    await ask(database.url, "CREATE TABLE kept (id INT PRIMARY KEY)");
    await ask(database.url, "INSERT INTO kept VALUES (1), (2), (3)");
    const killed = database.pid;
    await database.kill();
    expect(isAlive(killed)).toBe(false);
    await expect(ask(database.url, "SELECT 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await database.restart();
    expect(database.pid).not.toBe(killed);
    expect(await ask(database.url, "SELECT count(*) n FROM kept")).toEqual([{ n: 3 }]);
  });

  it("leaves no process and no file", async () => {
    const { pid } = database;
    await database.stop();
    expect(isAlive(pid)).toBe(false);
    expect(folder.leftovers()).toEqual([]);
  });
});

describe.skipIf(reason)("a throw-away MariaDB that need not be durable", () => {
  it("says so in its settings, and has performance_schema if asked", async () => {
    const database = await startMariaDB({
      durable: false,
      performanceSchema: true,
      bufferPoolBytes: 64 * 1024 * 1024,
    });
    const sql = `SELECT @@innodb_flush_log_at_trx_commit flush_log, @@innodb_doublewrite doublewrite, @@performance_schema ps,
      @@innodb_buffer_pool_size pool`;
    expect(await ask(database.url, sql)).toMatchObject([{ flush_log: 2, ps: 1, pool: 67_108_864 }]);
    await database.stop();
  });

  it("does not start with an argument that the server does not know, and says why", async () => {
    const folder = ownTemporaryFolder();
    await expect(startMariaDB({ extraArgs: ["--no-such-option"] })).rejects.toThrow(
      "unknown option '--no-such-option'",
    );
    expect(folder.leftovers()).toEqual([]);
    folder.remove();
  });
});
