import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import mysql from "mysql2/promise";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startContainerDatabase } from "#lib/local/services/container-database.ts";
import { firstAnswer } from "#lib/local/services/probe.ts";
import { runCommand } from "#lib/local/services/run-command.ts";
import { type TemporaryDirectory, temporaryDirectory } from "#lib/local/services/temporary-directory.ts";

/** Stands for docker: writes down what it was asked, "runs" a server that greets on the published port, and ends it on "rm". */
const ENGINE = `#!/bin/sh
cd "$(dirname "$0")"
echo "$@" >> asked
case "$1" in
  run)
    echo "$MARIADB_USER $MARIADB_DATABASE \${#MARIADB_PASSWORD}" > environment
    port=$(echo "$@" | sed 's/.*127.0.0.1:\\([0-9]*\\):3306.*/\\1/')
    node -e "require('net').createServer((c) => c.end('hello')).listen($port, '127.0.0.1')" > /dev/null 2>&1 &
    echo $! > pid ;;
  rm) kill "$(cat pid)" ;;
esac`;

describe("MariaDB in a container", () => {
  let engine: TemporaryDirectory;
  const read = (name: string): string => readFileSync(join(engine.path, name), "utf8");

  beforeEach(() => {
    engine = temporaryDirectory("engine-test");
    writeFileSync(join(engine.path, "docker"), ENGINE);
    chmodSync(join(engine.path, "docker"), 0o755);
    vi.stubEnv("PATH", [engine.path, dirname(process.execPath), process.env.PATH].join(delimiter));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    engine.remove();
  });

  it("is published on 127.0.0.1 only, gets its password through the environment only, and is removed at the end", async () => {
    const database = await startContainerDatabase();
    const { password, port, username, pathname } = new URL(database.url);
    expect(read("environment")).toBe(`${username} ${pathname.slice(1)} ${password.length}\n`);
    expect(read("asked")).toContain(`--publish=127.0.0.1:${port}:3306`);
    expect(read("asked")).not.toContain(password);
    await database.stop();
    expect(read("asked")).toMatch(/\nrm --force pim-mariadb-\d+-\d+\n$/);
    await expect.poll(() => firstAnswer(Number(port)).catch(String)).toContain("ECONNREFUSED");
  });
});

const engines = await Promise.all(
  ["docker", "podman"].map((name) => runCommand(name, ["info"], { timeoutMs: 10_000 })),
);
const hasEngine = engines.some(({ exitCode }) => exitCode === 0);
if (!hasEngine) {
  process.stderr.write(
    "SKIPPED, no engine of docker or podman on this machine: MariaDB in a real container\n",
  );
}

describe.skipIf(!hasEngine)("MariaDB in a real container", () => {
  it("answers", { timeout: 300_000 }, async () => {
    const database = await startContainerDatabase();
    const connection = await mysql.createConnection(database.url);
    expect((await connection.query("SELECT 1 AS one"))[0]).toEqual([{ one: 1 }]);
    await connection.end();
    await database.stop();
  });
});
