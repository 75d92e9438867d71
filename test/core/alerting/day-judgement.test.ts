import { describe, expect, it } from "vitest";
import { judgeDay } from "#core/alerting/day-judgement.ts";
import type { AlertClass } from "#core/ports/alert-store.ts";
import type { ScoreRow, Verdict } from "#core/ports/score-store.ts";
import { aScore, metric } from "../../support/pipeline-rows.ts";

const cpu = metric("rds.cpu_utilization_pct");

function outcome(alertClass: AlertClass, row: Partial<ScoreRow>, of = cpu) {
  return judgeDay(of, aScore(row), null).find(
    (judged) => judged.class === alertClass && judged.direction === "up",
  )?.outcome;
}

const VERDICTS: Verdict[] = [
  "normal",
  "warning",
  "critical",
  "flat",
  "learning",
  "partial",
  "no_data",
  "not_available",
];

describe("what a day says of an alert", () => {
  it("speaks of every class and direction once", () => {
    const lines = judgeDay(cpu, aScore(), null).map((judged) => `${judged.class} ${judged.direction}`);
    expect(lines.toSorted()).toEqual([
      "condition down",
      "condition up",
      "limit down",
      "limit up",
      "prediction down",
      "prediction up",
      "silence down",
      "silence up",
      "statistical down",
      "statistical up",
    ]);
  });

  it.each(VERDICTS)("confirms a breached hard limit on a %s day that has a value", (verdict) => {
    expect(outcome("limit", { verdict, limitValue: 81 })).toBe("met");
  });

  it.each(VERDICTS)("clears a hard limit on a %s day that has a value, unless it is partial", (verdict) => {
    expect(outcome("limit", { verdict, limitValue: 79 })).toBe(verdict === "partial" ? "unjudged" : "clean");
  });

  it.each(VERDICTS)("says nothing of a hard limit on a %s day without a value", (verdict) => {
    expect(outcome("limit", { verdict, limitValue: null })).toBe("unjudged");
  });

  it.each(VERDICTS)("clears a statistical condition only where there is a verdict: %s", (verdict) => {
    const hasVerdict = ["normal", "warning", "critical", "flat"].includes(verdict);
    expect(outcome("condition", { verdict, z: null })).toBe(hasVerdict ? "clean" : "unjudged");
    expect(outcome("statistical", { verdict, z: null })).toBe(hasVerdict ? "clean" : "unjudged");
  });

  it("says nothing of evictions on a day whose slots nobody counted", () => {
    const evicted = metric("redis.evicted_keys_per_second");
    expect(
      outcome(
        "limit",
        { metric: "redis.evicted_keys_per_second", limitValue: 0, aboveZeroShare: null },
        evicted,
      ),
    ).toBe("unjudged");
    expect(
      outcome(
        "limit",
        { metric: "redis.evicted_keys_per_second", limitValue: 0, aboveZeroShare: 0 },
        evicted,
      ),
    ).toBe("clean");
  });

  it("gives the evidence worst first", () => {
    const evicted = metric("redis.evicted_keys_per_second", {
      condition: [
        { kind: "western_electric", rules: [2, 4] },
        { kind: "z_above", above: 2 },
      ],
    });
    const [met] = judgeDay(
      evicted,
      aScore({ verdict: "warning", z: 2.5, we2: true, we4: true }),
      null,
    ).filter((judged) => judged.outcome === "met");
    expect(met?.evidence.map(({ clause }) => clause)).toEqual([
      "western_electric_2",
      "western_electric_4",
      "z_above",
    ]);
    const [limit] = judgeDay(cpu, aScore({ verdict: "critical", z: 3.5, limitValue: 90 }), null).filter(
      (judged) => judged.outcome === "met",
    );
    expect(limit).toMatchObject({ class: "limit", evidence: [{ clause: "limit", severity: "critical" }] });
  });
});
