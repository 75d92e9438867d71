import { describe, expect, it } from "vitest";
import { closedThreads } from "#core/alerting/closed-threads.ts";
import { threadOf } from "#core/alerting/thread-of.ts";
import type { AlertAction, AlertRow } from "#core/ports/alert-store.ts";
import { anAction, anAlert } from "../../support/pipeline-rows.ts";

const NEWEST = "2026-11-25";
const OVER = { state: "resolved", resolvedOn: "2026-11-25", resolveReason: "recovered" } as const;
const told = (resourceId: string, part: Partial<AlertAction> = {}) => anAction({ resourceId, ...part });
const alert = (resourceId: string, part: Partial<AlertRow> = {}) => anAlert({ resourceId, ...part });
const threads = (before: readonly AlertRow[], after: readonly AlertRow[], actions: readonly AlertAction[]) =>
  closedThreads(before, after, { actions, newestDay: NEWEST, mostThreads: 6 });

describe("a thread is over", () => {
  it("when its alert closes, and not before, nor once more", () => {
    const over = alert("a", OVER);
    const actions = [told("a")];
    expect(threads([alert("a")], [over], actions)).toEqual([
      { threadId: threadOf([alert("a")]), alerts: [over] },
    ]);
    expect(threads([alert("a")], [alert("a")], actions)).toEqual([]);
    expect(threads([over], [over], actions)).toEqual([]);
  });

  it("when the last of those closes that people were told of together: one message for all", () => {
    const actions = ["a", "b", "c"].map((resourceId) => told(resourceId, { note: "shared 1" }));
    const before = ["a", "b", "c"].map((resourceId) => alert(resourceId));
    const [a, b, c] = before;
    if (a === undefined || b === undefined || c === undefined) throw new TypeError("three alerts");
    const closed = [alert("a", OVER), alert("b", OVER), alert("c", OVER)];
    expect(threads(before, [...closed.slice(0, 2), c], actions)).toEqual([]);
    const [thread, ...rest] = threads([...closed.slice(0, 2), c], closed, actions);
    expect(rest).toEqual([]);
    expect(thread?.alerts).toEqual(closed);
    expect(thread?.threadId).toBe(threadOf(before.toReversed()));
  });

  it("when late data took its alert away", () => {
    const withdrawn = alert("a", { state: "withdrawn" });
    expect(threads([alert("a")], [withdrawn], [told("a")])[0]?.alerts).toEqual([withdrawn]);
  });

  it("not while an acknowledged alert of it is open", () => {
    expect(threads([alert("a")], [alert("a", { state: "acknowledged" })], [told("a")])).toEqual([]);
    expect(threads([alert("a", { state: "acknowledged" })], [alert("a", OVER)], [told("a")])).toHaveLength(1);
  });

  it("only if there is one: not of a digest, of what was told in short, or of what nobody was told", () => {
    const closing = (actions: readonly AlertAction[]) =>
      threads([alert("a")], [alert("a", OVER)], actions).length;
    expect(closing([])).toBe(0);
    expect(closing([told("a", { note: "digest" })])).toBe(0);
    expect([6, 7].map((number) => closing([told("a", { note: `notification ${number}` })]))).toEqual([1, 0]);
  });
});
