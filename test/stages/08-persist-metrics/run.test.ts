import { describe, expect, it } from "vitest";
import { readRows } from "#core/model/archive-rows.ts";
import { DailySeries } from "#core/model/daily-value.ts";
import { aResource } from "../../support/pipeline-rows.ts";
import { aShardResult } from "../../support/raw-rows.ts";
import { CPU, cpuOf, LAG, ORDERS, value, world } from "./world.ts";

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

  it("are kept of a resource's last hours, after the day on which it was last described", async () => {
    const gone = aResource({ status: "gone", lastSeen: "2026-11-19" });
    const days = [value("2026-11-20", 40), value("2026-11-21", null)];
    const { persist, rows } = world({ resources: [gone], series: [cpuOf(...days)] });
    await persist({ sources: ["rds"] });
    expect([rows("2026-11-20"), rows("2026-11-21")]).toEqual([[[CPU, "ok", 40]], []]);
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
