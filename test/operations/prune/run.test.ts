import { describe, expect, it } from "vitest";
import { PRUNER } from "#contract/stages.ts";
import { AGEING_TABLES, type AgeingTable } from "#core/ports/retention.ts";
import { prune } from "../../../lambdas/operations/prune/run.ts";

/** Tables with `left` rows each, of which one batch deletes ten and takes `batchMs`. */
function world({ left, batchMs }: { left: number; batchMs: number }) {
  const rows = new Map<AgeingTable, number>(AGEING_TABLES.map((table) => [table, left]));
  const asked: string[] = [];
  let elapsedMs = 0;
  return {
    rows,
    asked,
    ports: {
      retention: {
        async deleteBatch(table: AgeingTable, before: string) {
          asked.push(before);
          elapsedMs += batchMs;
          const gone = Math.min(10, rows.get(table) ?? 0);
          rows.set(table, (rows.get(table) ?? 0) - gone);
          return gone;
        },
      },
      now: () => "2026-11-25T15:40:07Z",
      elapsedMs: () => elapsedMs,
      report: () => undefined,
    },
  };
}

describe("pruning", () => {
  it("keeps exactly 400 days before today", async () => {
    const { asked, ports } = world({ left: 0, batchMs: 1 });
    const answer = await prune(400, ports);
    // 2025-10-21 + 400 days = 2026-11-25: `date -d "2025-10-21 +400 days"`.
    expect(answer.keptFrom).toBe("2025-10-21");
    expect(new Set(asked)).toEqual(new Set(["2025-10-21"]));
  });

  it("goes on until a batch finds nothing, and says what went", async () => {
    const { ports } = world({ left: 25, batchMs: 1 });
    const answer = await prune(400, ports);
    expect(answer.isFinished).toBe(true);
    expect(answer.deleted).toEqual(Object.fromEntries(AGEING_TABLES.map((table) => [table, 25])));
    await expect(prune(400, ports)).resolves.toMatchObject({ isFinished: true });
  });

  it("stops by itself before the alarm for slow functions, and the next call goes on", async () => {
    const alarmMs = PRUNER.timeoutSeconds * 1000 * 0.8;
    const { rows, ports } = world({ left: 100, batchMs: 9000 });
    const first = await prune(400, ports);
    expect(first.isFinished).toBe(false);
    expect(ports.elapsedMs()).toBeLessThan(alarmMs);
    const begun = ports.elapsedMs();
    for (let call = 0; call < 5; call += 1) {
      const startedMs = ports.elapsedMs();
      await prune(400, { ...ports, elapsedMs: () => ports.elapsedMs() - startedMs });
    }
    expect(ports.elapsedMs()).toBeGreaterThan(begun);
    expect([...rows.values()].every((left) => left === 0)).toBe(true);
  });
});
