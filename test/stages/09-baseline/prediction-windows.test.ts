import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { predictionPasses, predictionWindowFrom } from "#stages/09-baseline/prediction-windows.ts";

fc.configureGlobal({ seed: 1 });

const day = fc.integer({ min: 10_000, max: 30_000 });

describe("the window of the engine", () => {
  it("begins 196 days before the multiple of 28 at or before the day", () => {
    // 742 x 28 = 20,776.
    expect(predictionWindowFrom(20_776)).toBe(20_580);
    expect(predictionWindowFrom(20_803)).toBe(20_580);
    expect(predictionWindowFrom(20_775)).toBe(20_552);
  });

  it("is the same for a day whatever the range of the run", () => {
    fc.assert(
      fc.property(day, fc.nat(120), fc.nat(120), (asked, before, after) => {
        const passes = predictionPasses(asked - before, asked + after);
        const own = passes.filter((pass) => pass.from <= asked && asked <= pass.to);
        expect(own.map(({ windowFrom }) => windowFrom)).toEqual([predictionWindowFrom(asked)]);
      }),
    );
  });

  it("covers every day of a range once, in order", () => {
    fc.assert(
      fc.property(day, fc.nat(120), (from, length) => {
        const covered = predictionPasses(from, from + length).flatMap((pass) =>
          Array.from({ length: pass.to - pass.from + 1 }, (_, index) => pass.from + index),
        );
        expect(covered).toEqual(Array.from({ length: length + 1 }, (_, index) => from + index));
      }),
    );
  });
});
