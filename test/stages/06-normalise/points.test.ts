import { describe, expect, it } from "vitest";
import type { DayAnswer } from "#core/model/raw-series.ts";
import { normaliseSeries } from "#stages/06-normalise/normalise-series.ts";
import { DAY, MIDNIGHT, rawDay } from "../../support/raw-rows.ts";
import { clients, cpu, slots } from "./slots.ts";

describe("points that are none", () => {
  it.each<[string, (number | null)[], typeof cpu]>([
    ["without a number", [null, null], clients],
    ["below what the metric can be", [-0.001, -1], clients],
    ["above what the metric can be", [100.001, 200], cpu],
  ])("%s are counted and left out", (_, value, of) => {
    const { day, rejectedCount } = slots([MIDNIGHT, MIDNIGHT + 300], value, of);
    expect([day?.status, day?.slots, rejectedCount]).toEqual(["no_data", null, 2]);
  });

  it("are not those at the edge of what the metric can be", () => {
    expect(slots([MIDNIGHT, MIDNIGHT + 300], [0, 100], cpu).rejectedCount).toBe(0);
  });

  it("are judged by the mean of a point with a spread; one without readings is none", () => {
    const { series, rejectedCount } = normaliseSeries(
      rawDay({ t: [MIDNIGHT, MIDNIGHT + 300], min: [1, 0], max: [3, 0], sum: [150, 0], count: [3, 0] }),
      cpu,
    );
    expect(series.days[0]?.slots?.slot).toEqual([0]);
    expect(rejectedCount).toBe(1);
  });

  it("include half of one: a cut answer may hold its sum without its minimum", () => {
    const { series, rejectedCount } = normaliseSeries(
      rawDay({ t: [MIDNIGHT, MIDNIGHT + 300], min: [1, null], max: [3, 4], sum: [6, 6], count: [3, 3] }),
      cpu,
    );
    expect(series.days[0]?.slots).toEqual({ slot: [0], sum: [6], count: [3], min: [1], max: [3] });
    expect(rejectedCount).toBe(1);
  });
});

describe("gaps", () => {
  it("stay gaps where the metric leaves them", () => {
    expect(slots([MIDNIGHT + 600], [5]).day?.slots?.slot).toEqual([2]);
  });

  it("are readings of zero where the source sends nothing when there is nothing to count", () => {
    const zero = { ...clients, gapPolicy: "zero" as const };
    const filled = slots([MIDNIGHT + 600], [5], zero).day?.slots;
    expect(filled?.slot).toHaveLength(288);
    expect(filled?.sum).toEqual([0, 0, 5, ...Array(285).fill(0)]);
    const spread = normaliseSeries(rawDay({ t: [MIDNIGHT], min: [1], max: [3], sum: [4], count: [2] }), {
      ...cpu,
      gapPolicy: "zero",
    }).series.days[0]?.slots;
    expect([spread?.sum?.[1], spread?.count?.[1], spread?.min?.[1], spread?.max?.[1]]).toEqual([0, 1, 0, 0]);
  });

  it("of a whole day are no data, whatever the policy: nobody saw the day", () => {
    expect(slots([], [], { ...clients, gapPolicy: "zero" }).day).toMatchObject({
      status: "no_data",
      slots: null,
    });
  });
});

describe("the status of a day", () => {
  it.each<[DayAnswer["status"], boolean, string]>([
    ["ok", true, "ok"],
    ["ok", false, "no_data"],
    ["partial", true, "partial"],
    ["partial", false, "failed"],
    ["failed", false, "failed"],
    ["not_available", false, "not_available"],
  ])("answered %s, with points %s, is %s", (status, hasPoints, expected) => {
    const answers: DayAnswer[] = [{ date: DAY, resolution: "samples", status }];
    const raw = rawDay(hasPoints ? { t: [MIDNIGHT], value: [1] } : {}, { answers });
    expect(normaliseSeries(raw, clients).series.days[0]?.status).toBe(expected);
  });

  it("read as daily statistics is no data where the source has none", () => {
    const answers: DayAnswer[] = [{ date: DAY, resolution: "daily", status: "ok" }];
    const empty = { date: DAY, min: null, max: null, avg: null, sum: null, slotsAboveZero: null };
    for (const daily of [[], [empty]]) {
      const { series } = normaliseSeries(rawDay({}, { answers, samples: null, daily }), cpu);
      expect(series.days[0]).toMatchObject({ status: "no_data", daily: null });
    }
  });

  it("comes in the order of the days", () => {
    const answers = ["2026-11-21", "2026-11-20"].map(
      (date): DayAnswer => ({ date, resolution: "none", status: "not_available" }),
    );
    expect(normaliseSeries(rawDay({}, { answers }), cpu).series.days.map(({ date }) => date)).toEqual([
      "2026-11-20",
      "2026-11-21",
    ]);
  });
});
