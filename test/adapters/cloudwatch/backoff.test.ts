import { describe, expect, it } from "vitest";
import { backoffMs } from "#adapters/cloudwatch/backoff.ts";

describe("backoffMs", () => {
  it("doubles its upper end up to the cap", () => {
    expect([0, 1, 2, 5, 6].map((attempt) => backoffMs(attempt, () => 1))).toEqual([
      500, 1000, 2000, 16_000, 20_000,
    ]);
  });

  it("has full jitter: anything down to no wait at all", () => {
    expect(backoffMs(3, () => 0)).toBe(0);
    expect(backoffMs(3, () => 0.5)).toBe(2000);
  });
});
