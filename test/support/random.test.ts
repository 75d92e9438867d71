import { describe, expect, it } from "vitest";
import { randomStream } from "./random.ts";

const DRAWS = 200_000;

function moments(draw: () => number): { mean: number; variance: number } {
  let sum = 0;
  let squares = 0;
  for (let index = 0; index < DRAWS; index++) {
    const value = draw();
    sum += value;
    squares += value * value;
  }
  return { mean: sum / DRAWS, variance: squares / DRAWS - (sum / DRAWS) ** 2 };
}

describe("random streams", () => {
  it("repeat for a seed and differ between neighbouring seeds", () => {
    const draws = (seed: number) => Array.from({ length: 5 }, randomStream(seed).uniform);
    expect(draws(7)).toEqual(draws(7));
    expect(new Set([...draws(7), ...draws(8)]).size).toBe(10);
  });

  it.each([
    ["uniform", (seed: number) => randomStream(seed).uniform, 1 / 2, 1 / 12],
    ["normal", (seed: number) => randomStream(seed).normal, 0, 1],
  ])("%s has the moments of the textbook", (_name, draw, mean, variance) => {
    const found = moments(draw(3));
    expect(found.mean).toBeCloseTo(mean, 2);
    expect(found.variance).toBeCloseTo(variance, 1);
  });

  it("lognormal has mean exp(sigma^2 / 2)", () => {
    const stream = randomStream(4);
    expect(moments(() => stream.lognormal(0.5)).mean).toBeCloseTo(Math.exp(0.125), 2);
  });

  it("Student t with 4 degrees of freedom exceeds its tabled 97.5 % point 2.776 in 5 % of draws, both sides", () => {
    const stream = randomStream(5);
    expect(moments(() => Number(Math.abs(stream.studentT(4)) > 2.7764)).mean).toBeCloseTo(0.05, 2);
  });
});
