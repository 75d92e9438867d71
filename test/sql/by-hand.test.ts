import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { type Executable, provideExecutable } from "#lib/local/services/provide-executable.ts";
import { ServiceUnavailable } from "#lib/local/services/service-unavailable.ts";
import { freshDatabase, startTestServer, type TestDatabase } from "../adapters/mysql/test-database.ts";
import { runScript, sqlFile } from "./sql-script.ts";

const server = await startTestServer();
afterAll(() => server?.stop());

const FILES = readdirSync(new URL("../../sql/", import.meta.url)).sort();
const client = await findClient();

/** The client that people use; without one the statements are sent one by one, which is what it does. */
async function findClient(): Promise<Executable | undefined> {
  try {
    return await provideExecutable({
      names: ["mysql", "mariadb"],
      debianPackages: ["mariadb-client-core"],
      origin: undefined,
      onProgress: undefined,
    });
  } catch (error) {
    if (!(error instanceof ServiceUnavailable)) throw error;
    process.stderr.write("no mysql client here: statements are sent by the driver\n");
    return undefined;
  }
}

async function byHand(test: TestDatabase, file: string): Promise<string> {
  if (client === undefined) return JSON.stringify(await runScript(test, file));
  const { hostname, port, username, password, pathname } = new URL(test.url);
  const args = [
    `--host=${hostname}`,
    `--port=${port}`,
    "--protocol=tcp",
    `--user=${username}`,
    "--table",
    pathname.slice(1),
  ];
  const done = spawnSync(client.file, ["--no-defaults", ...args], {
    input: sqlFile(file),
    encoding: "utf8",
    env: { ...process.env, ...client.environment, MYSQL_PWD: password },
  });
  if (done.status !== 0) throw new Error(`${file}: ${done.stderr}`);
  return done.stdout;
}

describe.skipIf(server === undefined)("sql/ by hand", () => {
  it("has the seven files of the specification", () => {
    expect(FILES).toEqual([
      ...["01_schema_discovery.sql", "02_create_analytics_schema.sql", "03_prometheus_redis_metrics.sql"],
      ...[
        "04_cloudwatch_rds_metrics.sql",
        "05_anomaly_scoring.sql",
        "06_health_score_aggregation.sql",
        "07_alert_rules.sql",
      ],
    ]);
  });

  it("runs in an empty database, in order, twice, unmodified, and makes what the code accepts", async () => {
    const test = await freshDatabase(server, { isEmpty: true });
    for (const file of [...FILES, ...FILES]) await byHand(test, file);
    await expect(test.stores.requireKnownSchema()).resolves.toBeUndefined();
    await test.close();
  });

  it("says before and after what is missing", async () => {
    const test = await freshDatabase(server, { isEmpty: true });
    expect(await byHand(test, "01_schema_discovery.sql")).toContain("missing: run sql/02");
    await byHand(test, "02_create_analytics_schema.sql");
    expect(await byHand(test, "01_schema_discovery.sql")).not.toContain("missing");
    await test.close();
  });
});
