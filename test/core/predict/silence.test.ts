import { expect, it } from "vitest";
import { silenceFlags } from "#core/predict/silence.ts";

const varied = (days: number) => Float64Array.from({ length: days }, (_, day) => 10 + (day % 3));

it("calls two missing days a silence and one a gap", () => {
  const values = varied(60);
  values.fill(Number.NaN, 50, 52);
  expect(silenceFlags(values).stopped.subarray(49, 53)).toEqual(Uint8Array.of(0, 0, 1, 0));
  expect(silenceFlags(values.subarray(0, 51)).stopped).not.toContain(1);
});

it("does not miss weekends in a series that never had any", () => {
  const values = varied(70).map((value, day) => (day % 7 >= 5 ? Number.NaN : value));
  expect(silenceFlags(values).stopped).not.toContain(1);
});

it("calls the fifth equal value in a row frozen where values never repeated, and the fourth not", () => {
  const values = varied(50);
  values.fill(99, 40, 45);
  expect(silenceFlags(values).frozen.indexOf(1)).toBe(44);
});

it("lets a series rest that often rests", () => {
  const values = Float64Array.from({ length: 80 }, (_, day) => Math.floor(day / 4));
  values.fill(99, 70, 80);
  expect(silenceFlags(values).frozen).not.toContain(1);
});
