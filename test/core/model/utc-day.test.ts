import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  dayAt,
  dayNumber,
  dayOf,
  daysBetween,
  isUtcDay,
  SECONDS_PER_DAY,
  startOfDay,
} from "#core/model/utc-day.ts";

fc.configureGlobal({ seed: 1 });

/** 1900-01-01 to 2199-12-31. */
const dayNumbers = fc.integer({ min: -25_567, max: 84_005 });

describe("UTC days", () => {
  // POSIX defines seconds since the epoch with 86,400 a day; 1970-01-01 is day 0. 20,000 days: `date -u -d @1728000000`.
  it.each([
    ["1970-01-01", 0],
    ["1970-01-02", 1],
    ["1969-12-31", -1],
    ["2000-02-29", 11_016],
    ["2024-10-04", 20_000],
  ])("%s is day %i", (day, number) => {
    expect(dayNumber(day)).toBe(number);
    expect(dayOf(number)).toBe(day);
  });

  it.each([
    ["2024-02-28", 1, "2024-02-29"],
    ["2023-02-28", 1, "2023-03-01"],
    ["2100-02-28", 1, "2100-03-01"],
    ["2026-12-31", 1, "2027-01-01"],
    ["2026-03-01", -1, "2026-02-28"],
    ["2026-11-21", -90, "2026-08-23"],
  ])("%s moved by %i days is %s, by the Gregorian calendar", (day, days, expected) => {
    expect(addDays(day, days)).toBe(expected);
  });

  it("are half-open: the last second before midnight is theirs, midnight is not", () => {
    const midnight = startOfDay("2026-11-22");
    expect(dayAt(midnight - 1)).toBe("2026-11-21");
    expect(dayAt(midnight)).toBe("2026-11-22");
    expect(dayAt(midnight + SECONDS_PER_DAY - 1)).toBe("2026-11-22");
  });

  it("number, name and first second lead back to each other for three centuries", () => {
    fc.assert(
      fc.property(dayNumbers, fc.integer({ min: 0, max: SECONDS_PER_DAY - 1 }), (number, second) => {
        const day = dayOf(number);
        expect(isUtcDay(day)).toBe(true);
        expect(dayNumber(day)).toBe(number);
        expect(dayAt(startOfDay(day) + second)).toBe(day);
      }),
    );
  });

  it("sort as text in the order of time", () => {
    fc.assert(
      fc.property(dayNumbers, dayNumbers, (a, b) => {
        expect(dayOf(a) < dayOf(b)).toBe(a < b);
      }),
    );
  });
});

describe("the days between two", () => {
  it("include both ends, and are one day if the ends are", () => {
    expect(daysBetween("2026-02-27", "2026-03-01")).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
    expect(daysBetween("2026-02-27", "2026-02-27")).toEqual(["2026-02-27"]);
  });

  it("are none if the first is later", () => {
    expect(daysBetween("2026-02-28", "2026-02-27")).toEqual([]);
  });

  it("are consecutive, each once", () => {
    fc.assert(
      fc.property(dayNumbers, fc.integer({ min: 0, max: 400 }), (start, length) => {
        const days = daysBetween(dayOf(start), dayOf(start + length));
        expect(days).toHaveLength(length + 1);
        expect(days.every((day, index) => day === addDays(dayOf(start), index))).toBe(true);
      }),
    );
  });
});

describe("isUtcDay", () => {
  it.each(["2026-11-21", "2024-02-29", "2000-02-29", "0001-01-01"])("accepts %s", (text) => {
    expect(isUtcDay(text)).toBe(true);
  });

  it.each([
    "2026-02-29",
    "2026-02-30",
    "2100-02-29",
    "2026-13-01",
    "2026-00-10",
    "2026-11-00",
    "2026-11-31",
    "2026-1-1",
    "26-11-21",
    "2026/11/21",
    "2026-11-21T00:00:00Z",
    " 2026-11-21",
    "2026-11-21\n",
    "today",
    "",
  ])("refuses %j", (text) => {
    expect(isUtcDay(text)).toBe(false);
  });
});
