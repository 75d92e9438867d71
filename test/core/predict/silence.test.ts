import { expect, it } from "vitest";
import { silenceFlags } from "#core/predict/silence.ts";

const varied = (days: number) => Float64Array.from({ length: days }, (_, day) => 10 + (day % 3));

it("calls two missing days a silence and one a gap", () => {
  const values = varied(60);
  values.fill(Number.NaN, 50, 52);
  expect(silenceFlags(values).stopped.subarray(49, 53)).toEqual(Uint8Array.of(0, 0, 1, 0));
  expect(silenceFlags(values.subarray(0, 51)).stopped).not.toContain(1);
});

it("waits longer where gaps are usual: two days after one gap in twelve weeks, three after two", () => {
  const gapDaysBefore = (before: number) => {
    const values = varied(130);
    values[100 - before] = Number.NaN;
    return values.fill(Number.NaN, 100);
  };
  // (1 / 84)^2 = 1.4e-4 is rarer than 2e-4, (2 / 84)^2 = 5.7e-4 is not, (2 / 84)^3 is.
  const once = gapDaysBefore(30);
  expect(silenceFlags(once).stopped.indexOf(1)).toBe(101);
  const twice = gapDaysBefore(30);
  twice[60] = Number.NaN;
  expect(silenceFlags(twice).stopped.indexOf(1)).toBe(102);
});

it("tells a stopped series from one that misses every tenth day", () => {
  const values = varied(200).map((value, day) => (day % 11 === 0 ? Number.NaN : value));
  values.fill(Number.NaN, 150);
  const { stopped } = silenceFlags(values);
  expect(stopped.indexOf(1)).toBe(153);
  expect(stopped.subarray(153)).not.toContain(0);
});

it("counts the days that used to have data only, and goes on while they are missing", () => {
  const working = varied(130).map((value, day) => (day % 7 >= 5 ? Number.NaN : value));
  const lastFriday = 95 + 7;
  working.fill(Number.NaN, lastFriday);
  const { stopped } = silenceFlags(working);
  expect(lastFriday % 7).toBe(4);
  expect(stopped.indexOf(1)).toBe(lastFriday + 3);
  expect(stopped.subarray(lastFriday + 3)).not.toContain(0);
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
