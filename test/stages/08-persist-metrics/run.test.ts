import { describe, expect, it } from "vitest";
import { readRows } from "#core/model/archive-rows.ts";
import { DailySeries, type DailyValue } from "#core/model/daily-value.ts";
import type { Resource } from "#core/model/resource.ts";
import { persistMetrics } from "#stages/08-persist-metrics/run.ts";
import { memoryArchive } from "../../support/memory-archive.ts";
import { memoryDailyValues, memoryInventory, memoryLease } from "../../support/memory-stores.ts";
import { aResource, aRun, CONFIG_KEY, configOf, INVENTORY_KEY, metric } from "../../support/pipeline-rows.ts";
import { aShardResult } from "../../support/raw-rows.ts";

const CPU = "rds.cpu_utilization_pct";
const LAG = "database.replication_lag_seconds";
const CLIENTS = "redis.connected_clients";
const config = configOf({ [CPU]: metric(CPU), [LAG]: metric(LAG), [CLIENTS]: metric(CLIENTS) });
const ORDERS = aResource().resourceId;

function value(date: string, avg: number | null, part: Partial<DailyValue> = {}): DailyValue {
  return {
    ...{
      date,
      status: avg === null ? ("no_data" as const) : ("ok" as const),
      resolution: "samples",
      min: avg,
      max: avg,
      avg,
      p95: avg,
    },
    ...{ slotsGot: avg === null ? 0 : 288, slotsExpected: 288, slotsAboveZero: null },
    ...part,
  };
}

interface Given {
  readonly resources?: readonly Resource[];
  readonly series?: readonly { resourceId: string; metric: string; days: DailyValue[] }[];
  readonly newest?: string;
  readonly dirtyFrom?: string;
}

function world({ resources = [aResource()], series = [], newest, dirtyFrom }: Given = {}) {
  const archive = memoryArchive();
  archive.put(CONFIG_KEY, [config]);
  archive.put(INVENTORY_KEY, resources);
  const shard = aShardResult({ key: archive.put("07", series) });
  const stores = {
    dailyValues: memoryDailyValues(newest ?? null),
    inventory: memoryInventory(),
    lease: memoryLease(),
  };
  stores.lease.dirtyFrom = dirtyFrom ?? null;
  const persist = (part = {}, aggregated = [shard]) =>
    persistMetrics({ run: aRun(part), inventoryKey: INVENTORY_KEY, aggregated }, { archive, stores });
  const rows = (date: string) =>
    (stores.dailyValues.days.get(date) ?? []).map((row) => [row.metric, row.status, row.avg]);
  return { archive, stores, persist, rows };
}

const cpuOf = (...days: DailyValue[]) => ({ resourceId: ORDERS, metric: CPU, days });

describe("the rows of a day", () => {
  it("are what was answered, with source and unit, one transaction a day", async () => {
    const { stores, persist } = world({ series: [cpuOf(value("2026-11-20", 40), value("2026-11-21", 41))] });
    const answer = await persist({ sources: ["rds"] });
    expect([...stores.dailyValues.days.keys()]).toEqual(["2026-11-20", "2026-11-21"]);
    expect(stores.dailyValues.days.get("2026-11-21")).toEqual([
      { ...value("2026-11-21", 41), resourceId: ORDERS, metric: CPU, source: "rds", unit: "percent" },
    ]);
    expect(answer).toMatchObject({
      state: "ok",
      failedSeriesDays: 0,
      warnings: [],
      counts: { in: 2, out: 2, skipped: 0 },
    });
  });

  it("are failed for every expected series that no shard answered for, which makes the run partial", async () => {
    const replica = aResource({ traits: ["replica"] });
    const { stores, persist, rows } = world({
      resources: [replica],
      series: [cpuOf(value("2026-11-21", 41))],
    });
    const answer = await persist();
    expect(rows("2026-11-20").toSorted()).toEqual([
      [LAG, "failed", null],
      [CPU, "failed", null],
    ]);
    expect(rows("2026-11-21")).toContainEqual([CPU, "ok", 41]);
    // A day of database snapshots expects 96 slots, one of five-minute points 288.
    expect(
      stores.dailyValues.days
        .get("2026-11-20")
        ?.map(({ slotsExpected }) => slotsExpected)
        .toSorted(),
    ).toEqual([288, 96]);
    expect(answer).toMatchObject({ state: "partial", failedSeriesDays: 3 });
    expect(answer.warnings[0]).toContain("3 of 4 series-days failed");
  });

  it("are failed where a shard failed: nobody reads what it may have left", async () => {
    const { archive, persist, rows } = world();
    const left = aShardResult({ state: "failed", key: archive.put("left", [cpuOf(value("2026-11-21", 1))]) });
    await persist({ sources: ["rds"] }, [left, aShardResult({ state: "failed", key: null })]);
    expect(rows("2026-11-21")).toEqual([[CPU, "failed", null]]);
  });

  it("are of the sources of the run only: one that was not asked has not failed", async () => {
    const { persist, rows } = world({ resources: [aResource({ traits: ["replica"] })] });
    await persist({ sources: ["database"] });
    expect(rows("2026-11-21")).toEqual([[LAG, "failed", null]]);
  });

  it("are none for a resource that did not exist yet, or no longer", async () => {
    const young = aResource({ firstSeen: "2026-11-21" });
    const gone = aResource({ resourceId: "arn:gone", status: "gone", lastSeen: "2026-11-20" });
    const { stores, persist } = world({ resources: [young, gone] });
    await persist({ sources: ["rds"] });
    const ids = (date: string) => stores.dailyValues.days.get(date)?.map(({ resourceId }) => resourceId);
    expect([ids("2026-11-20"), ids("2026-11-21")]).toEqual([["arn:gone"], [ORDERS]]);
  });
});

describe("the first day of a resource", () => {
  it("is the first that brought a value, if that is earlier than all other evidence", async () => {
    const young = aResource({ firstSeen: "2026-11-21" });
    const { stores, persist, rows } = world({
      resources: [young],
      series: [cpuOf(value("2026-11-20", 40), value("2026-11-21", 41))],
    });
    await persist({ sources: ["rds"] });
    expect(stores.inventory.stored[0]?.firstSeen).toBe("2026-11-20");
    expect(rows("2026-11-20")).toEqual([[CPU, "ok", 40]]);
  });

  it("is not moved by an answer without a value, and never later", async () => {
    const series = [cpuOf(value("2026-11-19", null), value("2026-11-20", 40))];
    const { stores, persist, rows } = world({ resources: [aResource({ firstSeen: "2026-11-20" })], series });
    await persist({ sources: ["rds"], from: "2026-11-19" });
    expect(stores.inventory.stored[0]?.firstSeen).toBe("2026-11-20");
    expect(rows("2026-11-19")).toEqual([]);
    const old = world({ series });
    await old.persist({ sources: ["rds"] });
    expect(old.stores.inventory.stored[0]?.firstSeen).toBe("2025-01-01");
  });

  it("of one that only Prometheus knows is the first with a value, and it joins the inventory", async () => {
    const stranger = { resourceId: "redis://c:6379", metric: CLIENTS, days: [value("2026-11-21", 5)] };
    const { stores, persist, rows } = world({ resources: [], series: [stranger] });
    await persist({ sources: ["redis"] });
    expect(stores.inventory.stored).toMatchObject([
      {
        resourceId: "redis://c:6379",
        type: "redis",
        accountId: "",
        name: "c:6379",
        firstSeen: "2026-11-21",
        lastSeen: "2026-11-22",
        status: "described",
      },
    ]);
    expect([rows("2026-11-20"), rows("2026-11-21")]).toEqual([[], [[CLIENTS, "ok", 5]]]);
  });
});

// Design, 4: 09-13 work from the earlier of `from` and `dirty_from` to the newest stored day.
describe("the days that the stages after it recompute", () => {
  it.each<[string, Given, string, string]>([
    ["the run's own", {}, "2026-11-20", "2026-11-21"],
    [
      "from an older day whose values changed and were not scored since",
      { dirtyFrom: "2026-11-10" },
      "2026-11-10",
      "2026-11-21",
    ],
    [
      "from its own first day if what changed is later",
      { dirtyFrom: "2026-11-21" },
      "2026-11-20",
      "2026-11-21",
    ],
    [
      "to the newest stored day: later days depend on what this run wrote",
      { newest: "2026-11-30" },
      "2026-11-20",
      "2026-11-30",
    ],
  ])("are %s", async (_, given, from, to) => {
    expect((await world(given).persist()).recompute).toEqual({ from, to });
  });
});

describe("a dry run", () => {
  it("writes nothing to the tables, and lays its values aside for 09", async () => {
    const { archive, stores, persist } = world({
      series: [cpuOf(value("2026-11-20", 40), value("2026-11-21", 41))],
    });
    const answer = await persist({ isDryRun: true, sources: ["rds"], epoch: 0 });
    expect([stores.dailyValues.days.size, stores.inventory.stored]).toEqual([0, []]);
    expect(answer).toMatchObject({
      overlayKey: "runs/run-1/08-persist-metrics/overlay",
      counts: { in: 2, out: 0, skipped: 2 },
    });
    expect(await readRows(archive, answer.overlayKey ?? "", DailySeries)).toEqual([
      cpuOf(value("2026-11-20", 40), value("2026-11-21", 41)),
    ]);
  });
});

it("a run that lost its lease writes nothing", async () => {
  const { stores, persist } = world({ series: [cpuOf(value("2026-11-21", 41))] });
  await expect(persist({ epoch: 6 })).rejects.toMatchObject({ name: "Superseded" });
  expect(stores.dailyValues.days.size).toBe(0);
});
