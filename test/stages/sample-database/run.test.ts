import { describe, expect, it } from "vitest";
import type { Archive, ArchiveHeader } from "#core/model/archive.ts";
import type { DatabaseSnapshot } from "#core/model/database-snapshot.ts";
import { StageError } from "#core/model/stage-error.ts";
import type { DatabaseGateway } from "#core/ports/database-gateway.ts";
import { sampleDatabase } from "#stages/sample-database/run.ts";
import { Answer, Event } from "#stages/sample-database/schema.ts";

const AT_10_15 = Date.UTC(2026, 10, 21, 10, 15) / 1000;

function memoryArchive() {
  const objects = new Map<string, { header: ArchiveHeader; rows: readonly unknown[] }>();
  const archive: Archive = {
    read: async (key) => [...(objects.get(key)?.rows ?? [])],
    has: async (key) => objects.has(key),
    list: async () => [...objects.keys()],
    first: async () => null,
    write: async (key, header, rows) => {
      if (objects.has(key)) {
        return "adopted";
      }
      objects.set(key, { header, rows });
      return "written";
    },
    writeDocument: async () => "written",
    addressOf: async (key) => key,
  };
  return { archive, objects };
}

function snapshotOf(sourceId: string): DatabaseSnapshot {
  return {
    sourceId,
    endpoint: `${sourceId}:3306`,
    engine: "mysql",
    takenAtSeconds: AT_10_15 + 3,
    uptimeSeconds: 1,
    gauges: {
      connections_in_use_pct: 1,
      threads_running: 1,
      replication_lag_seconds: null,
      longest_transaction_seconds: 0,
      xid_age: null,
    },
    counters: {
      slow_queries: 0,
      row_lock_waits: 0,
      deadlocks: 0,
      aborted_connects: 0,
      buffer_pool_read_requests: 0,
      buffer_pool_disk_reads: 0,
      cache_blocks_hit: null,
      cache_blocks_read: null,
    },
    catalogueHash: "0",
  };
}

function fakeGateway(sources: readonly string[], snapshot = async (id: string) => snapshotOf(id)) {
  let running = 0;
  const seen = { asked: [] as string[], most: 0 };
  const gateway: DatabaseGateway = {
    sources: async () => [...sources],
    snapshot: async (sourceId) => {
      seen.asked.push(sourceId);
      running += 1;
      seen.most = Math.max(seen.most, running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      return await snapshot(sourceId).finally(() => {
        running -= 1;
      });
    },
    get callCount() {
      return seen.asked.length;
    },
    close: async () => undefined,
  };
  return { gateway, seen };
}

describe("sample-database", () => {
  it("archives one object with a line per database, sorted, under a header of its own", async () => {
    const { archive, objects } = memoryArchive();
    const { gateway } = fakeGateway(["b", "a"]);
    const answer = await sampleDatabase({ nowSeconds: AT_10_15 + 5 }, { gateway, archive });
    expect(Answer.parse(answer)).toEqual({
      key: "samples/database/2026-11-21/1015",
      state: "written",
      answered: 2,
      failed: 0,
      calls: 2,
    });
    expect([...objects.values()]).toEqual([
      {
        header: { runId: "sample-2026-11-21T1015", stage: "sample-database", schemaVersion: 2 },
        rows: [
          { state: "ok", snapshot: snapshotOf("a") },
          { state: "ok", snapshot: snapshotOf("b") },
        ],
      },
    ]);
  });

  it.each([
    [AT_10_15 - 1, "2026-11-21/1000"],
    [AT_10_15, "2026-11-21/1015"],
    [AT_10_15 + 899, "2026-11-21/1015"],
    [AT_10_15 + 900, "2026-11-21/1030"],
    [Date.UTC(2026, 10, 22) / 1000 - 1, "2026-11-21/2345"],
    [Date.UTC(2026, 10, 22) / 1000, "2026-11-22/0000"],
  ])("called at %i it belongs to the slot %s", async (nowSeconds, slot) => {
    const { archive } = memoryArchive();
    const { key } = await sampleDatabase({ nowSeconds }, { gateway: fakeGateway([]).gateway, archive });
    expect(key).toBe(`samples/database/${slot}`);
  });

  it("writes a database that fails as a line with its reason, and the others all the same", async () => {
    const { archive, objects } = memoryArchive();
    const { gateway } = fakeGateway(["good", "bad"], async (id) => {
      if (id === "bad") {
        throw new StageError("AccessDenied", "may not log in");
      }
      return snapshotOf(id);
    });
    const answer = await sampleDatabase({ nowSeconds: AT_10_15 }, { gateway, archive });
    expect(answer).toMatchObject({ answered: 1, failed: 1 });
    expect([...objects.values()][0]?.rows[0]).toEqual({
      state: "failed",
      sourceId: "bad",
      error: "AccessDenied: may not log in",
    });
  });

  it("adopts what an earlier call of the slot wrote, without asking any database again", async () => {
    const { archive, objects } = memoryArchive();
    await sampleDatabase({ nowSeconds: AT_10_15 }, { gateway: fakeGateway(["a"]).gateway, archive });
    const before = [...objects.values()];
    const second = fakeGateway(["a", "b"]);
    const answer = await sampleDatabase({ nowSeconds: AT_10_15 + 600 }, { gateway: second.gateway, archive });
    expect(answer).toMatchObject({ state: "adopted", answered: 1, failed: 0 });
    expect(second.seen.asked).toEqual([]);
    expect([...objects.values()]).toEqual(before);
  });

  it("answers for the object that won where two calls of a slot overlap", async () => {
    const { archive } = memoryArchive();
    const answers = await Promise.all([
      sampleDatabase({ nowSeconds: AT_10_15 }, { gateway: fakeGateway(["a"]).gateway, archive }),
      sampleDatabase({ nowSeconds: AT_10_15 }, { gateway: fakeGateway(["a", "b"]).gateway, archive }),
    ]);
    expect(answers.map((answer) => answer.state).toSorted()).toEqual(["adopted", "written"]);
    expect(new Set(answers.map((answer) => answer.answered)).size).toBe(1);
  });

  it("asks no more databases at once than it may", async () => {
    const { archive } = memoryArchive();
    const sources = Array.from({ length: 20 }, (_, index) => `db-${index}`);
    const { gateway, seen } = fakeGateway(sources);
    const answer = await sampleDatabase({ nowSeconds: AT_10_15, concurrency: 3 }, { gateway, archive });
    expect(answer.answered).toBe(20);
    expect(seen.most).toBe(3);
  });

  it("gives up on who has not answered by the deadline, and keeps what the others said", async () => {
    const { archive, objects } = memoryArchive();
    const { gateway, seen } = fakeGateway(["a", "b-silent", "c", "d"], (id) =>
      id.endsWith("silent") ? new Promise<never>(() => undefined) : Promise.resolve(snapshotOf(id)),
    );
    const answer = await sampleDatabase(
      { nowSeconds: AT_10_15, concurrency: 1, deadlineMs: 100 },
      { gateway, archive },
    );
    expect(answer).toMatchObject({ answered: 1, failed: 3 });
    expect(seen.asked).toEqual(["a", "b-silent"]);
    expect(JSON.stringify([...objects.values()][0]?.rows[1])).toMatch(
      /SourceUnavailable: no answer within the 100 ms/,
    );
  });

  it("fails and writes nothing if the gateway cannot name its databases", async () => {
    const { archive, objects } = memoryArchive();
    const { gateway } = fakeGateway([]);
    const dead = {
      ...gateway,
      sources: async () => {
        throw new StageError("SourceUnavailable", "no gateway");
      },
    };
    await expect(sampleDatabase({ nowSeconds: AT_10_15 }, { gateway: dead, archive })).rejects.toMatchObject({
      name: "SourceUnavailable",
    });
    expect(objects.size).toBe(0);
  });

  it("puts yesterday's snapshots into one object at the first call after midnight, and leaves it alone after", async () => {
    const { archive, objects } = memoryArchive();
    const sampleAt = (hour: number, minute: number, day: number, ids: string[]) =>
      sampleDatabase(
        { nowSeconds: Date.UTC(2026, 10, day, hour, minute) / 1000 },
        { gateway: fakeGateway(ids).gateway, archive },
      );
    await sampleAt(10, 15, 21, ["late"]);
    await sampleAt(0, 0, 21, ["early"]);
    expect(objects.has("samples/database/2026-11-21/closed")).toBe(false);
    await sampleAt(0, 0, 22, ["next"]);
    const closed = objects.get("samples/database/2026-11-21/closed");
    expect(closed?.rows).toEqual([
      { state: "ok", snapshot: snapshotOf("early") },
      { state: "ok", snapshot: snapshotOf("late") },
    ]);
    await sampleAt(0, 15, 22, ["next"]);
    expect(objects.get("samples/database/2026-11-21/closed")).toBe(closed);
  });

  it("closes the day before in the call after one that could not", async () => {
    const { archive, objects } = memoryArchive();
    const at = (day: number, hour = 0) => ({ nowSeconds: Date.UTC(2026, 10, day, hour) / 1000 });
    const { gateway } = fakeGateway(["a"]);
    await sampleDatabase(at(21), { gateway, archive });
    const unreadable: Archive = {
      ...archive,
      read: async () => {
        throw new StageError("ArchiveUnavailable", "S3 is away");
      },
    };
    await expect(sampleDatabase(at(22), { gateway, archive: unreadable })).rejects.toThrow("S3 is away");
    expect(objects.has("samples/database/2026-11-22/0000")).toBe(true);
    await sampleDatabase(at(22), { gateway, archive });
    expect(objects.has("samples/database/2026-11-21/closed")).toBe(true);
  });

  it("takes any event of a schedule", () => {
    expect(Event.parse({ version: "0", source: "aws.events", time: "2026-11-21T10:15:00Z" })).toEqual({});
  });
});
