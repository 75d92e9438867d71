import { describe, expect, it } from "vitest";
import { addDays, daysBetween } from "#core/model/utc-day.ts";
import type { AlertAction } from "#core/ports/alert-store.ts";
import type { ScoreRow } from "#core/ports/score-store.ts";
import type { Past } from "#lib/local/backtest/read-past.ts";
import { replayTelling } from "#lib/local/backtest/replay-telling.ts";
import { withEveryDay } from "#lib/local/backtest/telling-runs.ts";
import { anAction, anAlert, aResource, aScore, SHIPPED } from "../../support/pipeline-rows.ts";

const FROM = "2026-11-10";
const TO = "2026-11-21";
const BREACH = { limitValue: 99 };
/** Somebody heard of something before: nothing is "already so when we started". */
const EARLIER = anAction({ resourceId: "elsewhere", scoredOn: "2026-11-01", openedOn: "2026-11-01" });

function past(part: Partial<Past> = {}): Past {
  return {
    ...{
      from: FROM,
      to: TO,
      heldFrom: FROM,
      histories: [],
      scoredBefore: [],
      openBefore: [],
      closedBefore: [],
      runs: [],
    },
    actions: [EARLIER],
    resources: new Map([["r", aResource({ resourceId: "r" })]]),
    ...part,
  };
}

/** Told days of a series that breaches its limit on the days of `breached`, with a run on every day. */
function toldDays(breached: (date: string) => boolean, part: Partial<Past> = {}): string[] {
  const known = past(part);
  const rows = (date: string): ScoreRow[] => [aScore({ date, ...(breached(date) ? BREACH : {}) })];
  const scored = new Map(daysBetween(FROM, TO).map((date) => [date, rows(date)]));
  return toldIn(replayTelling(known, scored, { config: SHIPPED, runs: withEveryDay([], known) }));
}

const toldIn = (told: readonly AlertAction[]) => told.map(({ scoredOn }) => scoredOn);
const lasting = (date: string) => date >= "2026-11-15";
const ofLimit = {
  class: "limit",
  openedOn: "2026-11-15",
  scoredOn: "2026-11-15",
  actor: "ann",
  runId: null,
} as const;

describe("a replay of what people are told", () => {
  it("tells of a breach on its first day, and not again while it lasts", () => {
    expect(toldDays(lasting)).toEqual(["2026-11-15"]);
  });

  it("tells nothing on a day without a run, and of what is still open at the next one", () => {
    const known = past();
    const scored = new Map(
      daysBetween(FROM, TO).map((date) => [date, [aScore({ date, ...(lasting(date) ? BREACH : {}) })]]),
    );
    const runs = withEveryDay([], known).filter(({ to }) => to > "2026-11-17");
    expect(toldIn(replayTelling(known, scored, { config: SHIPPED, runs }))).toEqual(["2026-11-18"]);
  });

  it("does not know what people were really told on these days, only before them", () => {
    const told = (scoredOn: string) => anAction({ class: "limit", openedOn: scoredOn, scoredOn });
    expect(toldDays(lasting, { actions: [EARLIER, told("2026-11-15")] })).toEqual(["2026-11-15"]);
    const open = anAlert({ class: "limit", openedOn: "2026-11-08", lastMetOn: "2026-11-09" });
    const always = () => true;
    expect(toldDays(always, { openBefore: [open] })).toEqual([FROM]);
    expect(toldDays(always, { openBefore: [open], actions: [EARLIER, told("2026-11-09")] })).toEqual([]);
  });

  it("heeds what people said from the run after it on", () => {
    const silence = (actedAt: string) =>
      anAction({ ...ofLimit, action: "silence", note: "load test", expiresOn: "2026-11-17", actedAt });
    expect(toldDays(lasting, { actions: [EARLIER, silence("2026-11-16T06:59:00.000Z")] })).toEqual([
      "2026-11-18",
    ]);
    expect(toldDays(lasting, { actions: [EARLIER, silence("2026-11-16T12:00:00.000Z")] })).toEqual([
      "2026-11-15",
    ]);
  });

  it("goes on with the clean days that lie before its first day", () => {
    const open = anAlert({ class: "limit", openedOn: "2026-11-08", lastMetOn: "2026-11-08" });
    const clean = { date: addDays(FROM, -1), rows: [aScore({ date: addDays(FROM, -1) })] };
    // One clean day before and one within resolve it: a breach from the 11th on is another alert.
    const again = (date: string) => date >= "2026-11-11";
    const opened = (part: Partial<Past>) => {
      const known = past({ ...part, openBefore: [open] });
      const scored = new Map(
        daysBetween(FROM, TO).map((date) => [date, [aScore({ date, ...(again(date) ? BREACH : {}) })]]),
      );
      return replayTelling(known, scored, { config: SHIPPED, runs: withEveryDay([], known) }).map(
        (one) => one.openedOn,
      );
    };
    expect(opened({ scoredBefore: [clean] })).toContain("2026-11-11");
    expect(opened({})).toEqual(["2026-11-08"]);
  });

  it("keeps the runs that were made and adds one for each day without", () => {
    const real = {
      runId: "real",
      from: "2026-11-01",
      to: "2026-11-11",
      startedAt: "2026-11-12T09:30:00.000Z",
      tellsPeople: true,
      configHash: "x",
    };
    const runs = withEveryDay([real], { from: FROM, to: "2026-11-12" });
    expect(runs.map(({ runId, to }) => [runId, to])).toEqual([
      ["backtest-2026-11-10", FROM],
      ["real", "2026-11-11"],
      ["backtest-2026-11-12", "2026-11-12"],
    ]);
    expect(runs[0]).toMatchObject({ from: "2026-11-09", startedAt: "2026-11-11T07:00:00.000Z" });
  });
});
