import { describe, expect, it } from "vitest";
import { type Evidence, evidenceOf, type JudgedDay } from "#core/alerting/conditions.ts";
import type { Clause } from "#core/model/metric-definition.ts";
import { aScore } from "../../support/pipeline-rows.ts";

type Brief = [Evidence["class"], Evidence["direction"], string, Evidence["severity"]];

/** A verdict follows from Z by the bands of the specification unless the day names its own. */
function day(part: Partial<JudgedDay>): JudgedDay {
  const z = part.z === undefined ? 0 : Math.abs(part.z ?? 0);
  const verdict = z >= 3 ? "critical" : z >= 2 ? "warning" : "normal";
  return { ...aScore({ verdict }), ...part };
}

function evidence(
  condition: Clause[] | null,
  part: Partial<JudgedDay>,
  yesterday: number | null = null,
): Brief[] {
  return evidenceOf({ condition }, day(part), yesterday).map((item) => [
    item.class,
    item.direction,
    item.clause,
    item.severity,
  ]);
}

const own = (condition: Clause[], part: Partial<JudgedDay>, yesterday: number | null = null) =>
  evidence(condition, part, yesterday).filter(([alertClass]) => alertClass !== "statistical");

// Each clause of the specification's two tables, just inside and just outside its edge.
describe("the clauses of the specification at their edges", () => {
  const CRITICAL_LIMIT: Brief[] = [["limit", "up", "limit", "critical"]];

  it.each<[string, Clause, Partial<JudgedDay>, Brief[]]>([
    ["> 80 %: 80 is not", { kind: "limit", above: 80 }, { limitValue: 80 }, []],
    ["> 80 %: above is", { kind: "limit", above: 80 }, { limitValue: 80.001 }, CRITICAL_LIMIT],
    ["> 80 %: no value is no breach", { kind: "limit", above: 80 }, { limitValue: null }, []],
    ["< 90 %: 90 is not", { kind: "limit_below", below: 90 }, { limitValue: 90 }, []],
    [
      "< 90 %: below is",
      { kind: "limit_below", below: 90 },
      { limitValue: 89.999 },
      [["limit", "down", "limit_below", "critical"]],
    ],
    ["Z > 3: 3 is not", { kind: "z_above", above: 3 }, { z: 3 }, []],
    [
      "Z > 3: above is",
      { kind: "z_above", above: 3 },
      { z: 3.001 },
      [["condition", "up", "z_above", "critical"]],
    ],
    ["Z > 3: a drop is not", { kind: "z_above", above: 3 }, { z: -9 }, []],
    ["Z > 2: 2 is not", { kind: "z_above", above: 2 }, { z: 2 }, []],
    [
      "Z > 2: above is a warning until 3",
      { kind: "z_above", above: 2 },
      { z: 2.999 },
      [["condition", "up", "z_above", "warning"]],
    ],
    [
      "Z > 2: critical from 3",
      { kind: "z_above", above: 2 },
      { z: 3 },
      [["condition", "up", "z_above", "critical"]],
    ],
    ["Z < -2: -2 is not", { kind: "z_below", below: -2 }, { z: -2 }, []],
    [
      "Z < -2: below is",
      { kind: "z_below", below: -2 },
      { z: -2.001 },
      [["condition", "down", "z_below", "warning"]],
    ],
    [
      "Z < -3: below is critical",
      { kind: "z_below", below: -3 },
      { z: -3.001 },
      [["condition", "down", "z_below", "critical"]],
    ],
    ["Z < -3: a spike is not", { kind: "z_below", below: -3 }, { z: 9 }, []],
    ["spike or drop: 3 is not", { kind: "z_beyond", beyond: 3 }, { z: 3 }, []],
    [
      "spike or drop: a spike is",
      { kind: "z_beyond", beyond: 3 },
      { z: 3.1 },
      [["condition", "up", "z_beyond", "critical"]],
    ],
    [
      "spike or drop: a drop is",
      { kind: "z_beyond", beyond: 3 },
      { z: -3.1 },
      [["condition", "down", "z_beyond", "critical"]],
    ],
    [
      "WE-4: the rule is",
      { kind: "western_electric", rules: [4] },
      { we4: true, z: -0.5 },
      [["condition", "down", "western_electric_4", "warning"]],
    ],
    ["WE-4: another rule is not", { kind: "western_electric", rules: [4] }, { we2: true, z: 2.5 }, []],
    ["WE-2: not judged is no breach", { kind: "western_electric", rules: [2] }, { we2: null, z: null }, []],
  ])("%s", (_, clause, part, expected) => {
    expect(own([clause], part)).toEqual(expected);
  });
});

describe("under 20 % of the baseline", () => {
  const clause: Clause = { kind: "share_of_baseline_below", below: 0.2 };

  it("is strictly under a fifth of the mean", () => {
    expect(own([clause], { limitValue: 20, mean: 100 })).toEqual([]);
    expect(own([clause], { limitValue: 19.9, mean: 100 })).toEqual([
      ["condition", "down", "share_of_baseline_below", "critical"],
    ]);
  });

  it("needs a baseline that is no longer learning, and a value", () => {
    expect(own([clause], { verdict: "learning", n: 13, limitValue: 1, mean: 100 })).toEqual([]);
    expect(own([clause], { limitValue: 1, mean: null })).toEqual([]);
    expect(own([clause], { limitValue: null, mean: 100 })).toEqual([]);
  });
});

// Design, 7: "above 0 in at least a quarter of the day's slots, or on two consecutive days".
describe("above zero, sustained", () => {
  const clause: Clause = { kind: "sustained_above_zero", slotShare: 0.25 };
  const met: Brief[] = [["limit", "up", "sustained_above_zero", "critical"]];

  it.each<[string, number | null, number | null, Brief[]]>([
    ["71 of 288 slots are not a quarter", 71 / 288, 0, []],
    ["72 of 288 slots are", 72 / 288, 0, met],
    ["one slot on each of two days is", 1 / 288, 1 / 288, met],
    ["one slot after a day without is not", 1 / 288, 0, []],
    ["one slot after a day that cannot say is not", 1 / 288, null, []],
    ["none today is not, whatever yesterday had", 0, 1, []],
    ["a day that cannot say is not", null, 1, []],
  ])("%s", (_, today, yesterday, expected) => {
    expect(own([clause], { aboveZeroShare: today }, yesterday)).toEqual(expected);
  });
});

describe("everything else worth a record is statistical", () => {
  const limit: Clause[] = [{ kind: "limit", above: 80 }];
  const quiet = { limitValue: 50 };

  it.each<[string, Partial<JudgedDay>, Brief[]]>([
    ["|Z| under 3 is none", { z: 2.999 }, []],
    ["|Z| of 3 is critical", { z: 3 }, [["statistical", "up", "z_extreme", "critical"]]],
    ["a drop is as well", { z: -3 }, [["statistical", "down", "z_extreme", "critical"]]],
    ["WE-3 is a warning", { z: 1.5, we3: true }, [["statistical", "up", "western_electric_3", "warning"]]],
    [
      "a rate of change is a warning on its own side",
      { rocExceeded: true, rocPct: -40 },
      [["statistical", "down", "rate_of_change", "warning"]],
    ],
    ["a rate of change that nobody knows is none", { rocExceeded: null, rocPct: null }, []],
  ])("%s", (_, part, expected) => {
    expect(evidence(limit, { ...quiet, ...part })).toEqual(expected);
  });

  it("only on a side that no clause of the metric holds for", () => {
    const zAbove: Clause[] = [{ kind: "z_above", above: 3 }];
    expect(evidence(zAbove, { z: 4, we1: true, rocExceeded: true, rocPct: 50 })).toEqual([
      ["condition", "up", "z_above", "critical"],
    ]);
    expect(evidence(zAbove, { z: 4, rocExceeded: true, rocPct: -30 })).toEqual([
      ["condition", "up", "z_above", "critical"],
      ["statistical", "down", "rate_of_change", "warning"],
    ]);
  });
});

describe("a metric without a row in the specification's tables", () => {
  it("has |Z| > 3 or any Western Electric rule (design, 7)", () => {
    expect(evidence(null, { z: 3.5, we1: true })).toEqual([
      ["condition", "up", "z_beyond", "critical"],
      ["condition", "up", "western_electric_1", "critical"],
    ]);
    expect(evidence(null, { z: -1.2, we3: true, we4: true })).toEqual([
      ["condition", "down", "western_electric_3", "warning"],
      ["condition", "down", "western_electric_4", "warning"],
    ]);
    expect(evidence(null, { z: 2.9 })).toEqual([]);
  });

  it("has no condition on exactly 3, which is beyond no zone, but a record of it", () => {
    expect(evidence(null, { z: 3 })).toEqual([["statistical", "up", "z_extreme", "critical"]]);
  });
});
