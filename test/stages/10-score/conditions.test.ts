import { describe, expect, it } from "vitest";
import { metric } from "../../support/pipeline-rows.ts";
import { last } from "./scored-series.ts";

describe("limits need only a value (design, 7)", () => {
  it.each([
    ["learning", { n: [5], values: [40] }],
    ["flat", { sigma: [0], values: [40] }],
    ["partial", { state: ["partial" as const], values: [null] }],
  ])("on a %s day", (verdict, part) => {
    expect(last({ ...part, limit: [81] })).toMatchObject({
      verdict,
      conditionsMet: ["limit"],
      healthPenalty: 3,
      penaltyReason: "limit",
    });
    expect(last({ ...part, limit: [80] })).toMatchObject({ verdict, conditionsMet: [] });
  });
});

describe("conditions and health of a day", () => {
  it("names the clauses of the metric that hold, not the merely statistical", () => {
    expect(last({ values: [60], limit: [90] }).conditionsMet).toEqual(["limit", "z_above"]);
    expect(last({ values: [20] }).conditionsMet).toEqual([]);
  });

  it("takes 'on two consecutive days' from the day before", () => {
    const evicted = metric("redis.evicted_keys_per_second");
    expect(last({ aboveZeroShare: [0.01, 0.01] }, evicted).conditionsMet).toEqual(["sustained_above_zero"]);
    expect(last({ aboveZeroShare: [0, 0.01] }, evicted).conditionsMet).toEqual([]);
  });

  it("costs the worst evidence, and nothing in the direction that is no bad news", () => {
    // Weight 3: limit 1, critical 0.8, rule 0.4, warning 0.2 of it.
    expect(last({ values: [60] })).toMatchObject({ healthPenalty: 3 * 0.8, penaltyReason: "critical" });
    expect(last({ values: [50] }).healthPenalty).toBeCloseTo(0.6, 9);
    expect(last({ values: [20] })).toMatchObject({ healthPenalty: 0, penaltyReason: null });
  });
});
