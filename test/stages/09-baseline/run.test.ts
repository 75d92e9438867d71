import { describe, expect, it } from "vitest";
import { addDays } from "#core/model/utc-day.ts";
import { baselines, CPU, type Day, FIRST, FROM, history, lastOf, TO } from "./history.ts";

describe("what 09 reads and passes on", () => {
  it("reads the past that the scored days need: 196 to 223 days of the engine's window and 30 that say how many slots are usual", async () => {
    const { asked } = await baselines([]);
    expect(asked).toEqual([{ from: FIRST, to: TO }]);
    // 2026-11-20 is day 20,777; the multiple of 28 at or before it is 20,776, 2026-11-19; 226 days before that is 2026-04-07.
    expect(FIRST).toBe("2026-04-07");
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
