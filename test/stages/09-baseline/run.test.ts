import { describe, expect, it } from "vitest";
import { readRows } from "#core/model/archive-rows.ts";
import { BaselineSeries } from "#core/model/baseline-series.ts";
import { DAY_STATUSES, type DailyValue, type DayStatus } from "#core/model/daily-value.ts";
import { addDays, daysBetween } from "#core/model/utc-day.ts";
import { NO_ROW, type SeriesHistory } from "#core/ports/stores.ts";
import { HISTORY_DAYS } from "#stages/09-baseline/baseline-series.ts";
import { computeBaselines } from "#stages/09-baseline/run.ts";
import { memoryArchive } from "../../support/memory-archive.ts";
import { memoryDailyValues } from "../../support/memory-stores.ts";
import { aRun, CONFIG_KEY, SHIPPED } from "../../support/pipeline-rows.ts";

const CPU = "rds.cpu_utilization_pct";
const TO = "2026-11-21";
const FROM = "2026-11-20";
const FIRST = addDays(FROM, -HISTORY_DAYS);
const DAYS = daysBetween(FIRST, TO);

interface Day {
  readonly status?: DayStatus;
  readonly avg?: number;
  readonly p95?: number;
  readonly got?: number;
  readonly above?: number;
}

/** A history of 288 slots and an average of 40 a day, but for the days that the test gives; null: no row. */
function history(days: Readonly<Record<string, Day | null>> = {}, metric = CPU): SeriesHistory {
  const at = (date: string): Day | null => (days[date] === undefined ? {} : days[date]);
  const hasValue = (day: Day | null) => day !== null && ["ok", "partial"].includes(day.status ?? "ok");
  const numbers = (read: (day: Day) => number) =>
    Float64Array.from(DAYS, (date) => (hasValue(at(date)) ? read(at(date) ?? {}) : Number.NaN));
  const counts = (read: (day: Day) => number) =>
    Int32Array.from(DAYS, (date) => (hasValue(at(date)) ? read(at(date) ?? {}) : -1));
  return {
    ...{ resourceId: "r", metric },
    status: Uint8Array.from(DAYS, (date) =>
      at(date) === null ? NO_ROW : DAY_STATUSES.indexOf(at(date)?.status ?? "ok"),
    ),
    ...{
      min: numbers(() => 1),
      max: numbers(() => 99),
      avg: numbers((day) => day.avg ?? 40),
      p95: numbers((day) => day.p95 ?? 50),
    },
    ...{
      slotsGot: counts((day) => day.got ?? 288),
      slotsExpected: counts(() => 288),
      slotsAboveZero: counts((day) => day.above ?? 72),
    },
  };
}

async function baselines(
  stored: SeriesHistory[],
  overlay?: { resourceId: string; metric: string; days: DailyValue[] }[],
) {
  const archive = memoryArchive();
  archive.put(CONFIG_KEY, [SHIPPED]);
  const dailyValues = memoryDailyValues();
  dailyValues.history = stored;
  const overlayKey = overlay === undefined ? null : archive.put("overlay", overlay);
  const persisted = { recompute: { from: FROM, to: TO }, overlayKey };
  const answer = await computeBaselines({ run: aRun(), persisted }, { archive, stores: { dailyValues } });
  return { answer, series: await readRows(archive, answer.key, BaselineSeries), asked: dailyValues.asked };
}

const lastOf = (series: BaselineSeries | undefined) =>
  series && {
    state: series.state.at(-1),
    value: series.values.at(-1),
    raw: series.raw.at(-1),
    n: series.n.at(-1),
    mean: series.mean.at(-1),
    sigma: series.sigma.at(-1),
    limit: series.limit.at(-1),
  };

describe("what 09 reads and passes on", () => {
  it("reads the past that the scored days need, at most 120 days before each (design, 4)", async () => {
    const { asked } = await baselines([]);
    expect(asked).toEqual([{ from: FIRST, to: TO }]);
    expect(HISTORY_DAYS).toBeLessThanOrEqual(120);
  });

  it("passes on the scored days and the seven before them, which rule 4 looks at", async () => {
    const { answer, series } = await baselines([history()]);
    expect(series[0]).toMatchObject({ from: "2026-11-13", resourceId: "r", metric: CPU });
    expect(series[0]?.state).toHaveLength(9);
    expect(answer).toMatchObject({
      recompute: { from: FROM, to: TO },
      counts: { in: 1, out: 1, skipped: 0 },
    });
  });

  it("leaves out a metric that config no longer has, and counts it", async () => {
    expect((await baselines([history({}, "rds.no_longer")])).answer.counts).toMatchObject({
      in: 1,
      out: 0,
      skipped: 1,
    });
  });

  it("gives the scored and the limit statistic of the metric, and the share of slots above zero", async () => {
    const { series } = await baselines([history()]);
    expect(lastOf(series[0])).toMatchObject({ value: 40, limit: 50 });
    expect(series[0]?.aboveZeroShare.at(-1)).toBe(0.25);
  });
});

describe("the baseline of a day", () => {
  const jump = (index: number) => ({ [addDays(TO, -index)]: { avg: 70 } });

  it("is of the 30 days before it: the 30th counts, the 31st does not, the day itself never", async () => {
    expect(lastOf((await baselines([history(jump(30))])).series[0])).toMatchObject({ n: 30, mean: 41 });
    expect(lastOf((await baselines([history(jump(31))])).series[0])).toMatchObject({
      n: 30,
      mean: 40,
      sigma: 0,
    });
    expect(lastOf((await baselines([history(jump(0))])).series[0])).toMatchObject({
      value: 70,
      mean: 40,
      sigma: 0,
    });
  });

  it("has the sample standard deviation, n - 1: one of 30 is 30 higher", async () => {
    // Sum of squares 29 x 1 + 29 x 29 = 870 over 29 = 30.
    expect(lastOf((await baselines([history(jump(30))])).series[0])?.sigma).toBeCloseTo(Math.sqrt(30), 12);
  });

  it("leaves out partial days, days without data and days without a row", async () => {
    const holes = {
      "2026-11-05": { got: 100, avg: 999 },
      "2026-11-06": { status: "no_data" as const },
      "2026-11-07": { status: "failed" as const },
      "2026-11-08": { status: "not_available" as const },
      "2026-11-09": null,
    };
    expect(lastOf((await baselines([history(holes)])).series[0])).toMatchObject({ n: 25, mean: 40 });
  });

  it("keeps a day that the source cut, if enough of its slots are there", async () => {
    const cut = { "2026-11-05": { status: "partial" as const, got: 280, avg: 70 } };
    expect(lastOf((await baselines([history(cut)])).series[0])).toMatchObject({ n: 30, mean: 41 });
  });
});

describe("the state of a day", () => {
  it.each<[string, Day | null, string, number | null]>([
    ["a full one", {}, "ok", 40],
    ["a thin one: its value is shown, and not scored", { got: 200 }, "partial", 40],
    ["one that the source cut and that is full enough", { status: "partial", got: 280 }, "ok", 40],
    ["one without data", { status: "no_data" }, "no_data", null],
    ["one that failed", { status: "failed" }, "no_data", null],
    ["one that the source does not keep", { status: "not_available" }, "not_available", null],
    ["one without a row", null, "none", null],
  ])("%s", async (_, day, state, raw) => {
    const found = lastOf((await baselines([history({ [TO]: day })])).series[0]);
    expect(found).toMatchObject({ state, raw, value: state === "ok" ? 40 : null });
  });
});

describe("a dry run", () => {
  const day = (part: Partial<DailyValue> = {}): DailyValue => ({
    ...{
      date: TO,
      status: "ok",
      resolution: "samples",
      min: 1,
      max: 99,
      avg: 77,
      p95: 80,
      slotsGot: 288,
      slotsExpected: 288,
      slotsAboveZero: 288,
    },
    ...part,
  });
  const overlaid = async (value: DailyValue, stored = [history()]) =>
    (await baselines(stored, [{ resourceId: "r", metric: CPU, days: [value] }])).series;

  it("sees its own daily values over those that are stored", async () => {
    expect(lastOf((await overlaid(day()))[0])).toMatchObject({ value: 77, limit: 80, mean: 40 });
  });

  it("keeps a stored value where its own answer is worth less, as the table would", async () => {
    expect(lastOf((await overlaid(day({ status: "failed", avg: null, slotsGot: null })))[0])).toMatchObject({
      value: 40,
    });
    expect(lastOf((await overlaid(day({ slotsGot: 287 })))[0])).toMatchObject({ value: 40 });
    expect(
      lastOf((await overlaid(day({ slotsGot: null, resolution: "daily", p95: null })))[0]),
    ).toMatchObject({ value: 40 });
  });

  it("sees series that are not stored yet, and changes nothing in what it was given", async () => {
    const stored = history();
    const before = stored.avg.slice();
    const series = (
      await baselines(
        [stored],
        [
          { resourceId: "r", metric: CPU, days: [day()] },
          { resourceId: "a", metric: CPU, days: [day()] },
        ],
      )
    ).series;
    expect(series.map(({ resourceId }) => resourceId)).toEqual(["a", "r"]);
    expect(series[0]?.state).toEqual([...Array(8).fill("none"), "ok"]);
    expect(stored.avg).toEqual(before);
  });
});
