import { describe, expect, it } from "vitest";
import { alertId } from "#core/alerting/alert-id.ts";
import { findAlert } from "#core/alerting/find-alert.ts";
import { type Statement, sayOfAlert } from "#core/alerting/say-of-alert.ts";
import { byLine } from "#core/alerting/told.ts";
import type { AlertAction, AlertRow } from "#core/ports/alert-store.ts";
import { anAction, anAlert } from "../../support/pipeline-rows.ts";

const TODAY = "2026-11-22";
const NOW = `${TODAY}T09:30:15.250Z`;

const acknowledge: Statement = { action: "acknowledge", note: "on it", by: "ann", until: null };
const silence: Statement = { action: "silence", note: "load test", by: "ann", until: "2026-11-30" };
const refute: Statement = { action: "refute", note: "monthly report", by: "ann", until: null };

function say(
  said: Statement,
  alert: Partial<AlertRow> = {},
  { before = [], now = NOW }: { readonly before?: readonly AlertAction[]; readonly now?: string } = {},
): AlertAction | null {
  return sayOfAlert(said, anAlert(alert), { actions: byLine(before), newestDay: "2026-11-21", now });
}

/** What was recorded, as the next statement finds it. */
function recorded(said: Statement, alert: Partial<AlertRow> = {}): AlertAction[] {
  const action = say(said, alert);
  return action === null ? [] : [action];
}

describe("what a person says of an open alert", () => {
  it("is recorded with who, when to the second, why, and how severe the alert was", () => {
    expect(say(acknowledge)).toEqual(
      anAction({
        ...{ action: "acknowledge", actor: "ann", note: "on it", actedAt: "2026-11-22T09:30:15.000Z" },
        runId: null,
      }),
    );
    expect(say(silence)).toMatchObject({ action: "silence", expiresOn: "2026-11-30" });
    expect(say(refute)).toMatchObject({ action: "refute", expiresOn: null });
  });

  it("is recorded once: the same words again are nothing new", () => {
    for (const said of [acknowledge, silence, refute]) {
      const before = recorded(said);
      expect(say(said, {}, { before })).toBeNull();
      expect(say(said, {}, { before, now: `${TODAY}T11:00:00Z` })).toBeNull();
    }
  });

  it.each<[string, Statement]>([
    ["other words", { ...silence, note: "load test, longer" }],
    ["another end", { ...silence, until: "2026-12-01" }],
    ["another person", { ...silence, by: "bob" }],
    ["another action", { ...refute, note: silence.note }],
  ])("is something new with %s", (_, said) => {
    expect(say(said, {}, { before: recorded(silence), now: `${TODAY}T11:00:00Z` })).not.toBeNull();
  });

  it("is something new of an alert that became critical since, but not of one that became a warning", () => {
    const later = { now: `${TODAY}T11:00:00Z` };
    const ofWarning = recorded(acknowledge, { severity: "warning" });
    expect(say(acknowledge, {}, { before: ofWarning, ...later })).toMatchObject({ severity: "critical" });
    const ofCritical = recorded(acknowledge);
    expect(say(acknowledge, { severity: "warning" }, { before: ofCritical, ...later })).toBeNull();
  });

  it("is refused where the table could not tell it from the other thing said in this second", () => {
    expect(() => say({ ...silence, until: "2026-12-01" }, {}, { before: recorded(silence) })).toThrow(
      /ann has said something else of alert \w+ within this second: say it again/,
    );
  });
});

describe("a silence", () => {
  it.each([
    ["a day that is over", "2026-11-21", "a silence until 2026-11-21 is over already: today is 2026-11-22"],
    ["the 93rd day", "2027-02-22", "a silence lasts 92 days at most: until 2027-02-21, not 2027-02-22"],
    ["no day", null, "a silence must end: say until which day (YYYY-MM-DD)"],
  ])("until %s is refused", (_, until, message) => {
    expect(() => say({ ...silence, until })).toThrow(
      expect.objectContaining({ name: "InputInvalid", message: expect.stringContaining(message) }),
    );
  });

  it.each([TODAY, "2027-02-21"])("until %s is the shortest or the longest", (until) => {
    expect(say({ ...silence, until })).toMatchObject({ expiresOn: until });
  });
});

describe("of an alert that is no longer open", () => {
  const closed = { state: "resolved", resolvedOn: "2026-11-15", resolveReason: "recovered" } as const;
  const old = { openedOn: "2026-11-10", lastMetOn: "2026-11-12", ...closed };

  it.each([acknowledge, silence])("nobody can $action", (said) => {
    expect(() => say(said, old)).toThrow(
      new RegExp(`^alert \\w{10} closed on 2026-11-15 \\(recovered\\); there is nothing to ${said.action}$`),
    );
  });

  it("people can still say that it was no problem; it counts for that one and not for the next", () => {
    expect(say(refute, old)).toMatchObject({ scoredOn: "2026-11-14", openedOn: "2026-11-10" });
    expect(say(refute, old, { before: recorded(refute, old) })).toBeNull();
    expect(say(refute, { openedOn: "2026-11-20" }, { before: recorded(refute, old) })).not.toBeNull();
  });

  it.each([acknowledge, silence, refute])("nobody can $action what late data withdrew", (said) => {
    expect(() => say(said, { state: "withdrawn" })).toThrow("was withdrawn: late data took its reason away");
  });
});

describe("an alert's id", () => {
  const alerts = [anAlert(), anAlert({ metric: "rds.read_iops" })];

  it("finds it", () => {
    for (const alert of alerts) expect(findAlert(alertId(alert), alerts)).toBe(alert);
  });

  it("that nobody knows is refused, and so is one that two alerts share", () => {
    expect(() => findAlert("0000000000", alerts)).toThrow(/^there is no alert 0000000000: .*list shows/);
    expect(() => findAlert(alertId(anAlert()), [...alerts, anAlert()])).toThrow("two alerts have the id");
  });
});
