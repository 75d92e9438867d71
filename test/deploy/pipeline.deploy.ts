import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { CheckLine } from "#core/model/check-line.ts";
import { ServiceUnavailable } from "#lib/local/services/service-unavailable.ts";
import { dumpTables, type Row } from "../pipeline/dump-tables.ts";
import { DAYS } from "../pipeline/small-estate.ts";
import { type DeployedWorld, STACK, startDeployedWorld, type Template } from "./deployed-world.ts";
import {
  type Execution,
  invoke,
  lastEvents,
  stackResources,
  startExecution,
  waitForExecution,
} from "./emulator-calls.ts";
import { changedResources, codeOf } from "./template-changes.ts";

const say = (message: string): void => void process.stderr.write(`${message}\n`);

async function worldOrReason(): Promise<DeployedWorld | string> {
  try {
    return await startDeployedWorld(say);
  } catch (error) {
    if (!(error instanceof ServiceUnavailable)) throw error;
    return error.message;
  }
}

const started = await worldOrReason();
if (typeof started === "string") say(`skipped, nothing to deploy to: ${started}`);

describe.skipIf(typeof started === "string")("the project's app on an emulated AWS account", () => {
  const world = () => {
    if (typeof started === "string") throw new Error("the test should have been skipped");
    return started;
  };
  let machine = "";
  let first: Template;

  const run = async (name: string, input: unknown): Promise<Execution> =>
    waitForExecution(world().calls, await startExecution(world().calls, machine, name, input));
  const logOf = (runId: string): Promise<Row[]> =>
    world().sql(`SELECT step, state, error FROM infra_monitoring_pipeline_log WHERE run_id = '${runId}'`);
  const runRow = async (runId: string): Promise<Row | undefined> =>
    (await logOf(runId)).find(({ step }) => step === "run");
  const physicalId = async (logicalId: RegExp): Promise<string> => {
    const resources = await stackResources(world().emulator.url, STACK);
    const found = resources.find(
      (one) => one.type === "AWS::Lambda::Function" && logicalId.test(one.logicalId),
    );
    return found?.physicalId ?? "";
  };
  const dump = () => dumpTables(world().sql);

  beforeAll(async () => {
    await world().cdk("bootstrap");
    await world().cdk("deploy");
    machine = await world().output("StateMachineArn");
    first = await world().template();
  });
  afterAll(async () => {
    if (typeof started !== "string") await started.stop();
  });

  it("migrated the database while it was deployed", async () => {
    const tables = await world().sql("SHOW TABLES LIKE 'infra\\_%'");
    expect(tables.length).toBeGreaterThanOrEqual(10);
    expect(await world().sql("SELECT * FROM infra_schema_version")).not.toEqual([]);
  });

  it("made the database's users, each with what it needs: Grafana's reads views, and no table", async () => {
    const grants = await world().sql("SHOW GRANTS FOR 'infra_reader'");
    expect(JSON.stringify(grants)).toMatch(/GRANT SELECT ON `test`\.`infra_v_/);
    expect(JSON.stringify(grants)).not.toMatch(/`infra_(run_lease|metric_daily)`/);
  });

  it("answers a check with a table of what works, and writes nothing", async () => {
    const before = await dump();
    const { status, output } = await run("check", { check: true });
    expect(status).toBe("SUCCEEDED");
    const { lines } = z.object({ lines: z.array(CheckLine) }).parse(JSON.parse(output ?? ""));
    // The emulator confirms mailboxes by itself, HTTPS addresses not; and the sampler was not called yet.
    expect(lines.filter(({ ok }) => !ok).map(({ what }) => what)).toEqual([
      "subscribers of the pipeline's alarms",
      "database snapshots",
    ]);
    for (const what of ["config", "archive", "database", "database rights", "Prometheus"])
      expect(lines.map((line) => line.what)).toContain(what);
    expect(await dump()).toEqual(before);
    expect(await logOf("check")).toEqual([]);
  });

  it("samples the databases behind the gateway, as the schedule would have it", async () => {
    const answer = await invoke(
      world().emulator.url,
      await physicalId(/^Functionssampledatabase.*Function/),
      {},
    );
    expect(answer).toMatchObject({
      key: "samples/database/2026-11-03/0700",
      state: "written",
      answered: 4,
      failed: 0,
    });
  });

  it("lands the rows of a run that is started as in the console, by the bundled functions", async () => {
    const { status } = await run("first", {});
    expect([status, (await runRow("first"))?.state]).toEqual(["SUCCEEDED", "COMPLETE"]);
    const [counts] = await world().sql(
      `SELECT (SELECT COUNT(*) FROM infra_metric_daily) AS days, (SELECT COUNT(*) FROM infra_fleet_inventory) AS resources,
              (SELECT COUNT(DISTINCT resource_id) FROM infra_anomaly_scores) AS scored`,
    );
    expect(counts).toMatchObject({ resources: 12, scored: 12 });
    expect(Number(counts?.days)).toBeGreaterThan(100);
    const [inventory] = await world().sql(
      "SELECT warnings FROM infra_monitoring_pipeline_log WHERE run_id = 'first' AND step = '01-inventory'",
    );
    expect(JSON.stringify(inventory)).toContain("alarms: 0 confirmed, 1 not");
  });

  it("lands the same rows when the same days are run again", async () => {
    const before = await dump();
    const { status } = await run("again", { from: "2026-11-01", to: "2026-11-02" });
    expect(status).toBe("SUCCEEDED");
    expect(await dump()).toEqual(before);
  });

  it("refuses a wrong input with a sentence, in the execution and in a row of the log", async () => {
    const { status, error, cause } = await run("wrong", { runDat: DAYS.today });
    expect([status, error]).toEqual(["FAILED", "InputInvalid"]);
    expect(cause).toMatch(/Unrecognized key: .*runDat.*accepted: \{\}/);
    expect(await runRow("wrong")).toMatchObject({
      state: "FAILED",
      error: expect.stringMatching(/^InputInvalid: the input is not valid/),
    });
  });

  it("closes the row of an execution that is stopped from outside, and the next run starts", async () => {
    const { calls } = world();
    const executionArn = await startExecution(calls, machine, "stopped", {});
    await until(async () => (await runRow("stopped"))?.state === "OPEN");
    await calls.json("states.StopExecution", { executionArn }, z.unknown());
    await until(async () => (await runRow("stopped"))?.state === "SUPERSEDED");
    const { status } = await run("next", {});
    expect([status, (await runRow("next"))?.state]).toEqual(["SUCCEEDED", "COMPLETE"]);
  });

  it("does nothing when it is deployed again unchanged", async () => {
    expect(await world().cdk("deploy")).toContain(`${STACK} (no changes)`);
    expect(await world().template()).toEqual(first);
  });

  it("changes no function's code when a threshold changes: the config's layer and the version of 00 that the machine invokes", async () => {
    const file = join(world().configDirectory, "metrics_config.yaml");
    const text = await readFile(file, "utf8");
    const changed = text.replace("{ kind: limit, above: 80 }", "{ kind: limit, above: 81 }");
    expect(changed).not.toBe(text);
    await writeFile(file, changed);
    await world().cdk("deploy");
    const second = await world().template();
    expect(codeOf(second)).toEqual(codeOf(first));
    const ofOpenRun = expect.stringMatching(/^Functions00openrunFunctionCurrentVersion/);
    expect(Object.fromEntries(changedResources(first, second))).toEqual({
      "AWS::Lambda::LayerVersion": [expect.stringMatching(/^FunctionsConfig/)],
      "AWS::Lambda::Version": [ofOpenRun, ofOpenRun],
      "AWS::StepFunctions::StateMachine": [expect.stringMatching(/^PipelineMachine/)],
    });
    const { status } = await run("after-change", { runDate: "2026-11-02" });
    expect(status).toBe("SUCCEEDED");
    const hashes = await world().sql(
      "SELECT DISTINCT config_hash FROM infra_monitoring_pipeline_log WHERE run_id IN ('next', 'after-change')",
    );
    expect(hashes).toHaveLength(2);
  });

  it("is not deployed with the role of an account that cannot be assumed: one sentence, and everything as before", async () => {
    const roleArn = "arn:aws:iam::333333333333:role/infra-monitoring-read";
    const file = join(world().configDirectory, "pipeline_config.yaml");
    const text = await readFile(file, "utf8");
    const account = `- { accountId: "333333333333", name: new, roleArn: "${roleArn}", externalId: infra-monitoring, regions: [us-east-1] }`;
    await writeFile(file, text.replace(/^accounts:\n/m, `accounts:\n  ${account}\n`));
    await world().estate.setFaults([
      { service: "sts", action: "AssumeRole", accountId: "333333333333", kind: "deny" },
    ]);
    await expect(world().cdk("deploy")).rejects.toThrow(
      /account 333333333333: role .*infra-monitoring-read cannot be assumed.*deploy the member-account template there first/s,
    );
    await world().estate.setFaults([]);
    await writeFile(file, text);
    const roles = (await stackResources(world().emulator.url, STACK)).filter(
      ({ type }) => type === "Custom::WatchedAccount",
    );
    expect(roles.map(({ physicalId }) => physicalId).toSorted()).toEqual([
      "arn:aws:iam::111111111111:role/infra-monitoring-read",
      "arn:aws:iam::222222222222:role/infra-monitoring-read",
    ]);
    const { status } = await run("after-refusal", { runDate: "2026-11-02" });
    expect(status).toBe("SUCCEEDED");
  });

  it("leaves what must be kept when it is destroyed, and nothing else", async () => {
    const { url } = world().emulator;
    const deployed = await stackResources(url, STACK);
    const ids = new Set(deployed.map(({ logicalId }) => logicalId));
    await world().cdk("destroy");
    const events = await lastEvents(url, deployed[0]?.stackId ?? "");
    const left = events.filter(({ logicalId, status }) => ids.has(logicalId) && status !== "DELETE_COMPLETE");
    expect(new Set(left.map(({ status }) => status))).toEqual(new Set(["DELETE_SKIPPED"]));
    expect([...new Set(left.map(({ type }) => type))].toSorted()).toEqual([
      "AWS::KMS::Key",
      "AWS::Lambda::Version",
      "AWS::S3::Bucket",
    ]);
    await expect(
      world().calls.json("states.DescribeStateMachine", { stateMachineArn: machine }, z.unknown()),
    ).rejects.toThrow(/StateMachineDoesNotExist/);
    expect(await world().sql("SELECT COUNT(*) AS runs FROM infra_monitoring_pipeline_log")).not.toEqual([]);
  });
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 100));
}
