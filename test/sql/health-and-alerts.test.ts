import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ScoreRow } from "#core/ports/score-store.ts";
import {
  freshDatabase,
  PROVENANCE,
  startTestServer,
  type TestDatabase,
} from "../adapters/mysql/test-database.ts";
import { scoreRow } from "../adapters/mysql/test-rows.ts";
import { runScript } from "./sql-script.ts";

const server = await startTestServer();
afterAll(() => server?.stop());

const QUIET: Partial<ScoreRow> = {
  ...{
    verdict: "normal",
    z: 0.5,
    we1: false,
    we2: false,
    we3: false,
    we4: false,
    rocPct: 1,
    rocExceeded: false,
  },
  ...{
    limitValue: 50,
    mean: 50,
    aboveZeroShare: 0,
    conditionsMet: [],
    healthPenalty: 0,
    penaltyReason: null,
  },
};

let test: TestDatabase;
let epoch: number;
async function open(): Promise<void> {
  test = await freshDatabase(server);
  ({ epoch } = await test.stores.lease.take("run-1", 600));
}
const store = (date: string, ...rows: Partial<ScoreRow>[]) =>
  test.stores.scores.replaceDate(
    epoch,
    PROVENANCE,
    date,
    rows.map((row) => scoreRow({ ...QUIET, date, ...row })),
  );

describe.skipIf(server === undefined)("06_health_score_aggregation.sql", () => {
  beforeEach(open);
  afterEach(() => test.close());

  it("takes points off in proportion to judged weight, most first", async () => {
    await store(
      "2026-11-20",
      { metric: "a", healthWeight: 3, healthPenalty: 1.5 },
      { metric: "b", healthWeight: 4, healthPenalty: 0 },
      { metric: "c", healthWeight: 1, healthPenalty: 1 },
      { metric: "d", healthWeight: 4, healthPenalty: null },
    );
    // Judged 8 of 12: 100 x 1.5 / 8 = 18.75, half up 18.8; 100 x 1 / 8 = 12.5.
    const [row, ...more] = await runScript(test, "06_health_score_aggregation.sql");
    expect(more).toEqual([]);
    expect(row).toMatchObject({ score: 68.7, judged_weight: 8, total_weight: 12 });
    expect(JSON.parse(String(row?.penalties))).toEqual([
      { metric: "a", points: 18.8 },
      { metric: "c", points: 12.5 },
    ]);
  });

  it.each([
    [3, 3, 100],
    [2.9, 3.1, null],
    [0, 3, null],
  ])("with %f judged and %f not says %s", async (judged, unjudged, score) => {
    await store(
      "2026-11-20",
      { metric: "a", healthWeight: judged, healthPenalty: 0 },
      { metric: "b", healthWeight: unjudged, healthPenalty: null },
    );
    expect(await runScript(test, "06_health_score_aggregation.sql")).toMatchObject([
      { score, penalties: "[]" },
    ]);
  });
});

describe.skipIf(server === undefined)("07_alert_rules.sql", () => {
  beforeEach(open);
  afterEach(() => test.close());

  const said = async (): Promise<string[]> =>
    (await runScript(test, "07_alert_rules.sql")).map((row) =>
      ["class", "direction", "clause", "severity"].map((column) => row[column]).join(" "),
    );

  it.each<[string, Partial<ScoreRow>, string[]]>([
    ["Redis memory at 80 %", { metric: "redis.memory_usage_pct", limitValue: 80 }, []],
    [
      "Redis memory over 80 %",
      { metric: "redis.memory_usage_pct", limitValue: 80.1 },
      ["limit up limit critical"],
    ],
    [
      "over its limit while learning",
      { metric: "redis.memory_usage_pct", limitValue: 81, verdict: "learning", z: null },
      ["limit up limit critical"],
    ],
    [
      "Redis memory at Z 3",
      { metric: "redis.memory_usage_pct", z: 3 },
      ["statistical up z_extreme critical"],
    ],
    [
      "Redis memory over Z 3",
      { metric: "redis.memory_usage_pct", z: 3.1, we1: true },
      ["condition up z_above critical"],
    ],
    [
      "Redis memory under Z -3, which is no condition",
      { metric: "redis.memory_usage_pct", z: -3.1, we1: true },
      ["statistical down western_electric_1 critical", "statistical down z_extreme critical"],
    ],
    [
      "hit rate under Z -2",
      { metric: "redis.cache_hit_rate_pct", limitValue: 95, z: -2.5 },
      ["condition down z_below warning"],
    ],
    [
      "hit rate under 90 %",
      { metric: "redis.cache_hit_rate_pct", limitValue: 89.9 },
      ["limit down limit_below critical"],
    ],
    [
      "operations drop",
      { metric: "redis.operations_per_second", z: -3.5 },
      ["condition down z_beyond critical"],
    ],
    [
      "clients with rule 4",
      { metric: "redis.connected_clients", z: -1.2, we4: true },
      ["condition down western_electric_4 warning"],
    ],
    [
      "clients with rule 2, which is no condition",
      { metric: "redis.connected_clients", z: 2.2, we2: true },
      ["statistical up western_electric_2 warning"],
    ],
    [
      "evictions in a quarter of the slots",
      { metric: "redis.evicted_keys_per_second", aboveZeroShare: 0.25 },
      ["limit up sustained_above_zero critical"],
    ],
    ["evictions in fewer", { metric: "redis.evicted_keys_per_second", aboveZeroShare: 0.24 }, []],
    [
      "memory under 20 % of its baseline",
      { metric: "rds.freeable_memory_bytes", limitValue: 9.9 },
      ["condition down share_of_baseline_below critical"],
    ],
    [
      "the same on a partial day",
      { metric: "rds.freeable_memory_bytes", limitValue: 9.9, verdict: "partial", z: null },
      [],
    ],
    [
      "a metric without a row in the tables",
      { metric: "ec2.cpu_utilization_pct", z: 3.1, we3: true },
      ["condition up western_electric_3 critical", "condition up z_beyond critical"],
    ],
    [
      "a jump",
      { metric: "rds.read_iops", rocPct: -40, rocExceeded: true },
      ["statistical down rate_of_change warning"],
    ],
    [
      "a jump beside a condition of the other direction",
      { metric: "rds.read_iops", z: 3.2, rocPct: -40, rocExceeded: true },
      ["condition up z_above critical", "statistical down rate_of_change warning"],
    ],
  ])("%s", async (_case, row, answer) => {
    await store("2026-11-20", row);
    expect(await said()).toEqual(answer);
  });

  it.each([
    ["2026-11-19", ["limit up sustained_above_zero critical"]],
    ["2026-11-18", []],
  ])("evictions on %s and today", async (earlier, answer) => {
    const row = { metric: "redis.evicted_keys_per_second", aboveZeroShare: 0.01 };
    await store(earlier, row);
    await store("2026-11-20", row);
    expect(await said()).toEqual(answer);
  });
});
