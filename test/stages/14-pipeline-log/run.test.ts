import { describe, expect, it } from "vitest";
import { STAGES } from "#contract/stages.ts";
import type { MachineState } from "#core/run-log/machine-state.ts";
import { aRun } from "../../support/pipeline-rows.ts";
import { aShardResult } from "../../support/raw-rows.ts";
import { NOW, ok, state, world } from "./world.ts";

describe("how a run ended", () => {
  it.each<[string, Partial<MachineState>, string]>([
    ["COMPLETE: every part of every source", {}, "COMPLETE"],
    ["COMPLETE: only its page could not be made", { page: { ...ok, state: "failed" } }, "COMPLETE"],
    [
      "COMPLETE: all but what config does without",
      { run: aRun({ sources: ["rds", "ec2", "database", "cloudwatch"], leftOut: ["redis"] }) },
      "COMPLETE",
    ],
    ["PARTIAL: some sources only", { run: aRun({ sources: ["redis", "rds", "ec2"] }) }, "PARTIAL"],
    ["PARTIAL: a stage that was partial", { inventory: { ...ok, state: "partial" } }, "PARTIAL"],
    [
      "PARTIAL: one shard of many failed",
      {
        collected: {
          redis: [],
          rds: [aShardResult(), aShardResult({ state: "failed" })],
          ec2: [],
          database: [],
          cloudwatch: [],
        },
      },
      "PARTIAL",
    ],
    [
      "PARTIAL: all shards of a source failed",
      {
        collected: {
          redis: [aShardResult({ state: "failed" })],
          rds: [],
          ec2: [],
          database: [],
          cloudwatch: [],
        },
      },
      "PARTIAL",
    ],
    [
      "PARTIAL: a shard lost after collection",
      { aggregated: [aShardResult({ state: "failed", key: null })] },
      "PARTIAL",
    ],
    ["FAILED: a stage failed", { failure: { Error: "DatabaseRefused" } }, "FAILED"],
    ["SUPERSEDED: another run took the lease", { failure: { Error: "Superseded" } }, "SUPERSEDED"],
    ["FAILED: before 00 could open it", { run: undefined, failure: { Error: "InputInvalid" } }, "FAILED"],
  ])("is %s", async (_, part, expected) => {
    const { runLog, close } = world();
    const given = state(part);
    if (part.run === undefined && "run" in part) delete given.run;
    expect(await close({ ...part, ...(given.run === undefined ? { run: undefined } : {}) })).toMatchObject({
      runId: "run-1",
      state: expected,
    });
    expect(runLog.closed[0]?.closing.state).toBe(expected);
  });

  it("says in one line why it failed, with the message that Lambda wraps into the cause", async () => {
    const cause = JSON.stringify({ errorType: "DatabaseRefused", errorMessage: "disk full", trace: [] });
    const error = async (failure: MachineState["failure"]) => (await world().close({ failure })).error;
    expect(await error({ Error: "DatabaseRefused", Cause: cause })).toBe("DatabaseRefused: disk full");
    expect(await error({ Error: "States.Timeout", Cause: "not JSON" })).toBe("States.Timeout: not JSON");
    expect(await error({ Error: "States.Timeout", Cause: '"text"' })).toBe('States.Timeout: "text"');
    expect(await error({ Error: "States.Timeout" })).toBe("States.Timeout");
    expect(await error(undefined)).toBeNull();
  });
});

describe("closing a run", () => {
  it("writes its row and one row for each stage before it, and gives the lease back", async () => {
    const { runLog, lease, close } = world();
    await close();
    const [closed] = runLog.closed;
    expect(closed?.closing).toMatchObject({
      runId: "run-1",
      from: "2026-11-20",
      to: "2026-11-21",
      endedAt: NOW,
      startedAt: aRun().startedAt,
      configHash: aRun().configHash,
    });
    expect(closed?.steps.map(({ step }) => step)).toEqual(
      STAGES.map(({ id }) => id).filter((id) => id !== "14-pipeline-log"),
    );
    expect(lease.holder).toBeNull();
  });

  it("adds the shards of a stage up to one row, with the price of the metrics that CloudWatch bills", async () => {
    const { runLog, close } = world();
    const shards = [
      aShardResult(),
      aShardResult({ shard: "rds-s-002", state: "failed", error: "throttled" }),
    ];
    await close({
      collected: { redis: [aShardResult()], rds: shards, ec2: [], database: [], cloudwatch: [] },
    });
    const step = (name: string) => runLog.closed[0]?.steps.find((item) => item.step === name);
    // 16 metrics at 0.01 dollars a thousand.
    expect(step("04-collect-rds")).toMatchObject({
      state: "partial",
      inCount: 2,
      outCount: 4,
      apiCalls: 6,
      apiUnits: 16,
      costUsd: 0.00016,
      durationMs: 10,
      warnings: ["rds-s-002: throttled"],
    });
    expect(step("03-collect-redis")).toMatchObject({ state: "ok", costUsd: 0 });
    expect(step("05-collect-ec2")).toMatchObject({ state: "skipped" });
    expect(runLog.closed[0]?.closing.costUsd).toBeCloseTo(0.00016, 12);
  });

  it("marks the messages that were published, and no others", async () => {
    const { alerts, close } = world();
    const message = {
      ...{
        topic: "t",
        scoredOn: "",
        kind: "daily",
        subject: "",
        body: "",
        told: [],
        createdAt: "",
        sentAt: null,
      },
      runId: "run-1",
    };
    alerts.outbox.push({ ...message, seq: 0 }, { ...message, seq: 1 });
    await close({
      published: [
        { key: "run-1/t/0", isSent: true },
        { key: "run-1/t/1", isSent: false },
      ],
    });
    expect(alerts.outbox.map(({ sentAt }) => sentAt)).toEqual([NOW, null]);
  });

  it("inserts the row of a run that 00 never opened, with the input that it was started with", async () => {
    const { runLog, log } = world();
    runLog.known.clear();
    await log({
      executionName: "run-1",
      state: { input: { rundate: 1 }, failure: { Error: "InputInvalid" } },
    });
    expect(runLog.closed[0]?.closing).toMatchObject({
      state: "FAILED",
      input: { rundate: 1 },
      from: null,
      to: null,
      startedAt: NOW,
      codeVersion: "v1",
    });
  });

  it("changes nothing on a row that is closed, and does not release the lease of another run", async () => {
    const { runLog, lease, close } = world();
    runLog.known.set("run-1", { state: "COMPLETE", answer: {} });
    lease.holder = "run-2";
    await close({ failure: { Error: "Superseded" } });
    expect(runLog.known.get("run-1")?.state).toBe("COMPLETE");
    expect(lease.holder).toBe("run-2");
  });

  it("leaves no trace of a dry run", async () => {
    const { runLog, lease, close } = world();
    expect(await close({ run: aRun({ isDryRun: true }) })).toMatchObject({ state: "COMPLETE" });
    expect([runLog.closed, lease.calls]).toEqual([[], []]);
  });
});
