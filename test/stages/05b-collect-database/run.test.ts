import { describe, expect, it } from "vitest";
import { readRows } from "#core/model/archive-rows.ts";
import type { DatabaseSnapshot, SnapshotLine } from "#core/model/database-snapshot.ts";
import { RawSeries } from "#core/model/raw-series.ts";
import type { Resource } from "#core/model/resource.ts";
import { startOfDay } from "#core/model/utc-day.ts";
import { collectDatabase } from "#stages/05b-collect-database/run.ts";
import { aSnapshot } from "../../support/database-snapshots.ts";
import { type MemoryArchive, memoryArchive } from "../../support/memory-archive.ts";
import { aResource, aRun, CONFIG_KEY, INVENTORY_KEY, SHIPPED } from "../../support/pipeline-rows.ts";

const ENDPOINT = "orders.abc.us-east-1.rds.amazonaws.com:3306";

function lay(
  archive: MemoryArchive,
  moment: string,
  lines: readonly Partial<DatabaseSnapshot>[],
  failed: readonly string[] = [],
) {
  const [date = "", time = ""] = moment.split(" ");
  const seconds = startOfDay(date) + Number(time.slice(0, 2)) * 3600 + Number(time.slice(2)) * 60;
  const rows: SnapshotLine[] = [
    ...lines.map((part) => ({
      state: "ok" as const,
      snapshot: aSnapshot({ takenAtSeconds: seconds + 3, ...part }),
    })),
    ...failed.map((sourceId) => ({ state: "failed" as const, sourceId, error: "AccessDenied" })),
  ];
  archive.put(`samples/database/${date}/${time}`, rows);
}

async function collect(archive: MemoryArchive, resources: readonly Resource[] = [aResource()], part = {}) {
  archive.put(CONFIG_KEY, [SHIPPED]);
  archive.put(INVENTORY_KEY, resources);
  const shard = {
    id: "database-all-all-001",
    source: "database",
    accountId: "all",
    region: "all",
    offset: 0,
    count: resources.length,
  } as const;
  const result = await collectDatabase({ run: aRun(part), shard, inventoryKey: INVENTORY_KEY }, { archive });
  const series = await readRows(archive, result.key ?? "", RawSeries);
  const find = (metric: string, resourceId = resources[0]?.resourceId) =>
    series.find((item) => item.metric === metric && item.resourceId === resourceId);
  return { result, series, find };
}

const THREADS = "database.threads_running";
const SLOW = "database.slow_queries_per_second";
const statuses = (series: RawSeries | undefined) => series?.answers.map(({ date, status }) => [date, status]);

describe("a database behind the gateway", () => {
  it("is found among more lines than an argument list can hold", async () => {
    const archive = memoryArchive();
    const others = Array.from({ length: 200_000 }, (_, index) => `db-${index}`);
    lay(archive, "2026-11-21 0000", [{ endpoint: ENDPOINT }], others);
    const { find } = await collect(archive);
    expect(find(THREADS)?.samples?.t).toHaveLength(1);
  });

  it("has the samples of the snapshots whose address is one of its endpoints", async () => {
    const archive = memoryArchive();
    lay(archive, "2026-11-20 0000", [
      { endpoint: ENDPOINT.toUpperCase(), sourceId: "whatever" },
      { endpoint: "other:3306", sourceId: "other" },
    ]);
    lay(archive, "2026-11-21 0000", [{ endpoint: ENDPOINT, sourceId: "whatever" }]);
    const { result, find } = await collect(archive);
    expect(find(THREADS)?.samples).toEqual({
      stepSeconds: 900,
      t: [startOfDay("2026-11-20"), startOfDay("2026-11-21")],
      value: [3, 3],
    });
    expect(result).toMatchObject({ state: "ok", error: null });
  });

  it.each([
    ["one of the days is", ["2026-11-20"]],
    ["all of them are, and so is the day before", ["2026-11-19", "2026-11-20", "2026-11-21"]],
  ])("has the same samples and rates where %s closed", async (_, closedDays) => {
    const archive = memoryArchive();
    const counted = (slow_queries: number) => ({
      endpoint: ENDPOINT,
      counters: { ...aSnapshot().counters, slow_queries },
    });
    lay(archive, "2026-11-19 2330", [counted(10)]);
    lay(archive, "2026-11-19 2345", [counted(100)]);
    lay(archive, "2026-11-20 0000", [counted(1000)]);
    lay(archive, "2026-11-20 0015", [counted(2800)]);
    lay(archive, "2026-11-21 0000", [counted(2801)]);
    const open = await collect(archive);
    const closed = memoryArchive();
    for (const key of archive.keys.filter((name) => name.startsWith("samples/"))) {
      const day = key.slice("samples/database/".length).slice(0, "YYYY-MM-DD".length);
      const target = closedDays.includes(day) ? `samples/database/${day}/closed` : key;
      closed.put(target, [...closed.rows(target), ...archive.rows(key)]);
    }
    const found = (await collect(closed)).find(SLOW)?.samples;
    expect(found).toEqual(open.find(SLOW)?.samples);
    expect(found?.value?.slice(0, 2)).toEqual([1, 2]);
  });

  it("has those of the source that bears its name, where the server does not know its own endpoint", async () => {
    const archive = memoryArchive();
    lay(archive, "2026-11-20 0000", [{ endpoint: "ip-10-0-0-5:3306", sourceId: "orders_db" }]);
    lay(archive, "2026-11-21 0000", [{ endpoint: "ip-10-0-0-5:3306", sourceId: "orders_db" }]);
    expect(
      (await collect(archive, [aResource({ name: "Orders-DB" })])).find(THREADS)?.samples?.value,
    ).toEqual([3, 3]);
  });

  it("measures its first rate from the last snapshot of the day before, which is no sample of the run", async () => {
    const archive = memoryArchive();
    const at = (slow_queries: number, uptimeSeconds: number) => ({
      uptimeSeconds,
      counters: { ...aSnapshot().counters, slow_queries },
    });
    lay(archive, "2026-11-19 2345", [at(100, 10_000)]);
    lay(archive, "2026-11-20 0000", [at(190, 10_900)]);
    const { find } = await collect(archive, undefined, { to: "2026-11-20" });
    // 90 slow queries in 900 seconds.
    expect(find(SLOW)?.samples).toEqual({ stepSeconds: 900, t: [startOfDay("2026-11-20")], value: [0.1] });
  });
});

// Design, 4: days before the oldest snapshot are not_available; a later day without any is failed, so a dead sampler makes runs PARTIAL.
describe("days without a snapshot", () => {
  it("were never seen before the oldest of all, and failed after it", async () => {
    const archive = memoryArchive();
    lay(archive, "2026-11-19 1200", [{}]);
    lay(archive, "2026-11-21 1200", [{}]);
    const { result, find } = await collect(archive, undefined, { from: "2026-11-18" });
    expect(statuses(find(THREADS))).toEqual([
      ["2026-11-18", "not_available"],
      ["2026-11-19", "ok"],
      ["2026-11-20", "failed"],
      ["2026-11-21", "ok"],
    ]);
    expect(result.state).toBe("partial");
  });

  it("are not available where the sampler never ran, with a hint", async () => {
    const { result, find } = await collect(memoryArchive());
    expect(statuses(find(THREADS))).toEqual([
      ["2026-11-20", "not_available"],
      ["2026-11-21", "not_available"],
    ]);
    expect(result.state).toBe("ok");
  });

  it("are not available beyond the newest seven: the archive has no daily statistics", async () => {
    const archive = memoryArchive();
    for (const day of ["14", "15", "16", "17", "18", "19", "20", "21"])
      lay(archive, `2026-11-${day} 0000`, [{}]);
    const { find } = await collect(archive, undefined, { from: "2026-11-14" });
    expect(statuses(find(THREADS))?.slice(0, 2)).toEqual([
      ["2026-11-14", "not_available"],
      ["2026-11-15", "ok"],
    ]);
  });
});

describe("a database without a snapshot of its own", () => {
  const stranger = aResource({ resourceId: "arn:stranger", name: "stranger", endpoints: ["stranger:3306"] });

  it("is not served by a gateway whose sources all answered", async () => {
    const archive = memoryArchive();
    lay(archive, "2026-11-20 0000", [{}]);
    lay(archive, "2026-11-21 0000", [{}]);
    const { find } = await collect(archive, [aResource(), stranger]);
    expect(statuses(find(THREADS, "arn:stranger"))?.map(([, status]) => status)).toEqual([
      "not_available",
      "not_available",
    ]);
  });

  it("failed where a source never answered: it may be that one", async () => {
    const archive = memoryArchive();
    lay(archive, "2026-11-20 0000", [{}], ["stranger"]);
    lay(archive, "2026-11-21 0000", [{}], ["stranger"]);
    const { result, find } = await collect(archive, [aResource(), stranger]);
    expect(statuses(find(THREADS, "arn:stranger"))?.map(([, status]) => status)).toEqual([
      "failed",
      "failed",
    ]);
    expect(result.error).toContain("1 databases have no source in the gateway");
  });
});

it("reads the metrics of each engine", async () => {
  const archive = memoryArchive();
  lay(archive, "2026-11-21 0000", [{}]);
  const { series } = await collect(archive, [aResource({ engine: "postgres" })]);
  expect(series.map(({ metric }) => metric)).toContain("database.xid_age");
  expect(series.map(({ metric }) => metric)).not.toContain(SLOW);
});
