import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunInput } from "#core/model/run.ts";
import { StageError } from "#core/model/stage-error.ts";
import { addDays, daysBetween } from "#core/model/utc-day.ts";
import { parseInput } from "#stages/00-open-run/parse-input.ts";
import { resolveRange } from "#stages/00-open-run/resolve-range.ts";

fc.configureGlobal({ seed: 1 });

const TODAY = "2026-11-22";
const WEEK = daysBetween("2026-11-15", "2026-11-21");
const without = (...days: string[]) => WEEK.filter((day) => !days.includes(day));

function range(
  input: RunInput,
  coveredDays: readonly string[] = WEEK,
  newestCompleteDay: string | null = "2026-11-21",
) {
  return resolveRange(input, TODAY, { coveredDays, newestCompleteDay });
}

// Design, 5: the table of inputs.
describe("the days of a run without a wish", () => {
  it("are the last two", () => {
    expect(range({})).toEqual({ from: "2026-11-20", to: "2026-11-21", warnings: [] });
  });

  it.each([
    ["yesterday", ["2026-11-21"], "2026-11-20"],
    ["the day before yesterday", ["2026-11-20"], "2026-11-20"],
    ["the third day back", ["2026-11-19"], "2026-11-19"],
    ["the seventh day back", ["2026-11-15"], "2026-11-15"],
    ["several: the oldest counts", ["2026-11-20", "2026-11-17", "2026-11-18"], "2026-11-17"],
  ])("reach back to what no COMPLETE run covers: %s", (_, missing, from) => {
    expect(range({}, without(...missing))).toMatchObject({ from, to: "2026-11-21" });
  });

  it("are all seven where no run was ever COMPLETE, and the warning names the backfill", () => {
    expect(range({}, [], null)).toEqual({
      from: "2026-11-15",
      to: "2026-11-21",
      warnings: ['no run was ever COMPLETE: start one with {"backfillDays":90} for history'],
    });
  });

  it("leave an older gap to a backfill that the warning names", () => {
    expect(range({}, [], "2026-11-10").warnings).toEqual([
      'no COMPLETE run covers 2026-11-11 to 2026-11-14: start one with {"from":"2026-11-11","to":"2026-11-14"}',
    ]);
    expect(range({}, [], "2026-11-13").warnings).toHaveLength(1);
  });

  it("warn of nothing where the gap begins with the seventh day back", () => {
    expect(range({}, [], "2026-11-14")).toEqual({ from: "2026-11-15", to: "2026-11-21", warnings: [] });
  });

  it("always end yesterday, hold the last two days and at most seven, whatever was covered", () => {
    fc.assert(
      fc.property(fc.subarray(WEEK), (covered) => {
        const { from, to } = range({}, covered);
        expect(to).toBe("2026-11-21");
        expect(from <= "2026-11-20" && from >= "2026-11-15").toBe(true);
        expect(WEEK.filter((day) => day < from).every((day) => covered.includes(day))).toBe(true);
      }),
    );
  });
});

describe("the days of a run with a wish", () => {
  it("are those of the wish, whatever was covered", () => {
    expect(range({ runDate: "2026-11-01" }, [])).toEqual({
      from: "2026-11-01",
      to: "2026-11-01",
      warnings: [],
    });
    expect(range({ from: "2026-10-01", to: "2026-11-21" }, [])).toMatchObject({
      from: "2026-10-01",
      to: "2026-11-21",
    });
  });

  it.each([
    [1, "2026-11-21"],
    [2, "2026-11-20"],
    [90, "2026-08-24"],
  ])("are %i days of a backfill, from %s to yesterday", (backfillDays, from) => {
    expect(range({ backfillDays })).toEqual({ from, to: "2026-11-21", warnings: [] });
    expect(daysBetween(from, "2026-11-21")).toHaveLength(backfillDays);
  });

  it.each<[string, RunInput]>([
    ["today", { runDate: TODAY }],
    ["tomorrow", { runDate: addDays(TODAY, 1) }],
    ["a range that ends today", { from: "2026-11-01", to: TODAY }],
  ])("are refused where they are %s, with the newest day that is accepted", (_, input) => {
    expect(() => range(input)).toThrow("is not over: the newest day that can be read is 2026-11-21 (UTC)");
  });
});

describe("the input", () => {
  it.each([[null], [undefined], [""], [{}]])("may be %j: nothing is asked for", (input) => {
    expect(parseInput(input)).toEqual({});
  });

  it.each([
    [{ rundate: "2026-11-21" }, "rundate"],
    [{ runDate: "yesterday" }, "runDate"],
    [7, "number"],
    ["x", "string"],
    [{ only: ["kafka"] }, "only"],
    [[], "array"],
    [{ runDate: { $gt: "" } }, "runDate"],
    [{ runDate: "2026-11-20'; DROP TABLE x; --" }, "runDate"],
    [{ backfillDays: Number.NaN }, "backfillDays"],
    [JSON.parse('{"__proto__":{"dryRun":true}}'), "__proto__"],
  ])("%j is refused with what is wrong and what is accepted", (input, wrong) => {
    const parse = () => parseInput(input);
    expect(parse).toThrow(wrong);
    expect(parse).toThrow('accepted: {} | {"runDate":"YYYY-MM-DD"} |');
    expect(parse).toThrow(expect.objectContaining({ name: "InputInvalid" }));
  });

  it("of any other shape is refused in a few lines, or understood without a key of its own", () => {
    const anything = fc.oneof(
      fc.jsonValue({ maxDepth: 4 }),
      fc.dictionary(fc.constantFrom("runDate", "from", "to", "only", "dryRun", "check", "x"), fc.jsonValue()),
      fc.constant(Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`key-${index}`, index]))),
      fc.constant({ only: Array.from({ length: 20_000 }, () => "kafka") }),
      fc.constant({ runDate: "x".repeat(200_000) }),
    );
    fc.assert(
      fc.property(anything, (input) => {
        const understood = parsedOrRefused(input);
        if (understood instanceof StageError) {
          expect(understood.name).toBe("InputInvalid");
          expect(understood.message.length).toBeLessThan(2_000);
        } else expect(KEYS).toEqual(expect.arrayContaining(Object.keys(understood)));
      }),
    );
  });
});

const KEYS = ["runDate", "from", "to", "backfillDays", "only", "dryRun", "check"];

function parsedOrRefused(input: unknown): object {
  try {
    return parseInput(input);
  } catch (error) {
    if (error instanceof StageError) return error;
    throw error;
  }
}
