import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  CLOUDWATCH_RETENTION,
  contiguousWindows,
  dayOfInstant,
  instantSeconds,
  planDays,
  type Retention,
} from "#core/model/day-resolution.ts";
import { addDays, dayOf, daysBetween, SECONDS_PER_DAY, startOfDay } from "#core/model/utc-day.ts";

fc.configureGlobal({ seed: 1 });

const TO = "2026-11-21";
/** The schedule's usual start: 07:00 UTC on the day after. */
const NOW = startOfDay("2026-11-22") + 7 * 3600;
const range = (days: number) => ({ from: addDays(TO, 1 - days), to: TO });
const PROMETHEUS: Retention = { sampleSeconds: 15 * SECONDS_PER_DAY, dailySeconds: 15 * SECONDS_PER_DAY };

describe("samples or daily statistics (design, 5: input of a run)", () => {
  it("reads a range of 7 days as samples throughout", () => {
    expect(planDays(range(7), CLOUDWATCH_RETENTION, NOW)).toEqual({
      sampleDays: daysBetween("2026-11-15", TO),
      dailyDays: [],
      notAvailableDays: [],
    });
  });

  it("reads only the newest 7 days of a range of 8 as samples", () => {
    expect(planDays(range(8), CLOUDWATCH_RETENTION, NOW)).toEqual({
      sampleDays: daysBetween("2026-11-15", TO),
      dailyDays: ["2026-11-14"],
      notAvailableDays: [],
    });
  });

  it("reads 90 days as 7 of samples and 83 of daily statistics", () => {
    const plan = planDays(range(90), CLOUDWATCH_RETENTION, NOW);
    expect([plan.sampleDays.length, plan.dailyDays.length, plan.notAvailableDays.length]).toEqual([7, 83, 0]);
  });

  it("reads samples as far back as they are kept where it is asked to", () => {
    const plan = planDays(range(90), CLOUDWATCH_RETENTION, NOW, { samplesThroughout: true });
    // At 07:00 the 63rd day back has lost its first seven hours: 62 whole days are kept.
    expect(plan.sampleDays).toHaveLength(62);
    expect(plan.dailyDays).toHaveLength(28);
  });
});

describe("what a source no longer keeps", () => {
  it("counts a day only while all of it is kept, to the second", () => {
    const oldest = { from: "2026-11-07", to: "2026-11-07" };
    const kept = startOfDay("2026-11-07") + 15 * SECONDS_PER_DAY;
    expect(planDays(oldest, PROMETHEUS, kept).sampleDays).toEqual(["2026-11-07"]);
    expect(planDays(oldest, PROMETHEUS, kept + 1).notAvailableDays).toEqual(["2026-11-07"]);
  });

  it("is read as daily statistics where those are kept longer, and not available after that", () => {
    const day = "2025-09-01";
    const single = { from: day, to: day };
    const at = (days: number) =>
      planDays(single, CLOUDWATCH_RETENTION, startOfDay(day) + days * SECONDS_PER_DAY);
    expect(at(63).sampleDays).toEqual([day]);
    expect(at(64).dailyDays).toEqual([day]);
    expect(at(455).dailyDays).toEqual([day]);
    expect(at(456).notAvailableDays).toEqual([day]);
  });

  it("is not available where the source has no daily statistics", () => {
    const plan = planDays(range(8), { sampleSeconds: 90 * SECONDS_PER_DAY, dailySeconds: null }, NOW);
    expect(plan.notAvailableDays).toEqual(["2026-11-14"]);
  });

  it("leaves every day of the range in exactly one of the three lists, in order", () => {
    const retention = fc.record({
      sampleSeconds: fc.integer({ min: 0, max: 100 * SECONDS_PER_DAY }),
      dailySeconds: fc.option(fc.integer({ min: 0, max: 500 * SECONDS_PER_DAY })),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), retention, (days, kept) => {
        const { sampleDays, dailyDays, notAvailableDays } = planDays(range(days), kept, NOW);
        const all = [...sampleDays, ...dailyDays, ...notAvailableDays];
        expect(all.toSorted()).toEqual(daysBetween(range(days).from, TO));
        expect(sampleDays.length).toBeLessThanOrEqual(7);
        expect(
          [sampleDays, dailyDays, notAvailableDays].every((list) => list.join() === list.toSorted().join()),
        ).toBe(true);
      }),
    );
  });
});

describe("contiguous windows", () => {
  it("join neighbours and break at gaps", () => {
    expect(contiguousWindows(["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-03"])).toEqual([
      { from: "2026-02-27", to: "2026-03-01" },
      { from: "2026-03-03", to: "2026-03-03" },
    ]);
    expect(contiguousWindows([])).toEqual([]);
  });

  it("cover the same days, and never adjoin each other", () => {
    const ascending = fc
      .uniqueArray(fc.integer({ min: 0, max: 60 }))
      .map((list) => list.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(ascending, (numbers) => {
        const days = numbers.map(dayOf);
        const windows = contiguousWindows(days);
        expect(windows.flatMap(({ from, to }) => daysBetween(from, to))).toEqual(days);
        expect(windows.slice(1).every(({ from }, index) => from > addDays(windows[index]?.to ?? "", 1))).toBe(
          true,
        );
      }),
    );
  });
});

describe("instants", () => {
  it("are read as ISO 8601 in UTC, fractions dropped", () => {
    // 1,000,000,000 seconds: 2001-09-09T01:46:40Z, a well-known moment.
    expect(instantSeconds("2001-09-09T01:46:40.999Z")).toBe(1_000_000_000);
    expect(instantSeconds("1970-01-01T00:00:00Z")).toBe(0);
  });

  it("lie on the UTC day of their text", () => {
    expect(dayOfInstant("2026-11-22T23:59:59.999Z")).toBe("2026-11-22");
    expect(dayOfInstant("2026-11-22T00:00:00.000Z")).toBe("2026-11-22");
  });
});
