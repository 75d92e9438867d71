import { inspect } from "node:util";
import { type Connection, createConnection } from "mysql2/promise";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { excessGrants } from "#adapters/mysql/check-user.ts";
import { openDatabase } from "#adapters/mysql/connect.ts";
import { type ConnectionSettings, connectionSettings } from "#adapters/mysql/connection-settings.ts";
import { databaseUsers } from "#adapters/mysql/database-users.ts";
import { KNOWN_SCHEMA } from "#adapters/mysql/known-schema.ts";
import { roleRights } from "#adapters/mysql/role-rights.ts";
import { type DatabaseLogin, type DatabaseUsers, USER_ROLES } from "#core/ports/database-users.ts";
import { DDL, freshDatabase, startTestServer, type TestDatabase } from "./test-database.ts";

const server = await startTestServer({ isOwn: true });
afterAll(() => server?.stop());

const LOGINS = {
  writer: { username: "infra_writer", password: 'it\'s \\ a "secret"; --' },
  pruner: { username: "infra_pruner", password: "pruner-5d1c" },
  reader: { username: "infra_grafana", password: "grafana-90fe" },
} as const satisfies Record<string, DatabaseLogin>;

let test: TestDatabase;
let settings: ConnectionSettings;
let users: DatabaseUsers;

beforeEach(async () => {
  if (server === undefined) return;
  test = await freshDatabase(server);
  settings = connectionSettings({ DATABASE_URL: test.url });
  users = databaseUsers(test.database, settings, DDL);
});
afterEach(async () => {
  if (server === undefined) return;
  for (const { username } of Object.values(LOGINS)) await test.sql(`DROP USER IF EXISTS '${username}'`);
  await test.close();
});

const connect = ({ username, password }: DatabaseLogin): Promise<Connection> =>
  createConnection({
    host: settings.host,
    port: settings.port,
    database: settings.database,
    user: username,
    password,
  });

async function tried(login: DatabaseLogin, statement: string): Promise<string> {
  const connection = await connect(login);
  try {
    await connection.query(statement);
    return "done";
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  } finally {
    await connection.end();
  }
}

describe("the rights of a role", () => {
  it("follow the tables and views of the schema's file", () => {
    const rights = roleRights(DDL);
    expect(rights.writer.objects).toEqual(Object.keys(KNOWN_SCHEMA.tables));
    expect(rights.reader.objects).toContain("infra_v_health_day");
    expect(rights.reader.objects.every((view) => view.startsWith("infra_v_"))).toBe(true);
    expect(rights.pruner.objects).not.toContain("infra_run_lease");
  });

  it("are measured against what the server says of a user", () => {
    const { reader } = roleRights("CREATE OR REPLACE VIEW infra_v_run AS SELECT 1");
    const grants = [
      "GRANT USAGE ON *.* TO `u`@`%` IDENTIFIED BY PASSWORD '*0'",
      "GRANT SELECT ON `test`.`infra_v_run` TO `u`@`%`",
    ];
    expect(excessGrants(grants, "test", reader)).toEqual([]);
    expect(excessGrants(["GRANT SELECT ON `other`.`infra_v_run` TO `u`@`%`"], "test", reader)).toEqual([
      "SELECT on other.infra_v_run",
    ]);
    expect(excessGrants(["GRANT SELECT, DROP ON `test`.* TO `u`@`%`"], "test", reader)).toEqual([
      "SELECT, DROP on test.*",
    ]);
    expect(excessGrants(["GRANT `dba` TO `u`@`%`"], "test", reader)).toEqual(["a role of the server's"]);
  });
});

describe.skipIf(server === undefined)("users that the migration makes", () => {
  it("have the rights of their role and no other, also when they are made twice", async () => {
    for (const role of USER_ROLES) {
      await users.create(role, LOGINS[role]);
      await users.create(role, LOGINS[role]);
      await expect(users.check(role, LOGINS[role])).resolves.toEqual({ missing: [], excess: [] });
    }
  });

  it("writer: reads and writes our tables, defines nothing, and does not see those of others", async () => {
    await test.sql("CREATE TABLE sales_forecast (id INT PRIMARY KEY)");
    await users.create("writer", LOGINS.writer);
    const answer = (statement: string) => tried(LOGINS.writer, statement);
    expect(await answer("UPDATE infra_run_lease SET epoch = 1")).toBe("done");
    for (const statement of [
      "CREATE TABLE infra_x (id INT)",
      "DROP TABLE infra_metric_daily",
      "ALTER TABLE infra_metric_daily ADD COLUMN x INT",
      "CREATE VIEW infra_v_x AS SELECT 1",
      "SELECT * FROM sales_forecast",
    ])
      expect(await answer(statement)).toMatch(/ER_TABLEACCESS_DENIED_ERROR|ER_DBACCESS_DENIED_ERROR/);
    expect(await answer("CREATE USER infra_x")).toBe("ER_SPECIFIC_ACCESS_DENIED_ERROR");
  });

  it("pruner: deletes what ages, and writes nothing", async () => {
    await users.create("pruner", LOGINS.pruner);
    expect(await tried(LOGINS.pruner, "DELETE FROM infra_metric_daily")).toBe("done");
    expect(await tried(LOGINS.pruner, "DELETE FROM infra_run_lease")).toBe("ER_TABLEACCESS_DENIED_ERROR");
    expect(await tried(LOGINS.pruner, "UPDATE infra_metric_daily SET unit = ''")).toBe(
      "ER_TABLEACCESS_DENIED_ERROR",
    );
  });

  it("reader: sees every view, no table of ours, the lease least of all, and none of others", async () => {
    await test.sql("CREATE TABLE sales_forecast (id INT PRIMARY KEY)");
    await users.create("reader", LOGINS.reader);
    for (const view of roleRights(DDL).reader.objects)
      expect(await tried(LOGINS.reader, `SELECT * FROM ${view} LIMIT 1`)).toBe("done");
    for (const table of [...Object.keys(KNOWN_SCHEMA.tables), "sales_forecast"])
      expect(await tried(LOGINS.reader, `SELECT 1 FROM ${table}`)).toBe("ER_TABLEACCESS_DENIED_ERROR");
  });

  it("reader: holds five connections, and no sixth", async () => {
    await users.create("reader", LOGINS.reader);
    const open = await Promise.all(Array.from({ length: 5 }, () => connect(LOGINS.reader)));
    await expect(connect(LOGINS.reader)).rejects.toMatchObject({ errno: 1226 });
    await Promise.all(open.map((connection) => connection.end()));
  });

  it("get the password of their secret when it changed", async () => {
    await users.create("writer", LOGINS.writer);
    const rotated = { ...LOGINS.writer, password: "rotated-77ab" };
    await users.create("writer", rotated);
    expect(await tried(rotated, "SELECT 1")).toBe("done");
    await expect(connect(LOGINS.writer)).rejects.toMatchObject({ code: "ER_ACCESS_DENIED_ERROR" });
  });

  it("are ours by name: another project's user is never touched, nor its tables", async () => {
    await test.sql("CREATE USER IF NOT EXISTS other_app IDENTIFIED BY 'other'");
    const of = async () => [
      await test.sql("SHOW CREATE USER other_app"),
      await test.sql("SHOW GRANTS FOR other_app"),
      await test.sql("SHOW CREATE USER root@localhost").catch(() => null),
    ];
    const before = JSON.stringify(await of());
    for (const username of ["other_app", "root", "infra_x'@'%' --"])
      await expect(users.create("writer", { username, password: "x" })).rejects.toMatchObject({
        name: "EnvironmentInvalid",
      });
    for (const role of USER_ROLES) await users.create(role, LOGINS[role]);
    expect(JSON.stringify(await of())).toBe(before);
  });
});

describe.skipIf(server === undefined)("a password", () => {
  it("stands in no statement that the server logs", async () => {
    await test.sql("SET GLOBAL log_output = 'TABLE'");
    await test.sql("SET GLOBAL general_log = 1");
    for (const role of USER_ROLES) await users.create(role, LOGINS[role]);
    await test.sql("SET GLOBAL general_log = 0");
    const logged = JSON.stringify(
      await test.sql("SELECT CONVERT(argument USING utf8mb4) AS text FROM mysql.general_log"),
    );
    expect(logged).toContain("infra_grafana");
    for (const { password } of Object.values(LOGINS)) expect(logged).not.toContain(password.slice(0, 9));
  });

  it("stands in no error, however deep one looks", async () => {
    await test.sql("CREATE USER IF NOT EXISTS infra_migrator IDENTIFIED BY 'm'");
    await test.sql(`GRANT SELECT ON ${settings.database}.* TO infra_migrator`);
    const weak = openDatabase({ ...settings, user: "infra_migrator", password: "m" });
    const refused = databaseUsers(weak, settings, DDL).create("reader", LOGINS.reader);
    const error = await refused.catch((reason: unknown) => reason);
    await weak.pool.end();
    expect(error).toMatchObject({ name: "AccessDenied", message: expect.stringContaining("CREATE USER") });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(
      /grafana-90fe|IDENTIFIED|\*[0-9A-F]{40}/,
    );
  });
});

describe.skipIf(server === undefined)("users that the team manages", () => {
  it("are told what they lack and what they may do besides", async () => {
    const { username, password } = LOGINS.reader;
    await test.sql(`CREATE USER '${username}' IDENTIFIED BY '${password}'`);
    await test.sql(`GRANT SELECT ON ${settings.database}.infra_run_lease TO '${username}'`);
    const { missing, excess } = await users.check("reader", LOGINS.reader);
    expect(missing).toContain("SELECT on infra_v_health_day");
    expect(excess).toEqual([`SELECT on ${settings.database}.infra_run_lease`]);
  });

  it("that cannot log in are refused by name, without the password", async () => {
    const refused = users.check("reader", LOGINS.reader);
    await expect(refused).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(refused).rejects.not.toThrow(LOGINS.reader.password);
  });
});
