import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { STAGE_HANDLERS } from "#lib/local/pipeline/stage-handlers.ts";
import { lambdaContext } from "#lib/local/state-machine/lambda-context.ts";
import { startTestServer } from "../adapters/mysql/test-database.ts";
import { type PipelineWorld, startWorld } from "./harness.ts";

const server = await startTestServer();
afterAll(() => server?.stop());
const CONFIG = fileURLToPath(new URL("../../config", import.meta.url));

/** Input, and what the refusal must say for a person to know what to change. */
const REFUSED_INPUTS: readonly (readonly [string, unknown, RegExp])[] = [
  ["a key that does not exist", { runDat: "2026-11-01" }, /Unrecognized key: "runDat".*accepted: \{\}/],
  ["a key beside known ones", { runDate: "2026-11-01", force: true }, /"force".*accepted/],
  ["a day in the future", { runDate: "2026-11-04" }, /2026-11-04 is not over: .* 2026-11-02/],
  ["today", { runDate: "2026-11-03" }, /2026-11-03 is not over: .* 2026-11-02/],
  ["a range that ends today", { from: "2026-11-01", to: "2026-11-03" }, /2026-11-03 is not over/],
  ["a day that does not exist", { runDate: "2026-02-30" }, /YYYY-MM-DD.*runDate/],
  ["a day in another form", { runDate: "02.11.2026" }, /YYYY-MM-DD.*runDate/],
  ["a range turned round", { from: "2026-11-02", to: "2026-11-01" }, /`from` is later than `to`/],
  ["half a range", { from: "2026-11-02" }, /`from` and `to` go together/],
  ["two wishes at once", { runDate: "2026-11-01", backfillDays: 3 }, /give one of/],
  ["no days", { backfillDays: 0 }, /backfillDays/],
  ["a source that does not exist", { only: ["kafka"] }, /only/],
  ["no source", { only: [] }, /only/],
  ["a list", [1], /expected object/],
  ["a text", "now", /expected object/],
];

/** The part of a config file, what stands there instead, and what the refusal must name. */
const BROKEN_CONFIGS: readonly (readonly [string, string, string, RegExp])[] = [
  ["pipeline_config.yaml", "ec2SampleShare: 1", "ec2SampleShare: 3", /pipeline_config.*ec2SampleShare/s],
  ["pipeline_config.yaml", "archive:", "arcive:", /pipeline_config.*arcive/s],
  ["pipeline_config.yaml", "budget:", "  budget:", /pipeline_config\.yaml/],
  ["metrics_config.yaml", "metrics:", "metrcs:", /metrics_config\.yaml.*metrics/s],
];

describe.skipIf(server === undefined)(
  "a run that cannot begin is FAILED with a cause that a person can act on, and changes no row",
  () => {
    let world: PipelineWorld;
    let folder: string;
    beforeAll(async () => {
      world = await startWorld(server, { hasHistory: false, snapshotDays: [] });
      folder = await mkdtemp(join(tmpdir(), "pim-config-"));
    });
    beforeEach(() => world.reset());
    afterEach(() => {
      delete process.env.CONFIG_DIRECTORY;
    });
    afterAll(async () => {
      await world?.close();
      await rm(folder, { recursive: true, force: true });
    });

    const expectRefused = async (input: unknown, name: string, cause: RegExp): Promise<void> => {
      const before = await world.dump();
      const run = await world.run(input);
      expect(run.result).toMatchObject({ status: "FAILED", error: name });
      expect(await world.dump()).toEqual(before);
      const log = await world.log(run.name);
      expect(log).toMatchObject([{ step: "run", state: "FAILED", error: expect.stringMatching(cause) }]);
    };

    it.each(REFUSED_INPUTS)("where the input has %s", (_what, input, cause) =>
      expectRefused(input, "InputInvalid", cause),
    );

    it.each(BROKEN_CONFIGS)("where %s has, in place of %j, %j", async (file, from, to, cause) => {
      await cp(CONFIG, folder, { recursive: true });
      const text = await readFile(join(folder, file), "utf8");
      expect(text).toContain(from);
      await writeFile(join(folder, file), text.replace(from, to));
      process.env.CONFIG_DIRECTORY = folder;
      await expectRefused({}, "ConfigInvalid", cause);
    });

    it("where the config folder is not there", async () => {
      process.env.CONFIG_DIRECTORY = join(folder, "nowhere");
      await expectRefused({}, "ConfigInvalid", /metrics_config\.yaml cannot be read/);
    });

    it("where a table is missing", async () => {
      await world.sql("RENAME TABLE infra_health_scores TO kept_aside");
      try {
        const run = await world.run({});
        expect(run.result).toMatchObject({ status: "FAILED", error: "SchemaUnknown" });
        expect(run.result.cause).toContain("infra_health_scores");
      } finally {
        await world.sql("RENAME TABLE kept_aside TO infra_health_scores");
      }
    });

    it("where a column has another type", async () => {
      await world.sql("ALTER TABLE infra_health_scores MODIFY score FLOAT NULL");
      try {
        await expectRefused({}, "SchemaUnknown", /infra_health_scores.*score/s);
      } finally {
        await world.sql(
          "ALTER TABLE infra_health_scores MODIFY score DOUBLE NULL COMMENT 'Health, 0 to 100 points; NULL when less than half of the weight could be judged'",
        );
      }
    });
  },
);

describe.skipIf(server === undefined)(
  "a run whose database cannot be used fails by a name that says what is wrong",
  () => {
    let world: PipelineWorld;
    beforeAll(async () => {
      world = await startWorld(server, { hasHistory: false, snapshotDays: [] });
    });
    afterEach(() => {
      process.env.DATABASE_URL = world.databaseUrl;
    });
    afterAll(() => world?.close());

    const withUrl = async (change: (url: URL) => void) => {
      const url = new URL(world.databaseUrl);
      change(url);
      process.env.DATABASE_URL = url.href;
      const before = await world.dumpEverything();
      const run = await world.run({});
      expect(await world.dumpEverything()).toEqual(before);
      return run.result;
    };

    it("DatabaseUnavailable, which the state machine asks again, where nobody listens", async () => {
      const url = new URL(world.databaseUrl);
      url.port = "1";
      process.env.DATABASE_URL = url.href;
      const opening = { input: {}, executionName: "nobody-listens" };
      const context = lambdaContext("00-open-run");
      await expect(STAGE_HANDLERS["00-open-run"](opening, context)).rejects.toMatchObject({
        name: "DatabaseUnavailable",
        message: expect.stringContaining("ECONNREFUSED"),
      });
      expect(await world.log("nobody-listens")).toEqual([]);
    });

    it("EnvironmentInvalid that names the fields which the database's secret lacks, and no value", async () => {
      const arn = "arn:aws:secretsmanager:us-east-1:111111111111:secret:infra-monitoring/half";
      await world.servers.setSecrets({
        [arn]: JSON.stringify({ username: "infra_writer", password: "canary-half" }),
      });
      const url = process.env.DATABASE_URL;
      delete process.env.DATABASE_URL;
      process.env.DATABASE_SECRET_ARN = arn;
      try {
        const opening = { input: {}, executionName: "half-a-secret" };
        const refusal = STAGE_HANDLERS["00-open-run"](opening, lambdaContext("00-open-run"));
        await expect(refusal).rejects.toMatchObject({
          name: "EnvironmentInvalid",
          message: expect.stringMatching(
            /^the database secret is wrong at host, dbname: it needs host, port, username/,
          ),
        });
        await expect(refusal).rejects.not.toThrow(/canary-half/);
      } finally {
        delete process.env.DATABASE_SECRET_ARN;
        process.env.DATABASE_URL = url;
      }
    });

    it("DatabaseUnavailable, with why, where the database became read-only in a failover", async () => {
      await world.sql("SET GLOBAL read_only = 1");
      try {
        const opening = { input: {}, executionName: "read-only" };
        await expect(
          STAGE_HANDLERS["00-open-run"](opening, lambdaContext("00-open-run")),
        ).rejects.toMatchObject({
          name: "DatabaseUnavailable",
          message: expect.stringMatching(
            /it is read-only: a failover is under way, or the host is a replica's/,
          ),
        });
      } finally {
        await world.sql("SET GLOBAL read_only = 0");
      }
      expect(await world.log("read-only")).toEqual([]);
    });

    it("AccessDenied where the password is wrong, which is in no message", async () => {
      const result = await withUrl((url) => {
        url.password = "wrong-canary-7f3a";
      });
      expect(result).toMatchObject({ status: "FAILED", error: "AccessDenied" });
      expect(JSON.stringify(result)).not.toContain("wrong-canary-7f3a");
    });

    it("AccessDenied or SchemaUnknown where the schema is another one", async () => {
      const result = await withUrl((url) => {
        url.pathname = "/no_such_schema";
      });
      expect(result.status).toBe("FAILED");
      expect(["AccessDenied", "SchemaUnknown", "DatabaseRefused"]).toContain(result.error);
      expect(result.cause).toContain("no_such_schema");
    });

    it("AccessDenied that names the right and the table where a grant is missing", async () => {
      const name = new URL(world.databaseUrl).pathname.slice(1);
      await world.sql("CREATE USER IF NOT EXISTS 'reader'@'%' IDENTIFIED BY 'reader'");
      await world.sql(`GRANT SELECT, INSERT, UPDATE ON ${name}.* TO 'reader'@'%'`);
      const url = new URL(world.databaseUrl);
      url.username = "reader";
      url.password = "reader";
      process.env.DATABASE_URL = url.href;
      const before = await world.dump();
      const run = await world.run({});
      expect(run.result).toMatchObject({ status: "FAILED", error: "AccessDenied" });
      expect(run.result.cause).toContain("DELETE on infra_metric_daily");
      expect(run.result.cause).not.toContain("SELECT on");
      expect(await world.dump()).toEqual(before);
      expect(await world.log(run.name)).toMatchObject([{ step: "run", state: "FAILED" }]);
    });
  },
);
