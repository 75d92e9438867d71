import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Evidence } from "#core/alerting/conditions.ts";
import { type HealthPart, healthScore } from "#core/health/health-score.ts";
import { penaltyOf } from "#core/health/penalty.ts";
import type { ScoreRow, Verdict } from "#core/ports/score-store.ts";

fc.configureGlobal({ seed: 1 });

const DAY = "2026-11-21";
const part = (metric: string, weight: number, lost: number | null): HealthPart => ({ metric, weight, lost });

describe("health", () => {
  it("is 100 where nothing was lost", () => {
    expect(healthScore(DAY, "r", [part("a", 3, 0), part("b", 1, 0)])).toEqual({
      date: DAY,
      resourceId: "r",
      score: 100,
      judgedWeight: 4,
      totalWeight: 4,
      penalties: [],
    });
  });

  it("is 100 less the share of the weight that was lost, by hand: 3 of 8 and 0.8 of 8 are 37.5 and 10 points", () => {
    expect(healthScore(DAY, "r", [part("a", 3, 3), part("b", 2, 0.8), part("c", 3, 0)])).toMatchObject({
      score: 52.5,
      penalties: [
        { metric: "a", points: 37.5 },
        { metric: "b", points: 10 },
      ],
    });
  });

  it("leaves what could not be judged out of the weight: 1 of 4 judged is 25 points, not 1 of 6", () => {
    expect(healthScore(DAY, "r", [part("a", 1, 1), part("b", 3, 0), part("c", 2, null)])).toMatchObject({
      score: 75,
      judgedWeight: 4,
      totalWeight: 6,
    });
  });

  it("is said from half of the weight on, and is NULL under it (design, 7)", () => {
    expect(healthScore(DAY, "r", [part("a", 2, 0), part("b", 2, null)]).score).toBe(100);
    expect(healthScore(DAY, "r", [part("a", 2, 0), part("b", 2.001, null)]).score).toBeNull();
    expect(healthScore(DAY, "r", [part("a", 2, null)]).score).toBeNull();
    expect(healthScore(DAY, "r", []).score).toBeNull();
  });

  it("adds up by hand: the score is 100 less the stored penalties, and never leaves 0 to 100", () => {
    const parts = fc.array(
      fc
        .record({ weight: fc.constantFrom(1, 2, 3), share: fc.option(fc.constantFrom(0, 0.2, 0.4, 0.8, 1)) })
        .map(({ weight, share }) => ({ weight, lost: share === null ? null : weight * share })),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(parts, (drawn) => {
        const named = drawn.map((item, index) => ({ metric: `m${index}`, ...item }));
        const { score, penalties, judgedWeight, totalWeight } = healthScore(DAY, "r", named);
        const tenthsLost = penalties.reduce((total, { points }) => total + Math.round(points * 10), 0);
        if (score === null) expect(judgedWeight === 0 || judgedWeight < totalWeight / 2).toBe(true);
        else expect(score).toBe(Math.max(0, 1000 - tenthsLost) / 10);
        expect(
          penalties.every(
            ({ points }, index) => index === 0 || points <= (penalties[index - 1]?.points ?? 0),
          ),
        ).toBe(true);
      }),
    );
  });

  it("is 0 where everything was lost, although seven rounded sevenths are more than 100", () => {
    const parts = Array.from({ length: 7 }, (_, index) => part(`m${index}`, 1, 1));
    expect(healthScore(DAY, "r", parts)).toMatchObject({
      score: 0,
      penalties: Array(7)
        .fill({ points: 14.3 })
        .map((row, index) => ({ metric: `m${index}`, ...row })),
    });
  });
});

const SEVERITY = { limit: 1, critical: 0.8, westernElectric: 0.4, warning: 0.2 };
const evidence = (direction: "up" | "down", alertClass: Evidence["class"] = "limit"): Evidence => ({
  class: alertClass,
  direction,
  clause: "limit",
  severity: "critical",
});
const day = (
  verdict: Verdict,
  z: number | null,
  more: Partial<ScoreRow> & { evidence?: Evidence[] } = {},
) => ({
  ...{ verdict, z, we1: false, we2: false, we3: false, we4: false, evidence: [] },
  ...more,
});
const lost = (badDirection: "up" | "down" | "both", judged: ReturnType<typeof day>) => {
  const { reason, lost: points } = penaltyOf({ badDirection, healthWeight: 2 }, judged, SEVERITY);
  return [points, reason];
};

describe("what a series-day costs", () => {
  it.each<[string, ReturnType<typeof day>, unknown[]]>([
    ["nothing on a normal day", day("normal", 1.9), [0, null]],
    ["nothing on a flat day", day("flat", null), [0, null]],
    ["a fifth of the weight at |Z| of 2 to 3", day("warning", 2.5), [0.4, "warning"]],
    ["two fifths for a Western Electric rule", day("normal", 0.5, { we4: true }), [0.8, "westernElectric"]],
    [
      "the rule's share, if Z alone is a warning",
      day("warning", 2.5, { we2: true }),
      [0.8, "westernElectric"],
    ],
    [
      "the rule's share, also where a clause of the metric speaks for that side",
      day("warning", 2.5, {
        we2: true,
        evidence: [{ ...evidence("up", "condition"), clause: "z_above", severity: "warning" }],
      }),
      [0.8, "westernElectric"],
    ],
    ["four fifths at |Z| of 3 and more", day("critical", 3, { we1: true, we2: true }), [1.6, "critical"]],
    ["all of it at a hard limit", day("critical", 4, { evidence: [evidence("up")] }), [2, "limit"]],
  ])("is %s", (_, judged, expected) => {
    expect(lost("up", judged)).toEqual(expected);
  });

  it("counts only the bad direction", () => {
    expect(lost("up", day("critical", -4, { we1: true, we4: true }))).toEqual([0, null]);
    expect(lost("down", day("critical", -4))).toEqual([1.6, "critical"]);
    expect(lost("down", day("warning", 2.5))).toEqual([0, null]);
    expect(lost("both", day("critical", 4))).toEqual([1.6, "critical"]);
    expect(lost("both", day("critical", -4))).toEqual([1.6, "critical"]);
    expect(lost("down", day("normal", 0, { evidence: [evidence("up")] }))).toEqual([0, null]);
  });

  it.each<Verdict>(["learning", "partial", "no_data", "not_available"])(
    "is unknown on a %s day",
    (verdict) => {
      expect(lost("up", day(verdict, null))).toEqual([null, null]);
    },
  );

  it.each<Verdict>(["learning", "partial"])("is known on a %s day once a limit is breached", (verdict) => {
    expect(lost("up", day(verdict, null, { evidence: [evidence("up")] }))).toEqual([2, "limit"]);
  });
});
