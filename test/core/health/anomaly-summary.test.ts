import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anomalySummary } from "#core/health/anomaly-summary.ts";
import type { ScoreRow } from "#core/ports/score-store.ts";
import { scoreRow } from "../../adapters/mysql/test-rows.ts";

fc.configureGlobal({ seed: 1 });

const QUIET: Partial<ScoreRow> = {
  ...{ verdict: "normal", z: 0.5, we1: false, we2: false, we3: false, we4: false, rocExceeded: false },
  ...{ penaltyReason: null, conditionsMet: [], isDrift: false, isSpike: false, silence: null },
};
const metric = (part: Partial<ScoreRow> = {}) => scoreRow({ ...QUIET, ...part });

describe("the anomalies of a resource", () => {
  it("are none where every metric is quiet, and the largest Z is said all the same", () => {
    expect(anomalySummary([metric({ metric: "a", z: 0.5 }), metric({ metric: "b", z: -1.5 })])).toEqual({
      criticalCount: 0,
      warningCount: 0,
      worstZ: -1.5,
      worstZMetric: "b",
    });
  });

  it("have no Z where no metric has one", () => {
    const learning = metric({ verdict: "learning", z: null, we1: null, we2: null, we3: null, we4: null });
    expect(anomalySummary([learning])).toMatchObject({ worstZ: null, worstZMetric: null });
    expect(anomalySummary([])).toEqual({
      criticalCount: 0,
      warningCount: 0,
      worstZ: null,
      worstZMetric: null,
    });
  });

  it.each<[string, Partial<ScoreRow>]>([
    ["|Z| of 3 or more", { verdict: "critical", z: -3 }],
    ["a hard limit, on a day that still learns", { verdict: "learning", z: null, penaltyReason: "limit" }],
  ])("are critical by %s", (_, part) => {
    expect(anomalySummary([metric(part), metric()])).toMatchObject({ criticalCount: 1, warningCount: 0 });
  });

  it.each<[string, Partial<ScoreRow>]>([
    ["|Z| of 2 to 3", { verdict: "warning", z: 2.5 }],
    ["a Western Electric rule", { we4: true }],
    ["the rate of change", { rocExceeded: true }],
    ["a clause of the metric", { conditionsMet: ["z_above"] }],
    ["a drift", { isDrift: true }],
    ["a spike", { isSpike: true }],
    ["data that stopped coming", { verdict: "no_data", z: null, silence: "stopped" }],
  ])("are a warning by %s", (_, part) => {
    expect(anomalySummary([metric(part), metric()])).toMatchObject({ criticalCount: 0, warningCount: 1 });
  });

  it("count a metric once, and never depend on the order of the metrics", () => {
    const row = fc.record({
      verdict: fc.constantFrom("normal", "warning", "critical", "no_data"),
      z: fc.option(fc.integer({ min: -9, max: 9 })),
      we3: fc.boolean(),
      rocExceeded: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (parts) => {
        const rows = parts.map((part, index) => metric({ ...part, metric: `m${index}` }));
        const summary = anomalySummary(rows);
        expect(summary.criticalCount + summary.warningCount).toBeLessThanOrEqual(rows.length);
        expect(anomalySummary(rows.toReversed())).toEqual(summary);
      }),
    );
  });
});
