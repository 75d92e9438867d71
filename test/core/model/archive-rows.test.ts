import { describe, expect, it } from "vitest";
import * as z from "zod";
import { readRows, readRunConfig, writeRows } from "#core/model/archive-rows.ts";
import { StageError } from "#core/model/stage-error.ts";
import { capWarnings } from "#core/model/stage-report.ts";
import { memoryArchive } from "../../support/memory-archive.ts";
import { aRun, CONFIG_KEY, SHIPPED } from "../../support/pipeline-rows.ts";

describe("rows of the archive", () => {
  it("lie under run, stage and part, with a header that names them", async () => {
    const archive = memoryArchive();
    const key = await writeRows(archive, { run: aRun(), stage: "10-score", part: "all" }, [{ a: 1 }]);
    expect(key).toBe("runs/run-1/10-score/all");
    expect(archive.header(key)).toEqual({ runId: "run-1", stage: "10-score", schemaVersion: 2 });
    expect(await readRows(archive, key, z.object({ a: z.number() }))).toEqual([{ a: 1 }]);
  });

  it("name object, row and field where one does not have its shape", async () => {
    const archive = memoryArchive();
    archive.put("k", [{ a: { b: 1 } }, { a: { b: "one" } }]);
    const reading = readRows(archive, "k", z.object({ a: z.object({ b: z.number() }) }));
    await expect(reading).rejects.toThrow(/^k row 2, a\.b: /);
    await expect(reading).rejects.toMatchObject({ name: "ArchiveCorrupt" });
  });

  it("are refused by a derived stage that found others there, and adopted by a collector", async () => {
    const archive = memoryArchive();
    const place = { run: aRun(), stage: "04-collect-rds", part: "s" } as const;
    await writeRows(archive, place, [1]);
    await expect(writeRows(archive, place, [2])).rejects.toMatchObject({ name: "ArchiveConflict" });
    await writeRows(archive, { ...place, adopt: true }, [2]);
    expect(archive.rows("runs/run-1/04-collect-rds/s")).toEqual([1]);
  });

  it("hold the config of the run, and its absence is said", async () => {
    const archive = memoryArchive();
    archive.put(CONFIG_KEY, [SHIPPED]);
    archive.put("empty", []);
    expect(await readRunConfig(archive, { configKey: CONFIG_KEY })).toEqual(SHIPPED);
    await expect(readRunConfig(archive, { configKey: "empty" })).rejects.toThrow("empty is empty");
  });
});

describe("warnings that pass through the state", () => {
  const texts = (count: number) => Array.from({ length: count }, (_, index) => `w${index}`);

  it("stay as they are up to ten", () => {
    expect(capWarnings(texts(10))).toEqual(texts(10));
  });

  it("are nine and a count of the rest from eleven on", () => {
    expect(capWarnings(texts(11))).toEqual([...texts(9), "and 2 more warnings"]);
  });

  it("are cut after 240 characters, visibly", () => {
    const [kept, cut] = capWarnings(["x".repeat(240), "x".repeat(241)]);
    expect(kept).toBe("x".repeat(240));
    expect(cut).toBe(`${"x".repeat(239)}…`);
  });
});

describe("a stage's error", () => {
  it("says by its name alone whether the same call may succeed later", () => {
    expect(new StageError("SourceThrottled", "slower").isRetryable).toBe(true);
    expect(new StageError("InputInvalid", "no").isRetryable).toBe(false);
  });
});
