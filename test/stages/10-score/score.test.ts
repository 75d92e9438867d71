import { describe, expect, it } from "vitest";
import { readRows } from "#core/model/archive-rows.ts";
import { scoreRowsByDay } from "#core/model/score-rows.ts";
import { ScoreSeries } from "#core/model/score-series.ts";
import { addDays } from "#core/model/utc-day.ts";
import { score } from "#stages/10-score/run.ts";
import { scoreDays } from "#stages/10-score/score-days.ts";
import { memoryArchive } from "../../support/memory-archive.ts";
import { aRun, CONFIG_KEY, SHIPPED } from "../../support/pipeline-rows.ts";
import { cpu, last, series, severity, TO } from "./scored-series.ts";

describe("the verdict of a day", () => {
  // Mean 40, sigma 5: Z of 2 is 50, of 3 is 55.
  it.each<[string, number, number, string]>([
    ["under 2 sigma", 49.99, 1.998, "normal"],
    ["from 2 sigma, flagged for review", 50, 2, "warning"],
    ["under 3 sigma", 54.99, 2.998, "warning"],
    ["from 3 sigma", 55, 3, "critical"],
    ["below the mean alike", 30, -2, "warning"],
  ])("%s", (_, value, z, verdict) => {
    const row = last({ values: [value] });
    expect(row).toMatchObject({ verdict, value, review: verdict === "warning" });
    expect(row.z).toBeCloseTo(z, 9);
  });

  it("is learning with 13 days in the baseline, and judged with 14", () => {
    expect(last({ values: [90], n: [13] })).toMatchObject({
      verdict: "learning",
      z: null,
      we1: null,
      value: 90,
    });
    expect(last({ values: [90], n: [14] })).toMatchObject({ verdict: "critical", z: 10 });
  });

  it("is flat within the floor of a spread under the floor, and scored with the floor beyond it, which it says", () => {
    expect(last({ values: [41], sigma: [0.1] })).toMatchObject({
      verdict: "flat",
      z: null,
      isSigmaFloored: false,
      we1: false,
      healthPenalty: 0,
    });
    // Floor 1: a departure of 2.5 is a Z of 2.5.
    expect(last({ values: [42.5], sigma: [0.1] })).toMatchObject({
      verdict: "warning",
      z: 2.5,
      isSigmaFloored: true,
    });
  });

  it.each([
    ["partial", { state: ["partial" as const], values: [null], raw: [41] }, "partial", 41],
    ["no data", { state: ["no_data" as const], values: [null], raw: [null], limit: [null] }, "no_data", null],
    [
      "not kept by the source",
      { state: ["not_available" as const], values: [null], raw: [null], limit: [null] },
      "not_available",
      null,
    ],
    ["with slots, but without the statistic that is scored", { values: [null] }, "not_available", null],
  ])("says why it has none: %s", (_, part, verdict, value) => {
    expect(last(part)).toMatchObject({
      verdict,
      value,
      z: null,
      we1: null,
      we2: null,
      we3: null,
      we4: null,
      rocPct: null,
      healthPenalty: null,
    });
  });

  it("does not exist for a day without a row", () => {
    const rows = scoreDays(series({ state: ["none"], values: [null] }), cpu, {
      scoredFrom: addDays(TO, -1),
      severity,
    });
    expect(rows.map(({ date }) => date)).toEqual([addDays(TO, -1)]);
  });
});

describe("Western Electric rules", () => {
  it("look back over the days before the scored ones, each against its own baseline", () => {
    // Day by day mean 40, 50, ...: Z is +0.2 on each of eight days, although the values climb.
    const climbing = { mean: [0, 10, 20, 30, 40, 50, 60, 70], values: [1, 11, 21, 31, 41, 51, 61, 71] };
    expect(last(climbing)).toMatchObject({ we4: true, we1: false, we2: false, we3: false });
    expect(last({ ...climbing, values: [-1, 11, 21, 31, 41, 51, 61, 71] })).toMatchObject({ we4: false });
  });

  it("2 and 3 hold where the newest point is itself beyond", () => {
    expect(last({ values: [51, 40, 51] })).toMatchObject({ we2: true });
    expect(last({ values: [51, 51, 40] })).toMatchObject({ we2: false });
    expect(last({ values: [46, 46, 46, 46] })).toMatchObject({ we3: true });
  });

  it("are broken by a day that may not be scored", () => {
    const values = [41, 41, 41, 41, 41, 41, null, 41];
    const state = Array(8).fill("ok").with(6, "partial");
    expect(last({ values, state })).toMatchObject({ we4: false });
  });
});

describe("the rate of change", () => {
  it("is of the previous calendar day: over 25 %, and at least the metric's own floor", () => {
    expect(last({ values: [40, 50.01] })).toMatchObject({ rocExceeded: true });
    expect(last({ values: [40, 50] })).toMatchObject({ rocPct: 25, rocExceeded: false });
    // 9 points of CPU are 30 % of 30, and under the floor of 10 points.
    expect(last({ values: [30, 39] })).toMatchObject({ rocPct: 30, rocExceeded: false });
  });

  it("is unknown after a day that may not be scored, and after zero", () => {
    expect(last({ values: [null, 50], state: ["partial", "ok"], raw: [40, 50] })).toMatchObject({
      rocPct: null,
      rocExceeded: null,
    });
    expect(last({ values: [0, 50] })).toMatchObject({ rocPct: null, rocExceeded: null });
  });
});

describe("10-score", () => {
  it("archives every recomputed day of every series, counts what config no longer has, and repeats itself", async () => {
    const archive = memoryArchive();
    archive.put(CONFIG_KEY, [SHIPPED]);
    archive.put("09", [
      series(),
      series({ state: Array(8).fill("none") }),
      { ...series(), metric: "rds.no_longer" },
    ]);
    const recompute = { from: addDays(TO, -1), to: TO };
    const go = () => score({ run: aRun(), baseline: { key: "09", recompute } }, { archive });
    const answer = await go();
    expect(answer).toMatchObject({
      state: "ok",
      key: "runs/run-1/10-score/all",
      recompute,
      counts: { in: 3, out: 1, skipped: 2 },
    });
    const days = scoreRowsByDay(await readRows(archive, answer.key, ScoreSeries));
    expect([...days.keys()]).toEqual([addDays(TO, -1), TO]);
    expect(days.get(TO)).toEqual([last()]);
    expect(await go()).toEqual(answer);
  });
});
