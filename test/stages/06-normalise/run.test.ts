import { describe, expect, it } from "vitest";
import { readRows } from "#core/model/archive-rows.ts";
import { NormalisedSeries } from "#core/model/normalised-series.ts";
import { normalise } from "#stages/06-normalise/run.ts";
import { memoryArchive } from "../../support/memory-archive.ts";
import { aRun, CONFIG_KEY, SHIPPED } from "../../support/pipeline-rows.ts";
import { aShardResult, MIDNIGHT, rawDay } from "../../support/raw-rows.ts";

describe("06-normalise", () => {
  const work = (rows: readonly unknown[]) => {
    const archive = memoryArchive();
    archive.put(CONFIG_KEY, [SHIPPED]);
    archive.put(aShardResult().key ?? "", rows);
    return { archive, go: (part = {}) => normalise({ run: aRun(), shard: aShardResult(part) }, { archive }) };
  };

  it("archives what it normalised, counts what it dropped, and gives equal bytes when it is run twice", async () => {
    const raw = rawDay({ t: [MIDNIGHT, MIDNIGHT, MIDNIGHT + 300], value: [1, 2, null] });
    const { archive, go } = work([raw, { ...raw, metric: "rds.no_longer" }]);
    const answer = await go();
    expect(answer).toMatchObject({
      state: "ok",
      key: "runs/run-1/06-normalise/rds-s-001",
      counts: { in: 2, out: 1, skipped: 2, calls: 0, units: 0 },
    });
    expect(await readRows(archive, answer.key ?? "", NormalisedSeries)).toMatchObject([
      { days: [{ slots: { slot: [0], sum: [2] } }] },
    ]);
    expect(await go()).toEqual(answer);
  });

  it("passes on that its shard was cut", async () => {
    expect(await work([]).go({ state: "partial", error: "cut" })).toMatchObject({
      state: "partial",
      error: "cut",
    });
  });

  it("refuses a shard whose collector failed, and an object that is not what a collector writes", async () => {
    await expect(work([]).go({ key: null, state: "failed" })).rejects.toMatchObject({
      name: "ArchiveCorrupt",
    });
    await expect(work([{ resourceId: 7 }]).go()).rejects.toMatchObject({ name: "ArchiveCorrupt" });
  });
});
