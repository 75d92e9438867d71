import { describe, expect, it } from "vitest";
import { severity } from "#core/spc/severity.ts";

describe("severity", () => {
  it.each([
    [0, "normal"],
    [1.999999, "normal"],
    [2, "warning"],
    [2.999999, "warning"],
    [3, "critical"],
    [1e12, "critical"],
  ])("of Z = %d and of its mirror is %s, as in the specification's table", (z, expected) => {
    expect([severity(z), severity(-z)]).toEqual([expected, expected]);
  });

  it("refuses a day that has no Z", () => {
    expect(() => severity(Number.NaN)).toThrow(RangeError);
  });
});
