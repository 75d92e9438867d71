import { describe, expect, it } from "vitest";
import type { DailyValue } from "#core/model/daily-value.ts";
import { baselines, CPU, history, lastOf, TO } from "./history.ts";

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
