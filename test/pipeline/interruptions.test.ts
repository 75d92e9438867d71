import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { loadConfig } from "#adapters/config-files/load-config.ts";
import { LAMBDA_SERVICE_ERRORS } from "#contract/error-names.ts";
import { STAGES, type StageId } from "#contract/stages.ts";
import { STAGE_HANDLERS } from "#lib/local/pipeline/stage-handlers.ts";
import { takeOver } from "#lib/local/pipeline/take-over.ts";
import type { StageHandler } from "#lib/local/state-machine/stage-caller.ts";
import { storesOf } from "#runtime/connections/stores.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { openRun } from "#stages/00-open-run/run.ts";
import { startTestServer } from "../adapters/mysql/test-database.ts";
import type { Dump } from "./dump-tables.ts";
import { atRunTime, type PipelineWorld, startWorld } from "./harness.ts";
import { DAYS, smallEstate } from "./small-estate.ts";

const server = await startTestServer();
/** One of each kind, two with an incident: every path, and a run of a few tenths of a second. */
const NAMES = ["order-api-01", "recommendation-pg", "pricing-cache-002"];
const STAGE_IDS = STAGES.map(({ id }) => id);
/** The small estate has nothing of a further type to collect: further-types.test.ts stops that stage. */
const CALLED_STAGES = STAGE_IDS.filter((id) => id !== "05c-collect-cloudwatch");

let world: PipelineWorld;
let undisturbed: Dump;
let sentCount: number;
beforeAll(async () => {
  if (server === undefined) return;
  world = await startWorld(server, {
    estate: smallEstate({ pick: ({ name }) => NAMES.includes(name) }),
    snapshotDays: ["2026-11-02"],
  });
  const run = await world.run({});
  expect(run.state).toBe("COMPLETE");
  sentCount = run.messages.length;
  undisturbed = await world.dump();
});
beforeEach(() => (server === undefined ? undefined : world.reset()));
afterAll(async () => {
  await world?.close();
  await server?.stop();
});

/** A handler that first calls `before`, then the real one, then `after`. */
function around(
  stage: StageId,
  parts: { before?: () => unknown; after?: () => unknown },
): Partial<Record<StageId, StageHandler>> {
  return {
    [stage]: async (event: unknown, context: Parameters<StageHandler>[1]) => {
      await parts.before?.();
      const answer = await STAGE_HANDLERS[stage](event, context);
      await parts.after?.();
      return answer;
    },
  };
}

/** A moment that somebody waits for. */
function moment() {
  return Promise.withResolvers<void>();
}

const lease = async () => (await world.sql("SELECT run_id, epoch, dirty_from FROM infra_run_lease"))[0];
const runRow = async (runId: string) => (await world.log(runId)).find(({ step }) => step === "run");
const toldCount = async () => Number((await world.sql("SELECT COUNT(*) AS n FROM infra_alert_action"))[0]?.n);

describe.skipIf(server === undefined)("a run that is killed is made good by the next one", () => {
  /** Their failure leaves a hole in the run's data, not in its course. */
  const PARTS: readonly StageId[] = [
    "02-prometheus-health",
    "03-collect-redis",
    "04-collect-rds",
    "05-collect-ec2",
    "05b-collect-database",
    "06-normalise",
    "07-aggregate-daily",
  ];

  /** A run is as good without it: people are told all the same. */
  const PAGE: StageId = "13b-morning-page";

  async function failsAfter(stage: StageId): Promise<void> {
    const refuse = around(stage, {
      after: () => {
        throw Object.assign(new Error("killed by the test"), { name: "SourceRefused" });
      },
    });
    const failed = await world.run({}, { handlers: refuse });
    expect(failed.result.status).toBe([...PARTS, PAGE].includes(stage) ? "SUCCEEDED" : "FAILED");
    const stateOfOthers = [PAGE, "14-pipeline-log"].includes(stage) ? "COMPLETE" : "FAILED";
    expect(await runRow(failed.name)).toMatchObject({
      state: PARTS.includes(stage) ? "PARTIAL" : stateOfOthers,
    });
    expect(await lease()).toMatchObject({ run_id: null });
  }

  async function isStoppedDuring(stage: StageId): Promise<void> {
    const reached = moment();
    const started = world.start({}, { handlers: around(stage, { before: () => reached.resolve() }) });
    await reached.promise;
    started.abort();
    const stopped = await started.ended;
    expect(stopped.result).toMatchObject({ status: "ABORTED", recordError: null });
    expect((await runRow(stopped.name))?.state).toMatch(
      stage === "14-pipeline-log" ? /^(COMPLETE|SUPERSEDED)$/ : /^SUPERSEDED$/,
    );
    expect(await lease()).toMatchObject({ run_id: null });
  }

  it.each(CALLED_STAGES)(
    "where %s failed after its work, and an operator stopped the next run in it",
    async (stage) => {
      await failsAfter(stage);
      await isStoppedDuring(stage);
      expect(await world.run({})).toMatchObject({ state: "COMPLETE" });
      expect(await world.dump()).toEqual(undisturbed);
    },
  );

  it("where its process died: its lease is taken over, and what waits for it goes on", async () => {
    const reached = moment();
    const dead = around("11-persist-scores", {
      before: async () => {
        reached.resolve();
        await new Promise(() => undefined);
      },
    });
    world.start({}, { name: "dead-process", handlers: dead });
    await reached.promise;
    expect(await lease()).toMatchObject({ run_id: "dead-process" });
    const waiting = world.start({}, { retryIntervalMs: 30 });
    expect(await takeOver()).toBe("took the lease over from dead-process");
    expect(await waiting.ended).toMatchObject({ state: "COMPLETE" });
    expect(await runRow("dead-process")).toMatchObject({ state: "SUPERSEDED" });
    expect(await world.dump()).toEqual(undisturbed);
    expect(await takeOver()).toBe("nobody holds the lease");
  });
});

describe.skipIf(server === undefined)("one run at a time", () => {
  it("of two runs started at once the second waits, and both end as one", async () => {
    const both = [world.start({}, { retryIntervalMs: 30 }), world.start({}, { retryIntervalMs: 30 })];
    const ended = await Promise.all(both.map((run) => run.ended));
    expect(ended.map(({ state }) => state)).toEqual(["COMPLETE", "COMPLETE"]);
    const waits = ended.map(
      ({ result }) => result.history.filter(({ type }) => type === "StateRetried").length,
    );
    expect(Math.min(...waits)).toBe(0);
    expect(Math.max(...waits)).toBeGreaterThan(0);
    expect(await world.dump()).toEqual(undisturbed);
    expect(ended.flatMap(({ messages }) => messages)).toHaveLength(sentCount);
  });

  it("one that is stopped while another waits for it lets the other go on", async () => {
    const reached = moment();
    const first = world.start({}, { handlers: around("09-baseline", { before: () => reached.resolve() }) });
    await reached.promise;
    const second = world.start({}, { retryIntervalMs: 30 });
    first.abort();
    expect((await first.ended).result.status).toBe("ABORTED");
    expect(await second.ended).toMatchObject({ state: "COMPLETE" });
    expect(await world.dump()).toEqual(undisturbed);
  });

  it("one that is stopped while it waits leaves the other's lease alone", async () => {
    const [reached, mayGo] = [moment(), moment()];
    const hold = around("09-baseline", {
      before: () => {
        reached.resolve();
        return mayGo.promise;
      },
    });
    const first = world.start({}, { name: "holder", handlers: hold });
    await reached.promise;
    const second = world.start({}, { name: "waiter", retryIntervalMs: 30 });
    await new Promise((resolve) => setTimeout(resolve, 60));
    second.abort();
    expect((await second.ended).result.status).toBe("ABORTED");
    expect(await runRow("waiter")).toMatchObject({ state: "SUPERSEDED" });
    expect(await lease()).toMatchObject({ run_id: "holder" });
    mayGo.resolve();
    expect(await first.ended).toMatchObject({ state: "COMPLETE" });
    expect(await world.dump()).toEqual(undisturbed);
  });

  it("an opening that outlives its stopped run gives back the lease that it took too late", async () => {
    const stores = await storesOf(readEnvironment());
    await stores.lease.take("before", 600);
    const stopped = world.start({}, { name: "late-opening", retryIntervalMs: 30 });
    stopped.abort();
    await stopped.ended;
    await stores.lease.release("before");
    const asBeforeTheStop = { ...stores, runLog: { ...stores.runLog, find: async () => null } };
    const opening = openRun(
      { input: {}, executionName: "late-opening" },
      {
        archive: world.archive(),
        stores: asBeforeTheStop,
        now: () => atRunTime(DAYS.today),
        loadConfig: () => loadConfig("config", "demo"),
        codeVersion: "test",
        named: { prometheus: true, gateway: true },
        leaseSeconds: 600,
      },
    );
    await expect(opening).rejects.toMatchObject({ name: "RunClosed" });
    expect(await lease()).toMatchObject({ run_id: null });
  });

  it.each(["08-persist-metrics", "11-persist-scores", "12-health-scores", "13-alerts"] as const)(
    "a %s that goes on after its lease went to another run writes nothing",
    async (stage) => {
      const [reached, mayGo] = [moment(), moment()];
      let error: unknown = null;
      const zombie: StageHandler = async (event, context) => {
        reached.resolve();
        await mayGo.promise;
        try {
          return await STAGE_HANDLERS[stage](event, context);
        } catch (thrown) {
          error = thrown;
          throw thrown;
        }
      };
      const stopped = world.start({}, { handlers: { [stage]: zombie } });
      await reached.promise;
      stopped.abort();
      await stopped.ended;
      expect(await world.run({})).toMatchObject({ state: "COMPLETE" });
      const before = await world.dumpEverything();
      mayGo.resolve();
      await expect.poll(() => error, { timeout: 5_000 }).toMatchObject({ name: "Superseded" });
      expect(await world.dumpEverything()).toEqual(before);
      expect(await world.dump()).toEqual(undisturbed);
    },
  );

  it("a run whose lease was taken from it ends SUPERSEDED", async () => {
    const steal = around("10-score", {
      after: () => world.sql("UPDATE infra_run_lease SET epoch = epoch + 1, run_id = 'thief'"),
    });
    const robbed = await world.run({}, { handlers: steal });
    expect(robbed.result.status).toBe("FAILED");
    expect(await runRow(robbed.name)).toMatchObject({ state: "SUPERSEDED" });
    expect(await lease()).toMatchObject({ run_id: "thief" });
  });

  it("a name that was used is refused and changes nothing", async () => {
    await world.run({}, { name: "used-name" });
    const before = await world.dumpEverything();
    const again = await world.run({}, { name: "used-name" });
    expect(again.result).toMatchObject({ status: "FAILED", error: "RunClosed" });
    expect(again.result.cause).toContain("start a new execution");
    expect(await world.dumpEverything()).toEqual(before);
  });
});

describe.skipIf(server === undefined)("calls that go wrong by themselves are made again", () => {
  it.each([
    ["of the Lambda service", LAMBDA_SERVICE_ERRORS],
    ["of ours", ["DatabaseUnavailable", "SourceUnavailable", "SourceThrottled", "ArchiveUnavailable"]],
  ])("four errors %s, one after the other, at every stage", async (_whose, errors) => {
    const run = await world.run({}, { inject: STAGE_IDS.map((stage) => ({ stage, errors })) });
    expect(run).toMatchObject({ state: "COMPLETE", error: null });
    expect(await world.dump()).toEqual(undisturbed);
  });

  it.each(["Sandbox.Timedout", "States.Timeout", "Lambda.Unknown"] as const)(
    "%s while the call works on to its end, at every stage",
    async (timesOutAs) => {
      const told = await toldCount();
      const run = await world.run(
        {},
        { inject: STAGE_IDS.map((stage) => ({ stage, errors: [{ timesOutAs }] })) },
      );
      expect(run).toMatchObject({ state: "COMPLETE", error: null });
      expect(await world.dump()).toEqual(undisturbed);
      expect((await toldCount()) - told).toBe((undisturbed.infra_alert_action?.length ?? 0) - told);
      expect(run.messages).toHaveLength(sentCount);
    },
  );

  it("each stage called twice with the same event answers the same and changes nothing", async () => {
    const differences: string[] = [];
    const twice = Object.fromEntries(
      STAGE_IDS.map((stage): [StageId, StageHandler] => [
        stage,
        async (event, context) => {
          const first = await STAGE_HANDLERS[stage](event, context);
          const tables = await world.dumpEverything();
          const second = await STAGE_HANDLERS[stage](event, context);
          if (withoutEffort(first) !== withoutEffort(second))
            differences.push(`${stage}: ${withoutEffort(first)} then ${withoutEffort(second)}`);
          if (JSON.stringify(await world.dumpEverything()) !== JSON.stringify(tables))
            differences.push(`${stage}: the tables`);
          return second;
        },
      ]),
    );
    const run = await world.run({}, { handlers: twice });
    expect(differences).toEqual([]);
    expect(run.state).toBe("COMPLETE");
    expect(await world.dump()).toEqual(undisturbed);
  });
});

describe.skipIf(server === undefined)("two calls of a stage at the same moment", () => {
  it("answer the same and leave what one leaves, at every stage", async () => {
    const differences: string[] = [];
    const together = Object.fromEntries(
      STAGE_IDS.map((stage): [StageId, StageHandler] => [
        stage,
        async (event, context) => {
          const call = () => STAGE_HANDLERS[stage](event, context);
          const [first, second] = await Promise.all([call(), call()]);
          if (withoutEffort(first) !== withoutEffort(second))
            differences.push(`${stage}: ${withoutEffort(first)} and ${withoutEffort(second)}`);
          return second;
        },
      ]),
    );
    const told = await toldCount();
    const run = await world.run({}, { handlers: together });
    expect(differences).toEqual([]);
    expect(run).toMatchObject({ state: "COMPLETE", error: null });
    expect(await world.dump()).toEqual(undisturbed);
    expect((await toldCount()) - told).toBe((undisturbed.infra_alert_action?.length ?? 0) - told);
    expect(run.messages).toHaveLength(sentCount);
  });
});

/** An answer without what a call cost: time and requests are those of the call, not of its result. */
function withoutEffort(answer: unknown): string {
  return JSON.stringify(answer, (key, value: unknown) =>
    ["ms", "calls", "units"].includes(key) ? undefined : value,
  );
}
