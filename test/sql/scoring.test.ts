import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { addDays } from "#core/model/utc-day.ts";
import type { DailyValueRow } from "#core/ports/stores.ts";
import {
  dailyRow,
  freshDatabase,
  startTestServer,
  type TestDatabase,
} from "../adapters/mysql/test-database.ts";
import { runScript } from "./sql-script.ts";

const server = await startTestServer();
afterAll(() => server?.stop());

const DAY = "2026-11-20";
/** Its floor is 1 or 2 % of the mean, its rate of change counts from 25 % and 10. */
const METRIC = "ec2.cpu_utilization_pct";
const NONE = {
  min: null,
  max: null,
  avg: null,
  p95: null,
  slotsGot: 0,
  slotsAboveZero: null,
  resolution: "none",
} as const;

/** Fifteen times 12 and 8 in turn: mean 10, sum of squares 30 x 4, sigma sqrt(120 / 29). */
const ALTERNATING = Array.from({ length: 30 }, (_, index) => (index % 2 === 0 ? 12 : 8));
const SIGMA = Math.sqrt(120 / 29);

describe.skipIf(server === undefined)("05_anomaly_scoring.sql", () => {
  let test: TestDatabase;
  let epoch: number;
  beforeEach(async () => {
    test = await freshDatabase(server);
    ({ epoch } = await test.stores.lease.take("run-1", 600));
  });
  afterEach(() => test.close());

  /** Stores consecutive days that end on DAY; a number is a complete day with that average, null no row at all. */
  async function store(days: readonly (number | Partial<DailyValueRow> | null)[]): Promise<void> {
    for (const [index, day] of days.entries()) {
      if (day === null) continue;
      const date = addDays(DAY, index - days.length + 1);
      const part = typeof day === "number" ? { avg: day } : day;
      const row = dailyRow({ date, metric: METRIC, ...part });
      await test.stores.dailyValues.replaceDay(epoch, "run-1", date, [row]);
    }
  }
  const scored = async (variables = {}): Promise<Record<string, unknown>[]> =>
    runScript(test, "05_anomaly_scoring.sql", variables);
  const lastDay = async (): Promise<Record<string, unknown> | undefined> => (await scored()).at(-1);

  it("measures a day against the 30 before it, with n - 1", async () => {
    await store([...ALTERNATING, 16]);
    const row = await lastDay();
    expect(row).toMatchObject({
      metric_date: DAY,
      n: 30,
      mean: 10,
      value: 16,
      limit_value: 8.25,
      above_zero_share: 1,
      we1: 0,
    });
    expect(row?.sigma).toBeCloseTo(SIGMA, 12);
    expect(row?.z).toBeCloseTo(6 / SIGMA, 12);
    expect(row).toMatchObject({ verdict: "warning", review: 1, is_sigma_floored: 0, health_weight: 3 });
  });

  it.each([
    [10 + 1.99 * SIGMA, "normal", 0],
    [10 - 2.01 * SIGMA, "warning", 0],
    [10 + 3.01 * SIGMA, "critical", 1],
    [10 - 3.01 * SIGMA, "critical", 1],
  ])("calls %f %s", async (value, verdict, we1) => {
    await store([...ALTERNATING, value]);
    expect(await lastDay()).toMatchObject({ verdict, we1 });
  });

  it("learns with 13 days present and scores with 14, counting calendar days", async () => {
    await store([...ALTERNATING.slice(0, 13), 10]);
    expect(await lastDay()).toMatchObject({ verdict: "learning", n: 13, z: null, we4: null });
    await test.sql("DELETE FROM infra_metric_daily");
    await store([...ALTERNATING.slice(0, 14), 10]);
    expect(await lastDay()).toMatchObject({ verdict: "normal", n: 14 });
    await test.sql("DELETE FROM infra_metric_daily");
    await store([...ALTERNATING.slice(0, 14), ...Array.from({ length: 17 }, () => null), 10]);
    expect(await lastDay()).toMatchObject({ verdict: "learning", n: 13 });
  });

  it.each([
    [101, "flat", null, 0],
    [102, "flat", null, 0],
    [103, "normal", 1.5, 1],
    [106, "critical", 3, 1],
  ])("measures %i after a constant 100 with the floor of 2", async (value, verdict, z, isFloored) => {
    await store([...Array.from({ length: 30 }, () => 100), value]);
    expect(await lastDay()).toMatchObject({ verdict, z, is_sigma_floored: isFloored, sigma: 0 });
  });

  it("counts rules over calendar days: a missing day is not beyond and keeps its place", async () => {
    const beyond2 = 10 + 2.5 * SIGMA;
    await store([...ALTERNATING, beyond2, 10, beyond2 + 1]);
    expect(await lastDay()).toMatchObject({ we2: 1 });
    await test.sql("DELETE FROM infra_metric_daily");
    await store([...ALTERNATING, beyond2, null, 10, beyond2 + 1]);
    expect(await lastDay()).toMatchObject({ we2: 0 });
  });

  it("needs eight days on one side for rule 4, and four of five for rule 3", async () => {
    const above = 10 + 1.4 * SIGMA;
    const days = Array.from({ length: 8 }, (_, index) => above + 0.5 * index);
    await store([...ALTERNATING, ...days]);
    const rows = await scored({ from: addDays(DAY, -7), to: DAY });
    expect(rows.map((row) => row.we4)).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
    expect(rows.map((row) => row.we3)).toEqual([0, 0, 0, 1, 1, 1, 1, 1]);
  });

  it.each([
    [30, 40, 100 / 3, 1],
    [40, 50, 25, 0],
    [2, 4, 100, 0],
    [0, 40, null, null],
    [null, 40, null, null],
  ])("says of %s then %s a rate of change of %s", async (previous, value, roc, exceeded) => {
    await store([previous, value]);
    const row = await lastDay();
    if (roc === null) expect(row?.roc).toBeNull();
    else expect(row?.roc).toBeCloseTo(roc, 10);
    expect(row?.roc_exceeded).toBe(exceeded);
  });

  it("does not score a day under 80 % of the median slots, nor use it in a baseline", async () => {
    const full = Array.from({ length: 29 }, () => ({ avg: 10, slotsGot: 280 }));
    await store([
      { avg: 999, slotsGot: 100 },
      ...full.slice(0, 14),
      { avg: 50, slotsGot: 223 },
      { avg: 10, slotsGot: 224 },
    ]);
    const rows = await scored({ from: addDays(DAY, -1), to: DAY });
    expect(rows[0]).toMatchObject({
      verdict: "partial",
      value: 50,
      limit_value: 8.25,
      z: null,
      we1: null,
      roc: null,
    });
    expect(rows[1]).toMatchObject({ n: 15, roc: null });
  });

  it("judges completeness by seven days with a slot count, not by six; daily statistics have none", async () => {
    const short = { avg: 10, slotsGot: 1 };
    const statistics = Array.from({ length: 20 }, () => ({
      avg: 10,
      slotsGot: null,
      p95: null,
      resolution: "daily" as const,
    }));
    await store([...statistics, ...Array.from({ length: 6 }, () => 10), short]);
    expect(await lastDay()).toMatchObject({ verdict: "flat", n: 26 });
    await test.sql("DELETE FROM infra_metric_daily");
    await store([...statistics, ...Array.from({ length: 7 }, () => 10), short]);
    expect(await lastDay()).toMatchObject({ verdict: "partial", n: 27 });
  });

  it.each([
    [{ ...NONE, status: "no_data" as const }, "no_data"],
    [{ ...NONE, status: "failed" as const }, "no_data"],
    [{ ...NONE, status: "not_available" as const }, "not_available"],
  ])("of %o says %s", async (day, verdict) => {
    await store([...ALTERNATING, day]);
    expect(await lastDay()).toMatchObject({ verdict, value: null, z: null, n: 30 });
  });
});
