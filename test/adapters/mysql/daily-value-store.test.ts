import * as fc from "fast-check";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DailyValueRow } from "#core/ports/stores.ts";
import { NO_ROW } from "#core/ports/stores.ts";
import { HOSTILE_NAMES } from "../../support/hostile-names.ts";
import { dailyRow, freshDatabase, startTestServer, type TestDatabase } from "./test-database.ts";

const server = await startTestServer();
afterAll(() => server?.stop());

const DAY = "2026-11-20";
const NONE = {
  min: null,
  max: null,
  avg: null,
  p95: null,
  slotsGot: 0,
  slotsAboveZero: null,
  resolution: "none",
} as const;

/** As long as a key may be, and names that differ in case, accent or composition only. */
const HOSTILE_IDS = [
  ...HOSTILE_NAMES.map((name) => name.slice(0, 512)),
  ...["db-a", "db-A", "db-á", "db-a\u0301"],
];

describe.skipIf(server === undefined)("daily values", () => {
  let test: TestDatabase;
  let epoch: number;
  const write = (...rows: DailyValueRow[]) => test.stores.dailyValues.replaceDay(epoch, "run-1", DAY, rows);
  const storedAverage = async () =>
    (await test.sql("SELECT avg_value FROM infra_metric_daily"))[0]?.avg_value;
  beforeEach(async () => {
    test = await freshDatabase(server);
    ({ epoch } = await test.stores.lease.take("run-1", 600));
  });
  afterEach(() => test.close());

  const complete = dailyRow({ avg: 1 });
  it.each([
    ["as many slots", complete, dailyRow({ avg: 2, slotsGot: 288 }), 2],
    ["one slot fewer", complete, dailyRow({ avg: 2, slotsGot: 287 }), 1],
    ["more slots", dailyRow({ avg: 1, slotsGot: 100 }), dailyRow({ avg: 2, slotsGot: 101 }), 2],
    [
      "daily statistics after samples",
      dailyRow({ avg: 1, slotsGot: 1 }),
      dailyRow({ avg: 2, resolution: "daily", slotsGot: null }),
      1,
    ],
    [
      "samples after daily statistics",
      dailyRow({ avg: 1, resolution: "daily", slotsGot: null }),
      dailyRow({ avg: 2, slotsGot: 1 }),
      2,
    ],
    ["failed", complete, dailyRow({ ...NONE, status: "failed" }), 1],
    ["no data", complete, dailyRow({ ...NONE, status: "no_data" }), 1],
    ["not available", complete, dailyRow({ ...NONE, status: "not_available" }), 1],
    ["a value after failed", dailyRow({ ...NONE, status: "failed" }), dailyRow({ avg: 2 }), 2],
  ])("%s: the better answer stays", async (_case, stored, answer, average) => {
    await write(stored);
    await write(answer);
    expect(await storedAverage()).toBe(average);
  });

  it.each([
    ["failed", "not_available"],
    ["not_available", "no_data"],
    ["failed", "no_data"],
  ] as const)("of %s and %s, without a value both, the second stays in either order", async (less, more) => {
    const answers = [less, more].map((status) => dailyRow({ ...NONE, status }));
    for (const order of [answers, answers.toReversed()]) {
      await test.sql("DELETE FROM infra_metric_daily");
      for (const answer of order) await write(answer);
      expect(await test.sql("SELECT status FROM infra_metric_daily")).toEqual([{ status: more }]);
    }
  });

  it("end the same whatever the order of the runs", async () => {
    const answers = [
      dailyRow({ ...NONE, status: "failed" }),
      dailyRow({ ...NONE, status: "no_data" }),
      dailyRow({ ...NONE, status: "not_available" }),
      dailyRow({ avg: 1, slotsGot: 100 }),
      dailyRow({ avg: 2, slotsGot: 200 }),
      dailyRow({ avg: 3, resolution: "daily", slotsGot: null }),
    ];
    const subsets = fc.subarray(answers, { minLength: 2 });
    const pair = subsets.chain((chosen) =>
      fc.tuple(...[0, 1].map(() => fc.shuffledSubarray(chosen, { minLength: chosen.length }))),
    );
    await fc.assert(
      fc.asyncProperty(pair, async ([one = [], other = []]) => {
        const ends: string[] = [];
        for (const order of [one, other]) {
          await test.sql("DELETE FROM infra_metric_daily");
          for (const answer of order) await write(answer);
          ends.push(await test.dump());
        }
        expect(ends[0]).toBe(ends[1]);
      }),
      { numRuns: 20 },
    );
  });

  it("keep the past of a series that is no longer given, and count what was done", async () => {
    const other = dailyRow({ metric: "rds.read_iops" });
    await expect(write(dailyRow(), other)).resolves.toEqual({ written: 2, kept: 0, unchanged: 0 });
    await expect(write(dailyRow(), { ...other, slotsGot: 3 })).resolves.toEqual({
      written: 0,
      kept: 1,
      unchanged: 1,
    });
    await write(dailyRow());
    await expect(test.sql("SELECT COUNT(*) AS n FROM infra_metric_daily")).resolves.toEqual([{ n: 2 }]);
  });

  it("lower dirty_from when something changed, and only then", async () => {
    const dirtyFrom = async () => (await test.stores.lease.state()).dirtyFrom;
    await write(dailyRow());
    expect(await dirtyFrom()).toBe(DAY);
    await test.sql("UPDATE infra_run_lease SET dirty_from = NULL");
    await write(dailyRow());
    expect(await dirtyFrom()).toBeNull();
    await test.sql("UPDATE infra_run_lease SET dirty_from = '2026-11-25'");
    await write(dailyRow({ avg: 6 }));
    expect(await dirtyFrom()).toBe(DAY);
    await test.sql("UPDATE infra_run_lease SET dirty_from = '2026-11-01'");
    await write(dailyRow({ avg: 7 }));
    expect(await dirtyFrom()).toBe("2026-11-01");
  });

  it("keep every name exactly, and apart from each other", async () => {
    await write(...HOSTILE_IDS.map((resourceId) => dailyRow({ resourceId })));
    const history = await test.stores.dailyValues.readHistory(DAY, DAY);
    expect(history.map((series) => series.resourceId)).toEqual(HOSTILE_IDS.toSorted());
    await expect(write(...HOSTILE_IDS.map((resourceId) => dailyRow({ resourceId })))).resolves.toMatchObject({
      unchanged: HOSTILE_IDS.length,
    });
  });

  it("keep doubles to the last bit", async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ noNaN: true, min: -1e300, max: 1e300 }), async (value) => {
        await write(dailyRow({ avg: value }));
        const [series] = await test.stores.dailyValues.readHistory(DAY, DAY);
        expect(series?.avg[0]).toBe(value === 0 ? 0 : value);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ["a key that ends in a space", [dailyRow({ resourceId: "db-a " })]],
    ["NaN", [dailyRow({ avg: Number.NaN })]],
    ["Infinity", [dailyRow({ max: Number.POSITIVE_INFINITY })]],
    ["one series twice", [dailyRow(), dailyRow()]],
    ["another day", [dailyRow({ date: "2026-11-19" })]],
  ])("refuse %s and write nothing of the day", async (_what, rows) => {
    await expect(write(dailyRow({ resourceId: "aaa" }), ...rows)).rejects.toMatchObject({
      name: "ContractBroken",
    });
    await expect(test.sql("SELECT COUNT(*) AS n FROM infra_metric_daily")).resolves.toEqual([{ n: 0 }]);
  });

  it("come back as columns with holes where there is no row or no number", async () => {
    const { dailyValues } = test.stores;
    await write(dailyRow({ avg: 1.5, p95: null, slotsGot: null, resolution: "daily" }));
    await dailyValues.replaceDay(epoch, "run-1", "2026-11-22", [
      dailyRow({ date: "2026-11-22", ...NONE, status: "no_data" }),
    ]);
    const [series, ...more] = await dailyValues.readHistory(DAY, "2026-11-22");
    expect(more).toEqual([]);
    expect([...(series?.status ?? [])]).toEqual([0, NO_ROW, 2]);
    expect([...(series?.avg ?? [])]).toEqual([1.5, Number.NaN, Number.NaN]);
    expect([...(series?.p95 ?? [])]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect([...(series?.slotsGot ?? [])]).toEqual([-1, -1, 0]);
    await expect(dailyValues.newestDay()).resolves.toBe("2026-11-22");
    await expect(dailyValues.countStatuses(DAY, "2026-11-22")).resolves.toEqual([
      { date: DAY, source: "rds", status: "ok", count: 1 },
      { date: "2026-11-22", source: "rds", status: "no_data", count: 1 },
    ]);
  });
});
