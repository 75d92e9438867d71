import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { dailyRow, freshDatabase, startTestServer, type TestDatabase } from "./test-database.ts";

const server = await startTestServer();
afterAll(() => server?.stop());

describe.skipIf(server === undefined)("the run lease", () => {
  let test: TestDatabase;
  beforeEach(async () => {
    test = await freshDatabase(server);
  });
  afterEach(() => test.close());

  it("goes to exactly one of ten runs that ask at once", async () => {
    const asked = Array.from({ length: 10 }, (_, index) => test.stores.lease.take(`run-${index}`, 60));
    const answers = await Promise.allSettled(asked);
    expect(answers.filter((answer) => answer.status === "fulfilled")).toHaveLength(1);
    for (const answer of answers) {
      if (answer.status === "rejected") expect(answer.reason).toMatchObject({ name: "RunInProgress" });
    }
  });

  it("is confirmed to its holder, with the same epoch", async () => {
    const first = await test.stores.lease.take("run-1", 60);
    const again = await test.stores.lease.take("run-1", 60);
    expect(first).toEqual({ epoch: 1, isHeldAlready: false });
    expect(again).toEqual({ epoch: 1, isHeldAlready: true });
  });

  it("names holder and expiry to the one that is refused", async () => {
    await test.stores.lease.take("run-1", 60);
    const { expiresAt } = await test.stores.lease.state();
    await expect(test.stores.lease.take("run-2", 60)).rejects.toThrow(
      new RegExp(`run-1 holds the lease until ${expiresAt}`),
    );
  });

  it("may be taken once it has expired, and not before", async () => {
    await test.stores.lease.take("run-1", 60);
    await test.sql("UPDATE infra_run_lease SET expires_at = UTC_TIMESTAMP(3) + INTERVAL 5 SECOND");
    await expect(test.stores.lease.take("run-2", 60)).rejects.toMatchObject({ name: "RunInProgress" });
    await test.sql("UPDATE infra_run_lease SET expires_at = UTC_TIMESTAMP(3)");
    await expect(test.stores.lease.take("run-2", 60)).resolves.toEqual({ epoch: 2, isHeldAlready: false });
  });

  it("is released only for the run that it names, and ends its epoch", async () => {
    await test.stores.lease.take("run-1", 60);
    await expect(test.stores.lease.release("run-2")).resolves.toBe(false);
    await expect(test.stores.lease.release("run-1")).resolves.toBe(true);
    await expect(test.stores.lease.release("run-1")).resolves.toBe(false);
    await expect(test.stores.lease.state()).resolves.toEqual({
      epoch: 2,
      runId: null,
      expiresAt: null,
      dirtyFrom: null,
    });
  });

  it("refuses a zombie's writing before anything changed", async () => {
    const { epoch } = await test.stores.lease.take("zombie", 60);
    await test.sql("UPDATE infra_run_lease SET expires_at = UTC_TIMESTAMP(3)");
    await test.stores.lease.take("run-2", 60);
    const before = await test.dump();
    const provenance = { runId: "zombie", configHash: "", codeVersion: "" };
    const nothing = { upserts: [], deletes: [], actions: [], notifications: [] };
    const writings = [
      test.stores.dailyValues.replaceDay(epoch, "zombie", "2026-11-20", [dailyRow()]),
      test.stores.scores.replaceDate(epoch, provenance, "2026-11-20", []),
      test.stores.health.replaceDate(epoch, "zombie", "2026-11-20", []),
      test.stores.alerts.apply(epoch, provenance, nothing),
      test.stores.inventory.upsert(epoch, "zombie", []),
    ];
    for (const writing of await Promise.allSettled(writings)) {
      expect(writing).toMatchObject({ status: "rejected", reason: { name: "Superseded" } });
    }
    expect(await test.dump()).toBe(before);
  });
});

const OPENING = {
  ...{
    runId: "run-1",
    configHash: "c",
    codeVersion: "v",
    from: "2026-11-19",
    to: "2026-11-20",
    isDryRun: false,
  },
  ...{
    startedAt: "2026-11-21T07:00:00.123Z",
    input: { only: ["redis"] },
    answer: { epoch: 3 },
    warnings: ["late"],
  },
};
const CLOSING = {
  ...{
    runId: "run-1",
    configHash: "c",
    codeVersion: "v",
    from: "2026-11-19",
    to: "2026-11-20",
    isDryRun: false,
    input: null,
  },
  ...{
    startedAt: "2026-11-21T07:00:00.123Z",
    endedAt: "2026-11-21T07:00:09.000Z",
    durationMs: 8877,
    error: null,
  },
  ...{ inCount: 1, outCount: 2, skippedCount: 0, apiCalls: 5, apiUnits: 6, costUsd: 0.01, warnings: [] },
};

describe.skipIf(server === undefined)("the run log", () => {
  let test: TestDatabase;
  beforeEach(async () => {
    test = await freshDatabase(server);
  });
  afterEach(() => test.close());

  it("gives a second call of the same run the first answer", async () => {
    await test.stores.runLog.open(OPENING);
    await test.stores.runLog.open({ ...OPENING, answer: { epoch: 99 } });
    await expect(test.stores.runLog.find("run-1")).resolves.toEqual({ state: "OPEN", answer: { epoch: 3 } });
    await expect(test.stores.runLog.find("run-2")).resolves.toBeNull();
  });

  it("closes once, refuses to open a closed run, and inserts the row that was never opened", async () => {
    const { runLog } = test.stores;
    await runLog.open(OPENING);
    await expect(runLog.close({ ...CLOSING, state: "COMPLETE" }, [])).resolves.toBe("closed");
    await expect(runLog.close({ ...CLOSING, state: "FAILED" }, [])).resolves.toBe("unchanged");
    await expect(runLog.find("run-1")).resolves.toMatchObject({ state: "COMPLETE" });
    await expect(runLog.open(OPENING)).rejects.toMatchObject({ name: "RunClosed" });
    await expect(runLog.close({ ...CLOSING, runId: "run-2", state: "FAILED" }, [])).resolves.toBe("inserted");
  });

  it("counts days of COMPLETE runs only", async () => {
    const { runLog } = test.stores;
    await expect(runLog.newestCompleteDay()).resolves.toBeNull();
    await runLog.close(
      { ...CLOSING, runId: "a", from: "2026-11-10", to: "2026-11-12", state: "COMPLETE" },
      [],
    );
    await runLog.close(
      { ...CLOSING, runId: "b", from: "2026-11-14", to: "2026-11-14", state: "PARTIAL" },
      [],
    );
    await runLog.close(
      { ...CLOSING, runId: "c", from: "2026-11-15", to: "2026-11-15", state: "COMPLETE" },
      [],
    );
    await expect(runLog.coveredDays("2026-11-12", "2026-11-18")).resolves.toEqual([
      "2026-11-12",
      "2026-11-15",
    ]);
    await expect(runLog.newestCompleteDay()).resolves.toBe("2026-11-15");
  });
});
