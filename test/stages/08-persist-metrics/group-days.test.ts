import { describe, expect, it } from "vitest";
import type { DailyValue } from "#core/model/daily-value.ts";
import { groupRowsOfDay } from "#stages/08-persist-metrics/group-days.ts";
import { anInstance } from "../../support/pipeline-rows.ts";
import { value } from "./world.ts";

const DAY = "2026-11-21";
const CPU = "ec2.cpu_utilization_pct";
const members = ["a", "b", "c"].map((name) => anInstance(name, { groupId: "web" }));
const group = anInstance("web", {
  ...{ resourceId: "group://111111111111/us-east-1/web", type: "ec2group", groupId: "web", firstSeen: DAY },
});

/** The group's row of CPU, from the days of its members. */
function groupDay(days: readonly (DailyValue | null)[], part = {}) {
  const rows = days.flatMap((day, index) =>
    day === null
      ? []
      : [
          {
            ...day,
            resourceId: members[index]?.resourceId ?? "",
            metric: CPU,
            source: "ec2" as const,
            unit: "percent",
          },
        ],
  );
  return groupRowsOfDay(DAY, rows, [...members, { ...group, ...part }])[0];
}

describe("the day of a group", () => {
  it("is the mean of its members in every statistic", () => {
    expect(groupDay([value(DAY, 30), value(DAY, 60, { max: 90 }), value(DAY, 60)])).toMatchObject({
      ...{ resourceId: group.resourceId, metric: CPU, source: "ec2", status: "ok" },
      ...{ avg: 50, min: 50, p95: 50, max: 60, slotsGot: 288, slotsExpected: 288 },
    });
  });

  it("weighs a member and its successor by their parts of the day, which together are whole", () => {
    // (72 x 20 + 216 x 40) / 288 = 35.
    const day = groupDay([
      value(DAY, 20, { slotsGot: 72, slotsAboveZero: 72 }),
      value(DAY, 40, { slotsGot: 216, slotsAboveZero: 108 }),
    ]);
    // All of the first quarter and half of the rest are above zero: (72 + 108) / 288 of the slots.
    expect(day).toMatchObject({ avg: 35, slotsGot: 288, slotsAboveZero: 180 });
  });

  it("counts no slots where a member's day was read as daily statistics, so that it replaces no better one", () => {
    const daily = value(DAY, 40, { resolution: "daily", slotsGot: null, p95: null });
    expect(groupDay([value(DAY, 20), daily])).toMatchObject({
      ...{ avg: 30, p95: null, slotsGot: null, resolution: "daily", status: "ok" },
    });
  });

  it("is failed where a member's is, and silent only where all are", () => {
    const failed = value(DAY, null, { status: "failed", slotsGot: null });
    expect(groupDay([value(DAY, 20), failed])).toMatchObject({ status: "failed", avg: null, slotsGot: null });
    expect(groupDay([value(DAY, 20), value(DAY, null)])).toMatchObject({ status: "ok", avg: 20 });
    expect(groupDay([value(DAY, null), null])).toMatchObject({ status: "no_data", avg: null });
    const unavailable = value(DAY, null, { status: "not_available" });
    expect(groupDay([unavailable, unavailable])).toMatchObject({ status: "not_available" });
  });

  it("is none before the group, after it, or without members", () => {
    expect(groupDay([value(DAY, 20)], { firstSeen: "2026-11-22" })).toBeUndefined();
    expect(groupDay([value(DAY, 20)], { status: "gone", lastSeen: "2026-11-20" })).toBeUndefined();
    expect(groupDay([])).toBeUndefined();
  });
});
