import { once } from "node:events";
import { createServer } from "node:net";
import { afterAll, describe, expect, it } from "vitest";
import { openDatabase } from "#adapters/mysql/connect.ts";
import { connectionSettings } from "#adapters/mysql/connection-settings.ts";
import { inReading } from "#adapters/mysql/transaction.ts";
import { startFaultProxy } from "#lib/local/services/fault-proxy.ts";
import { createServerCertificate } from "#lib/local/services/server-certificate.ts";
import { temporaryDirectory } from "#lib/local/services/temporary-directory.ts";
import { freshDatabase, startTestServer } from "./test-database.ts";

const server = await startTestServer({ tls: true });
afterAll(() => server?.stop());

const limits = { retryPauseMs: 2, connectTimeoutMs: 1_000, queryTimeoutMs: 300 };

describe.skipIf(server === undefined)("a connection", () => {
  it("is encrypted and verified where a CA is given, and refuses a server that it does not vouch for", async () => {
    const url = `${server?.url}?ssl=verify`;
    const verified = openDatabase(
      connectionSettings({ DATABASE_URL: url, DATABASE_CA_FILE: server?.caFile }),
      limits,
    );
    const cipher = await inReading(verified, "asking", (session) =>
      session.arrays("SHOW STATUS LIKE 'Ssl_cipher'"),
    );
    expect(cipher[0]?.[1]).not.toBe("");
    await verified.pool.end();

    const unvouched = openDatabase(connectionSettings({ DATABASE_URL: url }), limits);
    await expect(inReading(unvouched, "asking", (session) => session.arrays("SELECT 1"))).rejects.toThrow(
      /database failed/,
    );
    await unvouched.pool.end();
  });

  it("says that the authority's certificate has expired, and what to renew", async () => {
    const directory = temporaryDirectory("expired-authority");
    const { caFile, certificateFile, keyFile } = await createServerCertificate(directory.path, {
      authorityDays: -1,
    });
    const expired = await startTestServer({
      extraArgs: [`--ssl-ca=${caFile}`, `--ssl-cert=${certificateFile}`, `--ssl-key=${keyFile}`],
    });
    const settings = connectionSettings({
      DATABASE_URL: `${expired?.url}?ssl=verify`,
      DATABASE_CA_FILE: caFile,
    });
    const database = openDatabase(settings, limits);
    await expect(
      inReading(database, "asking", (session) => session.arrays("SELECT 1")),
    ).rejects.toMatchObject({
      name: "EnvironmentInvalid",
      message: expect.stringMatching(
        /^database failed while .*HANDSHAKE_SSL_ERROR.*certificate has expired; renew the CA bundle/,
      ),
    });
    await database.pool.end();
    await expired?.stop();
    directory.remove();
  });

  it("refuses a certificate of the trusted authority that names another host", async () => {
    const directory = temporaryDirectory("other-host");
    const { caFile, certificateFile, keyFile } = await createServerCertificate(directory.path, {
      subjects: "DNS:other.example",
    });
    const other = await startTestServer({
      extraArgs: [`--ssl-ca=${caFile}`, `--ssl-cert=${certificateFile}`, `--ssl-key=${keyFile}`],
    });
    const settings = connectionSettings({
      DATABASE_URL: `${other?.url.replace("127.0.0.1", "localhost")}?ssl=verify`,
      DATABASE_CA_FILE: caFile,
    });
    const database = openDatabase(settings, limits);
    await expect(
      inReading(database, "asking", (session) => session.arrays("SELECT 1")),
    ).rejects.toMatchObject({ name: "EnvironmentInvalid" });
    await database.pool.end();
    await other?.stop();
    directory.remove();
  });

  it("is asked for five times of a server that hangs up, and no sixth", async () => {
    let connections = 0;
    const hangsUp = createServer((socket) => {
      connections += 1;
      socket.destroy();
    }).listen(0, "127.0.0.1");
    await once(hangsUp, "listening");
    const address = hangsUp.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const database = openDatabase(
      connectionSettings({ DATABASE_URL: `mysql://u:p@127.0.0.1:${port}/test` }),
      limits,
    );
    await expect(inReading(database, "asking", (session) => session.arrays("SELECT 1"))).rejects.toThrow();
    await database.pool.end();
    hangsUp.close();
    expect(connections).toBe(5);
  });

  it("has the session settings that every statement relies on", async () => {
    const test = await freshDatabase(server);
    const settings = await inReading(test.database, "asking", (session) =>
      session.arrays("SELECT @@sql_mode, @@time_zone, @@wait_timeout, @@innodb_lock_wait_timeout"),
    );
    expect(settings[0]?.[0]).toContain("STRICT_TRANS_TABLES");
    expect(settings[0]?.slice(1)).toEqual(["+00:00", 60, 10]);
    await test.close();
  });

  it("gives up on a server that is silent, also while a statement is prepared, within its limit", async () => {
    const proxy = await startFaultProxy(server?.port ?? 0);
    const url = new URL(server?.url ?? "");
    url.port = String(proxy.port);
    const database = openDatabase(connectionSettings({ DATABASE_URL: url.href }), limits);
    await inReading(database, "asking", (session) => session.arrays("SELECT 1"));
    await proxy.setMode({ kind: "blackhole" });
    const startedAt = performance.now();
    const silent = inReading(database, "asking", (session) => session.arrays("SELECT 2"));
    await expect(silent).rejects.toMatchObject({ name: "DatabaseUnavailable" });
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    await proxy.setMode({ kind: "pass" });
    await expect(inReading(database, "asking", (session) => session.arrays("SELECT 3"))).resolves.toEqual([
      [3],
    ]);
    await database.pool.end();
    await proxy.stop();
  });

  it("is dropped when its writer became a reader, and the writing goes on once the failover is over", async () => {
    const test = await freshDatabase(server);
    const url = new URL(server?.url ?? "");
    const name = new URL(test.url).pathname;
    await test.sql(`GRANT ALL ON ${name.slice(1)}.* TO pim`);
    url.pathname = name;
    const database = openDatabase(connectionSettings({ DATABASE_URL: url.href }), { retryPauseMs: 200 });
    const { takeLease } = await import("#adapters/mysql/run-lease.ts");
    await test.sql("SET GLOBAL read_only = 1");
    const taken = takeLease(database, "run-1", 60);
    setTimeout(() => test.sql("SET GLOBAL read_only = 0").catch(() => undefined), 250);
    await expect(taken).resolves.toEqual({ epoch: 1, isHeldAlready: false });
    await database.pool.end();
    await test.close();
  });

  it("says that the password is wrong without saying the password", async () => {
    const url = new URL(server?.url ?? "");
    url.password = "hunter2";
    const database = openDatabase(connectionSettings({ DATABASE_URL: url.href }), limits);
    const asked = inReading(database, "asking", (session) => session.arrays("SELECT 1"));
    await expect(asked).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.not.stringContaining("hunter2"),
    });
    await database.pool.end();
  });
});
