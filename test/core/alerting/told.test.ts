import { describe, expect, it } from "vitest";
import { alertChanges } from "#core/alerting/alert-changes.ts";
import { actionsOn, byLine } from "#core/alerting/told.ts";
import type { AlertAction, AlertRow } from "#core/ports/alert-store.ts";
import { anAction, anAlert } from "../../support/pipeline-rows.ts";

const NEWEST = "2026-11-21";

function isKnown(alert: Partial<AlertRow>, action: Partial<AlertAction>): boolean {
  return actionsOn(anAlert(alert), byLine([anAction(action)]), NEWEST).length === 1;
}

// Design, 4: what people said belongs to every alert of that series, direction and class whose days overlap or adjoin it.
describe("what people said belongs to an alert", () => {
  const said = { openedOn: "2026-11-10", scoredOn: "2026-11-12" };

  it.each<[string, Partial<AlertRow>, boolean]>([
    ["that opened on the same day", { openedOn: "2026-11-10" }, true],
    ["that late data opened earlier", { openedOn: "2026-11-08" }, true],
    ["that opened on the day after it was said", { openedOn: "2026-11-13" }, true],
    ["but not to one that opened two days after", { openedOn: "2026-11-14" }, false],
    [
      "that ended on the day before: its last open day adjoins",
      { openedOn: "2026-11-05", resolvedOn: "2026-11-10" },
      true,
    ],
    ["but not to one with a day between", { openedOn: "2026-11-05", resolvedOn: "2026-11-09" }, false],
  ])("%s", (_, alert, expected) => {
    expect(isKnown(alert, said)).toBe(expected);
  });

  it.each<[string, Partial<AlertRow>]>([
    ["resource", { resourceId: "other" }],
    ["metric", { metric: "rds.read_iops" }],
    ["direction", { direction: "down" }],
    ["class", { class: "limit" }],
  ])("never to one of another %s", (_, other) => {
    expect(isKnown({ openedOn: "2026-11-10" }, said)).toBe(true);
    expect(isKnown({ openedOn: "2026-11-10", ...other }, said)).toBe(false);
  });
});

describe("what the alert table becomes", () => {
  const changes = (folded: AlertRow[], stored: AlertRow[], actions: AlertAction[] = []) =>
    alertChanges(folded, stored, byLine(actions), NEWEST);

  it("keeps what the fold found, and is silent about what it found before", () => {
    expect(changes([anAlert()], [anAlert()])).toEqual({ upserts: [anAlert()], deletes: [] });
  });

  it("loses an alert that the fold no longer finds and nobody heard of", () => {
    expect(changes([], [anAlert()])).toEqual({ upserts: [], deletes: [anAlert()] });
  });

  it.each(["told", "acknowledge", "silence", "refute"] as const)(
    "withdraws one on which someone acted by %s",
    (action) => {
      const withdrawn = anAlert({ state: "withdrawn" });
      expect(changes([], [anAlert()], [anAction({ action })])).toEqual({ upserts: [withdrawn], deletes: [] });
    },
  );

  it("leaves a withdrawn alert withdrawn, and revives it if the fold finds it again", () => {
    const withdrawn = anAlert({ state: "withdrawn" });
    expect(changes([], [withdrawn]).upserts).toEqual([withdrawn]);
    expect(changes([anAlert()], [withdrawn]).upserts).toEqual([anAlert()]);
  });

  it("says acknowledged of an open alert that someone acknowledged, not of one that is over", () => {
    const acknowledge = anAction({ action: "acknowledge", actor: "ana" });
    const over = anAlert({ state: "resolved", resolvedOn: "2026-11-22" });
    expect(changes([anAlert()], [], [acknowledge]).upserts).toEqual([anAlert({ state: "acknowledged" })]);
    expect(changes([over], [], [acknowledge]).upserts).toEqual([over]);
    expect(changes([anAlert()], [], [anAction()]).upserts).toEqual([anAlert()]);
  });

  it("moves an opening that late data moved, with its acknowledgement, and without a word to anybody", () => {
    const moved = anAlert({ openedOn: "2026-11-19" });
    const acknowledge = anAction({ action: "acknowledge", openedOn: "2026-11-20" });
    expect(changes([moved], [anAlert()], [acknowledge])).toEqual({
      upserts: [
        { ...moved, state: "acknowledged" },
        { ...anAlert(), state: "withdrawn" },
      ],
      deletes: [],
    });
  });
});
