import { describe, expect, it } from "vitest";
import { compareTold, isToldAlike } from "#lib/local/backtest/compare-told.ts";
import { anAction } from "../../support/pipeline-rows.ts";

const told = (scoredOn: string, note = "notification 1", metric = "rds.read_iops") =>
  anAction({ scoredOn, note, metric });

describe("what two configs told", () => {
  it("is the same where a metric was told on one day, whatever the number of the notification", () => {
    const { both, onlyThisConfig, onlyThen } = compareTold(
      [told("2026-11-01", "notification 2")],
      [told("2026-11-01", "notification 5, outside the budget")],
    );
    expect(both).toEqual([
      {
        ...{ resourceId: "r", metric: "rds.read_iops", day: "2026-11-01", as: "notification" },
        toldThen: { day: "2026-11-01", as: "notification" },
      },
    ]);
    expect(both.every(isToldAlike)).toBe(true);
    expect([onlyThisConfig, onlyThen]).toEqual([[], []]);
  });

  it("is one telling for all alerts of a metric, as loud as the loudest", () => {
    const alerts = [told("2026-11-01", "digest"), { ...told("2026-11-01"), class: "limit" as const }];
    const { both } = compareTold(alerts, [told("2026-11-01", "digest")]);
    expect(both).toHaveLength(1);
    expect(both[0]).toMatchObject({ as: "notification", toldThen: { as: "digest" } });
    expect(both.every(isToldAlike)).toBe(false);
  });

  it.each([
    ["2026-11-15", 1],
    ["2026-11-16", 0],
  ])("told on 2026-11-01 and %s is told by both up to 14 days apart: %i", (day, count) => {
    const { both, onlyThisConfig, onlyThen } = compareTold([told("2026-11-01")], [told(day)]);
    expect([both.length, onlyThisConfig.length, onlyThen.length]).toEqual([count, 1 - count, 1 - count]);
  });

  it("pairs the same day first, and each telling once", () => {
    const { both, onlyThisConfig, onlyThen } = compareTold(
      [told("2026-11-01"), told("2026-11-05")],
      [told("2026-11-05")],
    );
    expect(both.map(({ day, toldThen }) => [day, toldThen.day])).toEqual([["2026-11-05", "2026-11-05"]]);
    expect(onlyThisConfig.map(({ day }) => day)).toEqual(["2026-11-01"]);
    expect(onlyThen).toEqual([]);
  });

  it("differs where the metric or the resource does", () => {
    const { both, onlyThisConfig, onlyThen } = compareTold(
      [told("2026-11-01"), told("2026-11-01", "digest", "rds.write_iops")],
      [{ ...told("2026-11-01"), resourceId: "s" }],
    );
    expect(both).toEqual([]);
    expect(onlyThisConfig.map(({ metric }) => metric)).toEqual(["rds.read_iops", "rds.write_iops"]);
    expect(onlyThen.map(({ resourceId }) => resourceId)).toEqual(["s"]);
  });
});
