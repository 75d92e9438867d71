import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { createConnection } from "mysql2/promise";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { SAMPLER } from "#contract/stages.ts";
import type { FaultRuleInput } from "#lib/local/simulated-http/fault-book.ts";
import { lambdaContext } from "#lib/local/state-machine/lambda-context.ts";
import { handler as takeSample } from "#stages/sample-database/handler.ts";
import { startTestServer } from "../adapters/mysql/test-database.ts";
import type { Dump } from "./dump-tables.ts";
import { type PipelineWorld, startWorld } from "./harness.ts";

const server = await startTestServer();

/** Makes the environment what is given, in place: only the real object knows that TZ is special. */
function become(environment: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
}

let world: PipelineWorld;
beforeAll(async () => {
  if (server !== undefined) world = await startWorld(server);
});
beforeEach(() => (server === undefined ? undefined : world.reset()));
afterAll(async () => {
  await world?.close();
  await server?.stop();
});

describe.skipIf(server === undefined)("a secret of the environment", () => {
  /** Each of them stands for one kind of secret that the pipeline is given. */
  const CANARIES = {
    database: "canary-database-5d1c",
    wrongDatabase: "canary-wrong-password-77ab",
    prometheus: "canary-prometheus-90fe",
    gateway: "canary-gateway-3b2d",
    aws: "canary-aws-secret-key-c41e",
    archive: "canary-archive-8812",
  };

  /** Data objects are gzip, documents for people are not. */
  const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

  async function archiveText(): Promise<string> {
    const entries = await readdir(join(world.archiveFolder, "runs"), {
      recursive: true,
      withFileTypes: true,
    });
    const files = entries.filter((entry) => entry.isFile());
    const texts = files.map(async (file) => {
      const bytes = await readFile(join(file.parentPath, file.name));
      return (bytes.subarray(0, 2).equals(GZIP_MAGIC) ? gunzipSync(bytes) : bytes).toString();
    });
    return (await Promise.all(texts)).join("\n");
  }

  async function userWithCanary(): Promise<string> {
    const admin = await createConnection({ uri: server?.rootUrl ?? "" });
    const url = new URL(world.databaseUrl);
    await admin.query(`CREATE USER 'canary'@'%' IDENTIFIED BY '${CANARIES.database}'`);
    await admin.query(`GRANT ALL PRIVILEGES ON ${url.pathname.slice(1)}.* TO 'canary'@'%'`);
    await admin.end();
    url.username = "canary";
    url.password = CANARIES.database;
    return url.href;
  }

  /** Each source fails in its own way, the gateway with an error of its own words. */
  const EVERYTHING_FAILS: readonly FaultRuleInput[] = [
    { service: "ec2", kind: "deny" },
    { service: "rds", kind: "http_500" },
    { service: "monitoring", kind: "truncate_body" },
    { service: "prometheus", kind: "unprocessable" },
    { service: "gateway", kind: "plain_text_error" },
  ];

  /** Runs and checks with a secret in each place where one may be, right or wrong; answers all that was said. */
  async function saidUnderEachFault(said: string[]): Promise<void> {
    const before = { ...process.env };
    const good = {
      DATABASE_URL: await userWithCanary(),
      AWS_SECRET_ACCESS_KEY: CANARIES.aws,
      MCP_GATEWAY_TOKEN: CANARIES.gateway,
      LOG_LEVEL: "info",
    };
    const wrongPassword = new URL(world.databaseUrl);
    wrongPassword.password = CANARIES.wrongDatabase;
    const prometheus = new URL(before.PROMETHEUS_URL ?? "");
    prometheus.username = "reader";
    prometheus.password = CANARIES.prometheus;
    const changes: readonly Record<string, string>[] = [
      {},
      { DATABASE_URL: wrongPassword.href },
      { DATABASE_URL: `mysql:/${CANARIES.wrongDatabase}` },
      { PROMETHEUS_URL: prometheus.href },
      { ARCHIVE_URL: `https://user:${CANARIES.archive}@host/folder` },
      { LEASE_SECONDS: "soon", DB_PASSWORD: CANARIES.wrongDatabase },
    ];
    for (const change of changes) {
      become({ ...before, ...good, ...change });
      for (const input of [{}, { check: true }]) said.push(JSON.stringify(await world.run(input)));
    }
    become({ ...before, ...good });
    await world.servers.setFaults(EVERYTHING_FAILS);
    for (const input of [{}, { check: true }]) said.push(JSON.stringify(await world.run(input)));
    await takeSample({}, lambdaContext(SAMPLER.id)).catch((error: unknown) => said.push(String(error)));
    become(before);
  }

  it("appears in no log line, archive object, table, state or error, whatever fails", async () => {
    const said: string[] = [];
    const write = vi
      .spyOn(process.stdout, "write")
      .mockImplementation((chunk) => said.push(String(chunk)) > 0);
    await saidUnderEachFault(said).finally(() => write.mockRestore());
    const tables = JSON.stringify(await world.dumpEverything());
    const everything = [...said, tables, await archiveText()].join("\n");
    expect(everything).toContain("stage failed");
    expect(everything.length).toBeGreaterThan(100_000);
    const found = Object.entries(CANARIES).flatMap(([kind, canary]) => {
      const at = everything.indexOf(canary);
      return at < 0 ? [] : [`${kind}: ${everything.slice(Math.max(0, at - 300), at + 100)}`];
    });
    expect(found).toEqual([]);
  });
});

describe.skipIf(server === undefined)("the time zone of the machine", () => {
  const before = process.env.TZ;
  const outcomes = new Map<string, Dump>();

  /** The days around the end of daylight saving time in New York (1 November 2026), collected and scored anew. */
  async function outcomeIn(zone: string, offsetMinutes: number): Promise<Dump> {
    process.env.TZ = zone;
    expect(new Date("2026-11-02T12:00:00Z").getTimezoneOffset()).toBe(offsetMinutes);
    for (const table of ["metric_daily", "anomaly_scores", "health_scores"])
      await world.sql(`DELETE FROM infra_${table} WHERE metric_date >= '2026-10-30'`);
    await world.sql("DELETE FROM infra_anomaly_alerts WHERE opened_on >= '2026-10-30'");
    const run = await world.run({ from: "2026-10-30", to: "2026-11-02" });
    expect(run).toMatchObject({ state: "COMPLETE", from: "2026-10-30", to: "2026-11-02" });
    return world.dump();
  }

  it.each([
    ["UTC", 0],
    ["Asia/Kolkata", -330],
    ["America/New_York", 300],
  ])("%s makes no difference, summer time included", async (zone, offsetMinutes) => {
    try {
      outcomes.set(zone, await outcomeIn(zone, offsetMinutes));
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
    expect(outcomes.get(zone)).toEqual(outcomes.get("UTC"));
  });
});
