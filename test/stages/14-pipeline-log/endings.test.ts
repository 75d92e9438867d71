import { describe, expect, it } from "vitest";
import { CANARY_MISSED } from "#core/canary/is-canary-found.ts";
import { StageError } from "#core/model/stage-error.ts";
import type { MachineState } from "#core/run-log/machine-state.ts";
import { aRun } from "../../support/pipeline-rows.ts";
import { NOW, state, world } from "./world.ts";

describe("the canary", () => {
  it("that was missed is a metric and a warning of the run", async () => {
    const { runLog, metrics, close } = world();
    await close({ alerts: { ...state().alerts, state: "ok", isCanaryFound: false } });
    expect(metrics).toMatchObject([{ isCanaryFound: false }]);
    expect(runLog.closed).toMatchObject([{ closing: { warnings: [CANARY_MISSED] } }]);
  });

  it("that nobody came to look for is neither", async () => {
    const { runLog, metrics, close } = world();
    await close({ alerts: undefined, failure: { Error: "DatabaseRefused" } });
    expect(metrics).toMatchObject([{ isCanaryFound: null }]);
    expect(runLog.closed).toMatchObject([{ closing: { warnings: [] } }]);
  });
});

describe("the metrics of a run", () => {
  it("come before the database, so that a dead one cannot hide a failed run (design, 4)", async () => {
    const { runLog, metrics, close } = world();
    runLog.close = () => Promise.reject(new StageError("DatabaseUnavailable", "failing over"));
    await expect(close({ failure: { Error: "DatabaseUnavailable" } })).rejects.toMatchObject({
      name: "DatabaseUnavailable",
    });
    expect(metrics).toEqual([
      { state: "FAILED", daysBehind: 1, openAlerts: 4, notifications: 2, isCanaryFound: true },
    ]);
  });

  // The run ends on the 22nd; a system that is up to date has the 21st.
  it.each<[string, Partial<MachineState>, number | null]>([
    ["0 after a COMPLETE run of yesterday", {}, 0],
    ["of the newest COMPLETE day, if this run was not", { failure: { Error: "x" } }, 1],
    [
      "of this run, if an older one is the newest before it",
      { run: aRun({ newestCompleteDay: "2026-11-01" }) },
      0,
    ],
    [
      "of the newer of both after a rerun of an old day",
      { run: aRun({ from: "2026-11-01", to: "2026-11-01" }) },
      1,
    ],
    [
      "unknown where no run was ever COMPLETE",
      { run: aRun({ newestCompleteDay: null }), failure: { Error: "x" } },
      null,
    ],
  ])("count the days behind: %s", async (_, part, expected) => {
    const { metrics, close } = world();
    await close(part);
    expect(metrics[0]?.daysBehind).toBe(expected);
  });
});

describe("an end that no Catch saw", () => {
  it.each([
    ["TIMED_OUT", "FAILED"],
    ["FAILED", "FAILED"],
    ["ABORTED", "SUPERSEDED"],
  ])("%s closes the open row as %s and gives its lease back", async (status, expected) => {
    const { runLog, lease, metrics, log } = world();
    const answer = await log({ name: "run-1", status });
    expect(answer).toEqual({ runId: "run-1", state: expected, error: `the execution ended as ${status}` });
    expect(runLog.closed[0]).toMatchObject({ closing: { state: expected, startedAt: NOW }, steps: [] });
    expect([lease.holder, metrics.length]).toEqual([null, 1]);
  });

  it("of a run that 14 closed already changes nothing and counts nothing twice", async () => {
    const { runLog, lease, metrics, log } = world();
    runLog.known.set("run-1", { state: "PARTIAL", answer: {} });
    expect(await log({ name: "run-1", status: "FAILED" })).toMatchObject({
      state: "PARTIAL",
    });
    expect([runLog.closed, metrics, lease.holder]).toEqual([[], [], null]);
  });

  it("acts on its own run only", async () => {
    const { lease, log } = world();
    lease.holder = "run-2";
    await log({ name: "run-1", status: "TIMED_OUT" });
    expect(lease.holder).toBe("run-2");
  });
});
