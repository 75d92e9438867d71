import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { startDemoWorld } from "#lib/local/demo/demo-world.ts";

afterEach(() => vi.unstubAllEnvs());

it("leaves neither servers nor files behind where the database cannot be had", async () => {
  const directory = mkdtempSync(join(tmpdir(), "pim-test-"));
  vi.stubEnv("TMPDIR", directory);
  vi.stubEnv("DATABASE_URL", "postgres://user:password@127.0.0.1/test");
  const before = childProcesses();
  const starting = startDemoWorld({
    seed: 1,
    backfillFrom: "2026-10-01",
    monitoringStart: "2026-11-01",
    lastDay: "2026-11-02",
    snapshotDays: ["2026-10-31"],
    onProgress: () => undefined,
  });
  await expect(starting).rejects.toThrow("DATABASE_URL has to look like mysql://");
  expect(childProcesses()).toEqual(before);
  expect(readdirSync(directory)).toEqual([]);
  rmSync(directory, { recursive: true });
});

/** Of this process, by the word of Linux; empty elsewhere. */
function childProcesses(): string[] {
  if (process.platform !== "linux") return [];
  const threads = readdirSync("/proc/self/task");
  const lists = threads.map((thread) => readFileSync(`/proc/self/task/${thread}/children`, "utf8"));
  return lists.flatMap((list) => list.split(" ").filter(Boolean));
}
