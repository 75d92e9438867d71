import fc from "fast-check";
import { expect, it } from "vitest";
import { mostThatFit } from "#core/alerting/most-that-fit.ts";

it("the most that fit are as many as may be, and no more", () => {
  fc.assert(
    fc.property(fc.nat(200), fc.nat(200), (most, limit) => {
      expect(mostThatFit(most, (count) => count <= limit)).toBe(Math.min(most, limit));
    }),
  );
  expect(mostThatFit(5, () => false)).toBe(0);
});
