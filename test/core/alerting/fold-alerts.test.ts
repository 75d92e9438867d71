import { describe, expect, it } from "vitest";
import { AlertFold, type FoldOptions, type ScoredDay } from "#core/alerting/fold-alerts.ts";
import { dayNumber, dayOf } from "#core/model/utc-day.ts";
import type { AlertRow } from "#core/ports/alert-store.ts";
import type { ScoreRow } from "#core/ports/score-store.ts";
import { aScore, SHIPPED } from "../../support/pipeline-rows.ts";

const FIRST = dayNumber("2026-11-01");
const dayAfter = (days: number) => dayOf(FIRST + days);

/** Days of one series by a letter each: B breach, c clean, p partial, P partial breach, l learning, - no data, space: no row. */
const LETTERS: Readonly<Record<string, Partial<ScoreRow>>> = {
  B: { limitValue: 90 },
  c: { limitValue: 50 },
  p: { verdict: "partial", z: null, limitValue: 50 },
  P: { verdict: "partial", z: null, limitValue: 90 },
  l: { verdict: "learning", z: null, limitValue: 50 },
  L: { verdict: "learning", z: null, limitValue: 90 },
  "-": { verdict: "no_data", z: null, value: null, limitValue: null },
};

function days(text: string, more: Partial<ScoreRow> = {}): ScoredDay[] {
  return [...text].map((letter, index) => {
    const date = dayAfter(index);
    const part = LETTERS[letter];
    return { date, rows: part === undefined ? [] : [aScore({ date, ...more, ...part })] };
  });
}

function fold(
  scored: readonly ScoredDay[],
  options: Partial<FoldOptions> = {},
  before: readonly AlertRow[] = [],
): AlertRow[] {
  const alerts = new AlertFold(
    { metrics: SHIPPED.metrics, from: dayAfter(0), resolveAfterCleanDays: 2, goneOn: new Map(), ...options },
    before,
  );
  for (const day of scored) alerts.add(day);
  return alerts.result();
}

/** opened, last met, resolved as positions in the text; null where still open. */
const lives = (alerts: readonly AlertRow[]) =>
  alerts.map(({ openedOn, lastMetOn, resolvedOn, state }) => [
    dayNumber(openedOn) - FIRST,
    dayNumber(lastMetOn) - FIRST,
    resolvedOn === null ? null : dayNumber(resolvedOn) - FIRST,
    state,
  ]);

describe("the life of an alert", () => {
  it.each<[string, string, unknown[]]>([
    ["never begins on clean days", "cccc", []],
    ["begins on the day that meets the condition", "cB", [[1, 1, null, "open"]]],
    ["goes on while the condition holds", "BBB", [[0, 2, null, "open"]]],
    ["survives one clean day", "Bc", [[0, 0, null, "open"]]],
    ["ends on the second clean day", "Bcc", [[0, 0, 2, "resolved"]]],
    ["ends only after two in a row", "BcBc", [[0, 2, null, "open"]]],
    [
      "begins anew after its end",
      "BccB",
      [
        [0, 0, 2, "resolved"],
        [3, 3, null, "open"],
      ],
    ],
    ["is not ended by days without data", "B------", [[0, 0, null, "open"]]],
    ["counts clean days across days without data", "Bc-c", [[0, 0, 3, "resolved"]]],
    ["is not ended by days that nobody scored", "B     ", [[0, 0, null, "open"]]],
    ["is not ended by partial days", "Bppp", [[0, 0, null, "open"]]],
    ["is confirmed by a partial day", "BcPc", [[0, 2, null, "open"]]],
    ["may begin on a partial day", "P", [[0, 0, null, "open"]]],
    ["of a hard limit begins and ends on learning days", "Lll", [[0, 0, 2, "resolved"]]],
  ])("%s: %s", (_, text, expected) => {
    expect(lives(fold(days(text)))).toEqual(expected);
  });

  it("ends after as many clean days as config says", () => {
    expect(lives(fold(days("Bc"), { resolveAfterCleanDays: 1 }))).toEqual([[0, 0, 1, "resolved"]]);
    expect(lives(fold(days("Bcc"), { resolveAfterCleanDays: 3 }))).toEqual([[0, 0, null, "open"]]);
  });

  it("has the evidence of its newest breach, and keeps that of its first", () => {
    const [alert] = fold([
      { date: dayAfter(0), rows: [aScore({ date: dayAfter(0), limitValue: 85, z: 1 })] },
      {
        date: dayAfter(1),
        rows: [aScore({ date: dayAfter(1), limitValue: 95, z: 2.5, verdict: "warning" })],
      },
      { date: dayAfter(2), rows: [aScore({ date: dayAfter(2), limitValue: 10 })] },
    ]);
    expect(alert).toMatchObject({
      class: "limit",
      direction: "up",
      severity: "critical",
      triggeredAt: `${dayAfter(1)}T00:00:00.000Z`,
      value: 95,
      // mean 40, sigma 5: three sigmas either side.
      expectedLow: 25,
      expectedHigh: 55,
      z: 2.5,
      evidence: { on: dayAfter(1), clauses: ["limit"], limitValue: 95 },
      openingEvidence: { on: dayAfter(0), clauses: ["limit"], limitValue: 85 },
    });
  });

  it("of a limit has the range of the adjusted baseline where there is one, of Z that of the specification's", () => {
    const adjusted = { expectedLowValue: 30, expectedHighValue: 50 };
    const range = (text: string, z: number | null) =>
      fold(days(text, { ...adjusted, z })).map(({ class: alertClass, expectedLow, expectedHigh }) => [
        alertClass,
        expectedLow,
        expectedHigh,
      ]);
    expect(range("B", null)).toEqual([["limit", 30, 50]]);
    expect(range("c", 4)).toEqual([["condition", 25, 55]]);
  });

  it("has no expected range where there was no baseline", () => {
    expect(fold(days("L", { mean: null, sigma: null }))[0]).toMatchObject({
      expectedLow: null,
      expectedHigh: null,
    });
  });
});

describe("a resource that is gone", () => {
  const goneAfter = (index: number) => ({ goneOn: new Map([["r", dayAfter(index)]]) });

  it("ends its alerts on the day on which it was last described (design, 4)", () => {
    expect(fold(days("BB    "), goneAfter(2))).toMatchObject([
      { resolvedOn: dayAfter(2), resolveReason: "gone" },
    ]);
  });

  it("ends them on that very day, if it is the newest", () => {
    expect(lives(fold(days("BBB"), goneAfter(2)))).toEqual([[0, 2, 2, "resolved"]]);
  });

  it("keeps them until then", () => {
    expect(lives(fold(days("BB"), goneAfter(2)))).toEqual([[0, 1, null, "open"]]);
  });

  it("never ends one before it began", () => {
    expect(lives(fold(days(" B "), goneAfter(0)))).toEqual([[1, 1, 2, "resolved"]]);
  });
});

describe("evictions", () => {
  const evictions = (shares: readonly (number | null)[]) =>
    shares.flatMap((aboveZeroShare, index) => {
      const date = dayAfter(index);
      const row = aScore({ date, metric: "redis.evicted_keys_per_second", limitValue: 1, aboveZeroShare });
      return aboveZeroShare === null ? [] : [{ date, rows: [row] }];
    });

  it("are sustained on the second day in a row, and not after a day in between", () => {
    expect(lives(fold(evictions([0.01, 0.01])))).toEqual([[1, 1, null, "open"]]);
    expect(lives(fold(evictions([0.01, 0, 0.01])))).toEqual([]);
    expect(lives(fold(evictions([0.01, null, 0.01])))).toEqual([]);
  });

  it("look back to the day before the fold begins", () => {
    expect(lives(fold(evictions([0.01, 0.01]), { from: dayAfter(1) }))).toEqual([[1, 1, null, "open"]]);
  });
});

describe("the fold", () => {
  it("refuses days out of order", () => {
    const [first, second] = days("cc");
    expect(() => fold([second, first].filter((day) => day !== undefined))).toThrow("fold days in order");
    expect(() => fold([first, first].filter((day) => day !== undefined))).toThrow(RangeError);
  });

  it("leaves out metrics that config no longer has", () => {
    expect(fold(days("BB", { metric: "rds.no_longer" }))).toEqual([]);
  });

  it("opens nothing on the days that it only replays", () => {
    expect(lives(fold(days("BBcc"), { from: dayAfter(3) }))).toEqual([]);
  });

  it("knows from the replayed days how many clean days an open alert has behind it", () => {
    const before = fold(days("Bc"));
    expect(lives(fold(days("Bcc"), { from: dayAfter(2) }, before))).toEqual([[0, 0, 2, "resolved"]]);
    expect(lives(fold(days("Bc").slice(1), { from: dayAfter(1) }, before))).toEqual([[0, 0, null, "open"]]);
  });

  it("is not confirmed or cleaned by replayed days before it began", () => {
    // Between the two folds a person raised the limit: by the new one only a day before the alert meets its condition.
    const before = fold(days(" B"));
    expect(lives(fold(days("Bl-"), { from: dayAfter(2) }, before))).toEqual([[1, 1, null, "open"]]);
    expect(lives(fold(days("c c"), { from: dayAfter(2) }, before))).toEqual([[1, 1, null, "open"]]);
  });
});
