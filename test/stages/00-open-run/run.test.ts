import { describe, expect, it } from "vitest";
import { StageError } from "#core/model/stage-error.ts";
import type { Stores } from "#core/ports/stores.ts";
import { openRun } from "#stages/00-open-run/run.ts";
import { Answer } from "#stages/00-open-run/schema.ts";
import { memoryAlerts } from "../../support/memory-alerts.ts";
import { memoryArchive } from "../../support/memory-archive.ts";
import {
  EPOCH,
  memoryDailyValues,
  memoryHealth,
  memoryInventory,
  memoryLease,
  memoryRunLog,
  memoryScores,
} from "../../support/memory-stores.ts";
import { aResource, CONFIG_KEY, KNOWN_KEY, SHIPPED } from "../../support/pipeline-rows.ts";

function world(part: Partial<Stores> = {}, instants: readonly string[] = ["2026-11-22T07:00:00.000Z"]) {
  const archive = memoryArchive();
  const lease = memoryLease();
  const runLog = memoryRunLog({
    newest: "2026-11-21",
    covered: [
      "2026-11-15",
      "2026-11-16",
      "2026-11-17",
      "2026-11-18",
      "2026-11-19",
      "2026-11-20",
      "2026-11-21",
    ],
  });
  const stores: Stores = {
    lease,
    runLog,
    dailyValues: memoryDailyValues(),
    inventory: memoryInventory([aResource()]),
    scores: memoryScores(),
    health: memoryHealth(),
    alerts: memoryAlerts(),
    requireKnownSchema: async () => undefined,
    missingRights: async () => [],
    close: async () => undefined,
    ...part,
  };
  let asked = 0;
  const now = () => instants[Math.min(asked++, instants.length - 1)] ?? "";
  const nothing = { prometheus: false, gateway: false };
  const open = (input: unknown, loadConfig = async () => SHIPPED, named = nothing) =>
    openRun(
      { input, executionName: "run-1" },
      { archive, stores, now, loadConfig, codeVersion: "v1", named, leaseSeconds: 10_800 },
    );
  return { archive, lease, runLog, open };
}

describe("opening a run", () => {
  it("takes the lease for as long as an execution may live, archives config and known inventory, and opens the row", async () => {
    const { archive, lease, runLog, open } = world();
    const run = await open({});
    expect(Answer.parse(run)).toEqual(run);
    expect(run).toMatchObject({
      ...{
        runId: "run-1",
        from: "2026-11-20",
        to: "2026-11-21",
        epoch: EPOCH,
        tellsPeople: true,
        warnings: [],
      },
      ...{
        sources: ["redis", "rds", "ec2", "database", "cloudwatch"],
        configHash: SHIPPED.hash,
        codeVersion: "v1",
      },
      ...{ isDryRun: false, isCheck: false, newestCompleteDay: "2026-11-21" },
    });
    expect(lease.calls).toEqual(["take run-1 10800"]);
    expect(archive.rows(CONFIG_KEY)).toEqual([SHIPPED]);
    expect(archive.rows(KNOWN_KEY)).toEqual([aResource()]);
    expect(runLog.opened).toMatchObject([
      { runId: "run-1", from: "2026-11-20", to: "2026-11-21", input: {} },
    ]);
  });

  it("answers a second call of the holder with what it answered first, whatever the clock says by then", async () => {
    const { runLog, lease, open } = world({}, [
      "2026-11-22T07:00:00.000Z",
      "2026-11-22T07:00:00.000Z",
      "2026-11-23T07:00:00.000Z",
    ]);
    const first = await open({});
    expect(await open({})).toEqual(first);
    expect(lease.calls).toHaveLength(1);
    expect(runLog.opened).toHaveLength(1);
  });

  it("resolves the range by the clock of the moment at which it got the lease, not of the first attempt", async () => {
    const { open } = world({}, ["2026-11-22T23:59:00.000Z", "2026-11-23T00:30:00.000Z"]);
    expect(await open({})).toMatchObject({ to: "2026-11-22", startedAt: "2026-11-23T00:30:00.000Z" });
  });

  it("refuses a run whose row is closed: an execution is not run twice", async () => {
    const { runLog, lease, open } = world();
    runLog.known.set("run-1", { state: "COMPLETE", answer: {} });
    await expect(open({})).rejects.toMatchObject({
      name: "RunClosed",
      message: expect.stringContaining("COMPLETE"),
    });
    expect(lease.calls).toEqual([]);
  });

  it("waits while another run holds the lease", async () => {
    const { lease, runLog, archive, open } = world();
    lease.holder = "run-0";
    await expect(open({})).rejects.toMatchObject({ name: "RunInProgress", isRetryable: true });
    expect([runLog.opened, archive.keys]).toEqual([[], []]);
  });
});

// Design, 4: "Everything that can be refused is refused here."
describe("what 00 refuses is refused before anything is written", () => {
  const refuse = () => Promise.reject(new StageError("SchemaUnknown", "columns differ"));

  it.each<[string, unknown, Partial<Stores>, string]>([
    ["an input that is none", { rundate: 1 }, {}, "InputInvalid"],
    ["a day that is not over", { runDate: "2026-11-22" }, {}, "InputInvalid"],
    ["a schema that this code does not know", {}, { requireKnownSchema: refuse }, "SchemaUnknown"],
    ["a missing right", {}, { missingRights: async () => ["DELETE on infra_metric_daily"] }, "AccessDenied"],
    [
      "a day that is not over, before the database is asked",
      { runDate: "2026-11-22" },
      { requireKnownSchema: refuse },
      "InputInvalid",
    ],
  ])("%s", async (_, input, part, name) => {
    const { archive, lease, runLog, open } = world(part);
    await expect(open(input)).rejects.toMatchObject({ name });
    expect([archive.keys, lease.calls, runLog.opened]).toEqual([[], [], []]);
  });

  it("a config that is wrong", async () => {
    const { archive, lease, open } = world();
    const broken = async () => Promise.reject(new StageError("ConfigInvalid", "no"));
    await expect(open({}, broken)).rejects.toMatchObject({ name: "ConfigInvalid" });
    expect([archive.keys, lease.calls]).toEqual([[], []]);
  });

  it("names the right that is missing", async () => {
    const { open } = world({ missingRights: async () => ["DELETE on infra_metric_daily"] });
    await expect(open({})).rejects.toThrow("DELETE on infra_metric_daily");
  });
});

describe("a dry run", () => {
  it("takes no lease and writes no row, but has its config and inventory", async () => {
    const { archive, lease, runLog, open } = world();
    lease.holder = "run-0";
    expect(await open({ dryRun: true })).toMatchObject({ isDryRun: true, epoch: 0, tellsPeople: false });
    expect(lease.calls).toEqual([]);
    expect(runLog.opened).toEqual([]);
    expect(archive.keys).toEqual([CONFIG_KEY, KNOWN_KEY]);
  });

  it("is refused on a schema that this code does not know", async () => {
    const { open } = world({
      requireKnownSchema: () => Promise.reject(new StageError("SchemaUnknown", "no")),
    });
    await expect(open({ dryRun: true })).rejects.toMatchObject({ name: "SchemaUnknown" });
  });
});

describe("whether a run tells people", () => {
  it.each<[unknown, boolean]>([
    [{}, true],
    [{ runDate: "2026-11-21" }, true],
    [{ runDate: "2026-11-20" }, false],
    [{ from: "2026-11-01", to: "2026-11-21" }, true],
    [{ from: "2026-11-01", to: "2026-11-20" }, false],
    [{ backfillDays: 1 }, false],
    [{ dryRun: true }, false],
  ])("%j: %s (design, 5)", async (input, tells) => {
    const { open } = world();
    expect((await open(input)).tellsPeople).toBe(tells);
  });
});

describe("a config without a service of our own", () => {
  const without =
    (...services: ("prometheus" | "gateway")[]) =>
    async () => {
      const none = Object.fromEntries(
        services.map((service) => [service, { ...SHIPPED.pipeline[service], url: null }]),
      );
      return { ...SHIPPED, pipeline: { ...SHIPPED.pipeline, ...none } };
    };

  it.each([
    ["redis", "prometheus"],
    ["database", "gateway"],
  ] as const)(
    "leaves %s out of the run where %s is not named, by the environment either",
    async (source, service) => {
      const others = ["redis", "rds", "ec2", "database", "cloudwatch"].filter((one) => one !== source);
      expect(await world().open({}, without(service))).toMatchObject({ sources: others, leftOut: [source] });
      const named = { prometheus: false, gateway: false, [service]: true };
      expect((await world().open({}, without(service), named)).leftOut).toEqual([]);
    },
  );

  it("refuses a wish for nothing else, before anything is touched", async () => {
    const { open, runLog } = world();
    await expect(open({ only: ["redis"] }, without("prometheus"))).rejects.toMatchObject({
      name: "InputInvalid",
      message: "nothing can be collected: config has redis without prometheus.url",
    });
    expect(await runLog.find("run-1")).toBeNull();
    expect((await open({ only: ["redis", "ec2"] }, without("prometheus", "gateway"))).sources).toEqual([
      "ec2",
    ]);
  });
});

describe("some sources", () => {
  it("are those that were asked for, each once", async () => {
    const { open } = world();
    expect((await open({ only: ["redis", "rds", "redis"] })).sources).toEqual(["redis", "rds"]);
  });
});
