import { describe, expect, it } from "vitest";
import { scoreColumns } from "#core/model/score-rows.ts";
import type { ScoreRow } from "#core/ports/score-store.ts";
import { persistScores } from "#stages/11-persist-scores/run.ts";
import { computeHealth } from "#stages/12-health-scores/run.ts";
import { memoryArchive } from "../../support/memory-archive.ts";
import { memoryHealth, memoryScores } from "../../support/memory-stores.ts";
import { aRun, aScore } from "../../support/pipeline-rows.ts";

const recompute = { from: "2026-11-19", to: "2026-11-21" };

function world(rows: readonly ScoreRow[]) {
  const archive = memoryArchive();
  const series = [...Map.groupBy(rows, (row) => `${row.resourceId} ${row.metric}`).values()].flatMap(
    (ofSeries) =>
      ofSeries[0] === undefined
        ? []
        : [scoreColumns(ofSeries[0].resourceId, ofSeries[0].metric, ofSeries[0].healthWeight, ofSeries)],
  );
  archive.put("10", series);
  const scores = memoryScores();
  const health = memoryHealth();
  const event = (part = {}) => ({ run: aRun(part), scored: { key: "10", recompute } });
  return {
    ...{ scores, health },
    persist: (part = {}) => persistScores(event(part), { archive, stores: { scores } }),
    compute: (part = {}) => computeHealth(event(part), { archive, stores: { health } }),
  };
}

const rows = [
  aScore({ date: "2026-11-20" }),
  aScore({ date: "2026-11-21" }),
  aScore({ date: "2026-11-21", resourceId: "b" }),
];

describe("11-persist-scores", () => {
  it("replaces every recomputed day; one without a row is emptied", async () => {
    const { scores, persist } = world(rows);
    expect((await persist()).counts).toMatchObject({ in: 3, out: 3, skipped: 0 });
    expect([...scores.days]).toEqual([
      ["2026-11-19", []],
      ["2026-11-20", [rows[0]]],
      ["2026-11-21", [rows[2], rows[1]]],
    ]);
  });

  it("writes nothing in a dry run, and nothing once the lease is lost", async () => {
    const { scores, persist } = world(rows);
    expect((await persist({ isDryRun: true, epoch: 0 })).counts).toMatchObject({ in: 3, out: 0, skipped: 3 });
    await expect(persist({ epoch: 6 })).rejects.toMatchObject({ name: "Superseded" });
    expect(scores.days.size).toBe(0);
  });
});

describe("12-health-scores", () => {
  it("says the health of each resource from the penalties of its metrics: 3 of 4 lost is 25", async () => {
    const { health, compute } = world([
      aScore({ healthWeight: 3, healthPenalty: 3 }),
      aScore({ metric: "rds.read_iops", healthWeight: 1, healthPenalty: 0 }),
      aScore({ resourceId: "b", healthPenalty: null }),
    ]);
    expect((await compute()).counts).toMatchObject({ in: 2, out: 1, skipped: 1 });
    expect(health.days.get("2026-11-21")).toMatchObject([
      { resourceId: "b", score: null, judgedWeight: 0, totalWeight: 3 },
      { resourceId: "r", score: 25, penalties: [{ metric: "rds.cpu_utilization_pct", points: 75 }] },
    ]);
    expect(health.days.get("2026-11-19")).toEqual([]);
  });

  it("writes nothing in a dry run, and nothing once the lease is lost", async () => {
    const { health, compute } = world(rows);
    await compute({ isDryRun: true, epoch: 0 });
    await expect(compute({ epoch: 6 })).rejects.toMatchObject({ name: "Superseded" });
    expect(health.days.size).toBe(0);
  });
});
