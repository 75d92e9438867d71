import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compactColumn, NumberColumn, NumberOrNullColumn } from "#core/model/column.ts";

fc.configureGlobal({ seed: 1 });

const archived = (values: readonly (number | null)[]): unknown =>
  JSON.parse(JSON.stringify(compactColumn(values)));

describe("columns in the archive", () => {
  it("come back as they were, whatever they hold", () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
    const progression = fc
      .tuple(number, number, fc.nat(20))
      .map(([from, by, n]) => Array.from({ length: n }, (_, index) => from + index * by))
      .filter((values) => values.every(Number.isFinite));
    const column = fc.oneof(
      fc.array(fc.option(number)),
      progression,
      fc.array(fc.constantFrom(0, 300, 600, 900)),
      fc.array(fc.option(number), { minLength: 32, maxLength: 60 }),
    );
    fc.assert(
      fc.property(column, (values) => {
        expect(NumberOrNullColumn.parse(archived(values))).toEqual(
          values.map((value) => (value === 0 ? 0 : value)),
        );
      }),
    );
  });

  it("are short where every number follows from the first two", () => {
    expect(archived([0, 300, 600, 900])).toEqual({ from: 0, by: 300, n: 4 });
    expect(archived([0, 300, 600])).toEqual([0, 300, 600]);
    expect(archived([0, 300, 600, 901])).toEqual([0, 300, 600, 901]);
    expect(archived([5, 5, 5, null])).toEqual([5, 5, 5, null]);
  });

  it("are doubles from 32 numbers on", () => {
    const fractions = [0.5, null, 1e-300, ...new Array<number>(29).fill(1 / 3)];
    // Python: base64.b64encode(struct.pack("<32d", 0.5, math.nan, 1e-300, *[1 / 3] * 29))
    const threeThirds = "VVVVVVVV1T9VVVVVVVXVP1VVVVVVVdU/";
    const float64 = `AAAAAAAA4D8AAAAAAAD4f1nz+MIfbqUB${threeThirds.repeat(9)}VVVVVVVV1T9VVVVVVVXVPw==`;
    expect(archived(fractions)).toEqual({ float64 });
    expect(NumberOrNullColumn.parse({ float64 })).toEqual(fractions);
    expect(archived(fractions.slice(1))).toEqual(fractions.slice(1));
  });

  it("are doubles only where those are shorter than the text: 11 characters a number and not 10", () => {
    const numbersFrom = (first: number) => Array.from({ length: 32 }, (_, index) => first + index ** 2);
    expect(archived(numbersFrom(1_000_000_000))).toHaveProperty("float64");
    expect(archived(numbersFrom(100_000_000))).toEqual(numbersFrom(100_000_000));
  });

  it("may be doubles without a number only where nulls are allowed", () => {
    const noNumber = { float64: "AAAAAAAA+H8=" };
    expect(NumberOrNullColumn.parse(noNumber)).toEqual([null]);
    expect(NumberColumn.safeParse(noNumber).success).toBe(false);
  });

  it.each([
    [null],
    ["1"],
    [{}],
    ["0"],
    [{ from: 0, by: 1 }],
    [{ from: 0, by: null, n: 2 }],
    [[[1]]],
    [{ float64: "AAAAAAAA4D" }],
    [{ float64: "AAAAAAAA4D8A" }],
    [{ float64: "AAAAA!!A4D8=" }],
    [{ float64: 1 }],
  ])("are refused as %j", (value) => {
    expect(NumberOrNullColumn.safeParse(value).success).toBe(Array.isArray(value) && value[0] === null);
    expect(NumberColumn.safeParse(value).success).toBe(false);
  });
});
