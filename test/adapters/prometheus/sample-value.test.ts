import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backoffMs } from "#adapters/prometheus/backoff.ts";
import { sampleValue } from "#adapters/prometheus/sample-value.ts";
import { splitWindow } from "#adapters/prometheus/split-window.ts";

describe("a sample's value", () => {
  // Go's strconv.FormatFloat(v, 'f' or 'e'), as the HTTP API writes it.
  it.each([
    ["0", 0],
    ["-1.5", -1.5],
    ["1e-07", 1e-7],
    ["1.7976931348623157e+308", Number.MAX_VALUE],
    ["+Inf", null],
    ["-Inf", null],
    ["NaN", null],
  ])("%s is %s", (text, value) => {
    expect(sampleValue(text)).toBe(value);
  });

  it.each(["", " ", "1 ", "0x10", "1e999", "Infinity", "null", "1,5", null, undefined, 1])(
    "%o is none",
    (text) => {
      expect(sampleValue(text)).toBeUndefined();
    },
  );

  it("of any finite number comes back from its text", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(sampleValue(String(value))).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});

describe("a split range", () => {
  it("has each instant once and no part over 11,000 points", () => {
    const range = fc.record({
      start: fc.integer({ min: 0, max: 2_000_000_000 }),
      count: fc.integer({ min: 1, max: 60_000 }),
      stepSeconds: fc.constantFrom(1, 60, 300),
      rest: fc.double({ min: 0, max: 0.99, noNaN: true }),
    });
    fc.assert(
      fc.property(range, ({ start, count, stepSeconds, rest }) => {
        const end = start + (count - 1) * stepSeconds + Math.floor(rest * stepSeconds);
        const parts = splitWindow({ start, end, stepSeconds });
        const points = parts.map((part) => (part.end - part.start) / stepSeconds + 1);
        expect(Math.max(...points)).toBeLessThanOrEqual(11_000);
        expect(points.reduce((sum, size) => sum + size, 0)).toBe(count);
        for (const [index, part] of parts.entries()) {
          expect(part.start).toBe(index === 0 ? start : Number(parts[index - 1]?.end) + stepSeconds);
        }
      }),
    );
  });

  it.each([
    [11_000, 1],
    [11_001, 2],
  ])("of %i points has %i part(s)", (count, parts) => {
    expect(splitWindow({ start: 0, end: count - 1, stepSeconds: 1 })).toHaveLength(parts);
  });

  it("does not exist backwards", () => {
    expect(() => splitWindow({ start: 1, end: 0, stepSeconds: 1 })).toThrow(RangeError);
    expect(() => splitWindow({ start: 0, end: 1, stepSeconds: 0 })).toThrow(RangeError);
  });
});

describe("the wait before asking again", () => {
  it("is anywhere up to a limit that doubles until 5 s", () => {
    expect([1, 2, 3, 6, 30].map((attempt) => backoffMs(attempt, 1, null))).toEqual([
      200, 400, 800, 5_000, 5_000,
    ]);
    expect(backoffMs(3, 0, null)).toBe(0);
  });

  it("is not shorter than the server asks for", () => {
    expect(backoffMs(1, 0.5, 2)).toBe(2_000);
  });
});
