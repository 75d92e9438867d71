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

  it.each([[null], ["1"], [{}], ["0"], [{ from: 0, by: 1 }], [{ from: 0, by: null, n: 2 }], [[[1]]]])(
    "are refused as %j",
    (value) => {
      expect(NumberOrNullColumn.safeParse(value).success).toBe(Array.isArray(value) && value[0] === null);
      expect(NumberColumn.safeParse(value).success).toBe(false);
    },
  );
});
