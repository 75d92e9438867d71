import { describe, expect, it } from "vitest";
import type { Resource } from "#core/model/resource.ts";
import { addDays, daysBetween, type UtcDay } from "#core/model/utc-day.ts";
import type { SeriesHistory } from "#core/ports/stores.ts";
import { NO_ROW } from "#core/ports/stores.ts";
import { historyFromOf, judgedSeries } from "#stages/09-baseline/run.ts";
import { anInstance, SHIPPED } from "../../support/pipeline-rows.ts";
import { randomStream } from "../../support/random.ts";
import { baselines } from "./history.ts";

const CPU = "ec2.cpu_utilization_pct";
const LAST = "2026-11-21";
const SINCE = "2026-01-01";
/** Old members, and one that is new since the 9th. */
const OLD = ["a", "b", "c"].map((name) => anInstance(name, { groupId: "web", firstSeen: SINCE }));
const YOUNG = anInstance("young", { groupId: "web", firstSeen: "2026-11-09" });
const GROUP: Resource = {
  ...YOUNG,
  ...{ resourceId: "group://111111111111/us-east-1/web", type: "ec2group", firstSeen: "2026-11-15" },
};

/** 40 % of CPU and noise of 2 points that hang on the resource and the day alone; what the table holds from `from` on, without the days of the lull. */
function stored(
  { resourceId, firstSeen, tags }: Resource,
  from: UtcDay,
  lull: readonly UtcDay[],
): SeriesHistory {
  const random = randomStream(resourceId.length + (resourceId.codePointAt(resourceId.length - 1) ?? 0));
  const values = new Map(
    daysBetween(SINCE, LAST).map((day) => [day, Number(tags.level ?? 40) + 2 * random.normal()]),
  );
  const days = daysBetween(from, LAST);
  const isThere = (day: UtcDay) => day >= firstSeen && !lull.includes(day);
  const numbers = () =>
    Float64Array.from(days, (day) => (isThere(day) ? (values.get(day) ?? Number.NaN) : Number.NaN));
  const counts = () => Int32Array.from(days, (day) => (isThere(day) ? 288 : -1));
  return {
    ...{ resourceId, metric: CPU, min: numbers(), max: numbers(), avg: numbers(), p95: numbers() },
    ...{ slotsGot: counts(), slotsExpected: counts(), slotsAboveZero: counts() },
    status: Uint8Array.from(days, (day) => (isThere(day) ? 0 : NO_ROW)),
  };
}

/** `lull`: days on which the group had no row, all members being old. */
function judged(resources: readonly Resource[], from: UtcDay, lull: readonly UtcDay[] = []) {
  const histories = resources.map((resource) =>
    stored(resource, historyFromOf(from), resource.type === "ec2group" ? lull : []),
  );
  const series = judgedSeries({ histories, resources }, SHIPPED, { from, to: LAST });
  return (id: string) => series.find(({ resourceId }) => resourceId === id);
}

describe("a young member of a group of old ones", () => {
  it("has the group's past in its prediction, and its own few days in the specification's statistics", () => {
    const series = judged([...OLD, YOUNG], LAST)(YOUNG.resourceId);
    expect(series?.n.at(-1)).toBe(12);
    expect(series?.prediction.predictionN.at(-1)).toBeGreaterThanOrEqual(150);
    // Six standard errors of a level from 84 days: 6 x 2 / sqrt(84) = 1.31.
    expect(Math.abs((series?.prediction.expectedValue.at(-1) ?? 0) - 40)).toBeLessThan(1.31);
    const half =
      ((series?.prediction.expectedHighValue.at(-1) ?? 0) -
        (series?.prediction.expectedLowValue.at(-1) ?? 0)) /
      2;
    // The spread of a member, 3 x 2, and not of a mean of three, 3.5.
    expect(half).toBeGreaterThan(4.8);
    expect(half).toBeLessThan(7.2);
  });

  it("is not judged on its first day, seldom a whole one", () => {
    const { prediction } = judged([...OLD, YOUNG], "2026-11-09")(YOUNG.resourceId) ?? {};
    expect(prediction?.residual.slice(0, 2)).toEqual([null, expect.any(Number)]);
  });

  it("may keep a level of its own where the others do: that is no drift", () => {
    const levels = [32, 36, 40, 44, 48, 52];
    const old = levels.map((level) =>
      anInstance(`i-${level}`, { groupId: "web", firstSeen: SINCE, tags: { level: String(level) } }),
    );
    // Two spreads of a member's level (7.5) above the group's, and by itself as steady as the others.
    const high = { ...YOUNG, tags: { level: "56" } };
    const { prediction } = judged([...old, high], YOUNG.firstSeen)(YOUNG.resourceId) ?? {};
    expect(new Set(prediction?.isDrift)).toEqual(new Set([null, false]));
    expect(new Set(prediction?.isSpike)).toEqual(new Set([null, false]));
  });

  it("changes nothing for the others", () => {
    const withYoung = judged([...OLD, YOUNG], LAST);
    const without = judged(OLD, LAST);
    for (const { resourceId } of OLD) expect(withYoung(resourceId)).toEqual(without(resourceId));
  });
});

describe("a group", () => {
  it("is judged from its first day on, by the mean of its members before it", () => {
    const series = judged([...OLD, YOUNG, GROUP], LAST)(GROUP.resourceId);
    expect(series?.n.at(-1)).toBe(6);
    expect(series?.prediction.predictionN.at(-1)).toBeGreaterThanOrEqual(150);
    const half =
      ((series?.prediction.expectedHighValue.at(-1) ?? 0) -
        (series?.prediction.expectedLowValue.at(-1) ?? 0)) /
      2;
    // 3 x 2 / sqrt(3) = 3.46.
    expect(half).toBeGreaterThan(2.7);
    expect(half).toBeLessThan(4.3);
  });

  it("has the mean of its members too while it was no group, whatever was read of the time before", () => {
    const group = { ...GROUP, firstSeen: SINCE };
    const lull = daysBetween("2026-03-01", "2026-10-31");
    const [whole, part] = ["2026-08-01", LAST].map(
      (from) => judged([...OLD, YOUNG, group], from, lull)(group.resourceId)?.prediction,
    );
    expect(part?.predictionN.at(-1)).toBeGreaterThanOrEqual(150);
    expect(part?.predictionN.at(-1)).toBe(whole?.predictionN.at(-1));
    expect(part?.expectedValue.at(-1)).toBe(whole?.expectedValue.at(-1));
  });

  it("speaks in the place of its young members, from its first day on", () => {
    const young = judged([...OLD, YOUNG, GROUP], addDays(GROUP.firstSeen, -1))(YOUNG.resourceId);
    expect(young?.prediction.predictionN.slice(0, 2)).toEqual([expect.any(Number), null]);
  });
});

it("is not said to learn for its young members, which never will", async () => {
  const young = ["x", "y"].map((name) => anInstance(name, { groupId: "web", firstSeen: "2026-11-15" }));
  const fleet = (group: Resource[]) =>
    baselines(
      [...young, ...group].map((resource) => stored(resource, historyFromOf("2026-11-20"), [])),
      undefined,
      [...young, ...group],
    );
  expect((await fleet([{ ...GROUP, firstSeen: SINCE }])).answer.warnings).toEqual([]);
  expect((await fleet([])).answer.warnings).toHaveLength(1);
});

it("is the same whatever range the run had, to the last bit", () => {
  const fleet = [...OLD, YOUNG, GROUP];
  const whole = judged(fleet, "2026-10-01");
  for (const from of ["2026-11-21", "2026-11-18", "2026-11-12"]) {
    const part = judged(fleet, from);
    for (const { resourceId } of fleet) {
      const found = part(resourceId)?.prediction.residual ?? [];
      expect(found).toEqual(whole(resourceId)?.prediction.residual.slice(-found.length));
    }
  }
});
