import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ChooseOptions, chooseNotifications } from "#core/alerting/choose-notifications.ts";
import { byLine } from "#core/alerting/told.ts";
import type { AlertAction, AlertRow } from "#core/ports/alert-store.ts";
import { anAction as anyAction, anAlert as anyAlert } from "../../support/pipeline-rows.ts";

fc.configureGlobal({ seed: 1 });

const NEWEST = "2026-11-21";
const drift = { class: "prediction", evidence: { clauses: ["drift"] } } as const;

/** A drift, and what was said of it: as the first of its run's notifications if nothing else is given. */
const anAlert = (part: Partial<AlertRow> = {}) => anyAlert({ ...drift, ...part });
const anAction = (part: Partial<AlertAction> = {}) =>
  anyAction({ class: "prediction", note: "notification 1", ...part });

function choose(alerts: readonly AlertRow[], actions: AlertAction[] = [], part: Partial<ChooseOptions> = {}) {
  const chosen = chooseNotifications(alerts, {
    newestDay: NEWEST,
    notificationsPerDay: 5,
    actions: byLine(actions),
    history: alerts,
    resources: new Map(),
    silences: [],
    startingFrom: null,
    ...part,
  });
  const names = (groups: typeof chosen.digest) => groups.map(({ resourceId }) => resourceId);
  return { told: names(chosen.notifications), digest: names(chosen.digest), chosen };
}

const on = (resourceId: string, part: Partial<AlertRow> = {}) => anAlert({ resourceId, ...part });
const many = (count: number, part: Partial<AlertRow> = {}) =>
  Array.from({ length: count }, (_, index) => on(`r${index}`, { z: 20 - index, ...part }));
const limit = { class: "limit" } as const;

describe("what people are told", () => {
  it("is grouped by resource, worst first: hard limits, then critical, then the farthest from normal", () => {
    const { chosen } = choose([
      on("a", { severity: "warning", z: 2.5 }),
      on("b", { metric: "rds.read_iops", z: 4 }),
      on("b", { metric: "rds.write_iops", z: 9 }),
      on("c", { ...limit, z: null }),
    ]);
    expect(
      chosen.notifications.map(({ alerts }) =>
        alerts.map(({ resourceId, metric }) => `${resourceId} ${metric}`),
      ),
    ).toEqual([
      ["c rds.cpu_utilization_pct"],
      ["b rds.write_iops", "b rds.read_iops"],
      ["a rds.cpu_utilization_pct"],
    ]);
  });

  it("never is a statistical alert, nor one that is over", () => {
    const { told, digest } = choose([
      on("a", { class: "statistical" }),
      on("b", { state: "resolved", resolvedOn: NEWEST }),
      on("c", { state: "withdrawn" }),
    ]);
    expect([told, digest]).toEqual([[], []]);
  });

  it("never is an alert that was told, however: while it stays open nobody hears of it again", () => {
    expect(choose([anAlert()], [anAction()])).toMatchObject({ told: [], digest: [] });
    expect(choose([anAlert()], [anAction({ note: "digest" })])).toMatchObject({ told: [], digest: [] });
    expect(choose([anAlert({ state: "acknowledged" })], [anAction()])).toMatchObject({
      told: [],
      digest: [],
    });
  });

  it("never is an alert that someone acknowledged before anyone was told: people know of it", () => {
    expect(choose([anAlert({ state: "acknowledged" })], [anAction({ action: "acknowledge" })])).toMatchObject(
      {
        told: [],
        digest: [],
      },
    );
  });
});

describe("the budget of a day", () => {
  it("holds for five resources, and the sixth waits in the digest", () => {
    expect(choose(many(5))).toMatchObject({ told: ["r0", "r1", "r2", "r3", "r4"], digest: [] });
    expect(choose(many(6))).toMatchObject({ told: ["r0", "r1", "r2", "r3", "r4"], digest: ["r5"] });
  });

  it("does not count breached hard limits, and they do not spend it", () => {
    const limits = Array.from({ length: 7 }, (_, index) => on(`limit${index}`, limit));
    const { told, digest } = choose([...many(6), ...limits]);
    expect(told).toHaveLength(12);
    expect(digest).toEqual(["r5"]);
  });

  it("is of the newest scored day, not of the run: a second run of the day has what the first left", () => {
    const spent = many(3).map(({ resourceId }, index) =>
      anAction({ resourceId: `earlier ${resourceId}`, note: `notification ${index + 1}` }),
    );
    expect(choose(many(6), spent).told).toEqual(["r0", "r1"]);
    const yesterday = spent.map((action) => ({ ...action, scoredOn: "2026-11-20" }));
    expect(choose(many(6), yesterday).told).toHaveLength(5);
  });

  it("is not spent by a digest, nor twice by two alerts of one resource", () => {
    const digest = many(4).map(({ resourceId }) =>
      anAction({ resourceId: `d ${resourceId}`, note: "digest" }),
    );
    const twice = ["rds.read_iops", "rds.write_iops"].map((metric) => anAction({ resourceId: "t", metric }));
    expect(choose(many(6), [...digest, ...twice]).told).toHaveLength(4);
  });

  it("is not spent by a hard limit, nor by what was told of its resource together with it", () => {
    const outside = { resourceId: "l", note: "notification 1, outside the budget" };
    const breached = [anAction({ ...outside, class: "limit" }), anAction(outside)];
    expect(choose(many(6), breached).told).toHaveLength(5);
    const apart = [anAction({ ...outside, class: "limit" }), anAction({ resourceId: "l", runId: "run-00" })];
    expect(choose(many(6), apart).told).toHaveLength(4);
  });

  it("spends nothing on more news of a resource that people know of: that goes to the digest", () => {
    const known = anAlert();
    const more = anAlert({ metric: "rds.read_iops" });
    expect(choose([known, more], [anAction()])).toMatchObject({ told: [], digest: ["r"] });
    expect(choose([known, { ...more, ...limit }], [anAction()])).toMatchObject({ told: ["r"], digest: [] });
  });

  it("never tells more than it allows, loses nobody and tells nobody twice", () => {
    const alerts = fc.uniqueArray(
      fc.record({
        resourceId: fc.constantFrom("a", "b", "c", "d", "e", "f"),
        metric: fc.constantFrom("rds.read_iops", "rds.write_iops"),
        class: fc.constantFrom("limit" as const, "prediction" as const),
        z: fc.integer({ min: -9, max: 9 }),
      }),
      { selector: (alert) => [alert.resourceId, alert.metric, alert.class].join() },
    );
    fc.assert(
      fc.property(alerts, fc.integer({ min: 1, max: 4 }), (parts, notificationsPerDay) => {
        const open = parts.map((part) => anAlert(part));
        const { chosen } = choose(open, [], { notificationsPerDay });
        const groups = [...chosen.notifications, ...chosen.digest];
        expect(
          chosen.notifications.filter(({ isOutsideBudget }) => !isOutsideBudget).length,
        ).toBeLessThanOrEqual(notificationsPerDay);
        expect(groups.flatMap((group) => group.alerts).length).toBe(open.length);
        expect(new Set(groups.map(({ resourceId }) => resourceId)).size).toBe(groups.length);
      }),
    );
  });
});

describe("the first message ever", () => {
  const starting = { startingFrom: "2026-11-20" };

  it("puts what was so before into the digest, hard limits included", () => {
    const before = { openedOn: "2026-11-19" };
    expect(choose([on("a", before), on("b", { ...before, ...limit })], [], starting)).toMatchObject({
      told: [],
      digest: ["b", "a"],
    });
  });

  it("tells what began on the days of the run", () => {
    expect(choose([on("a", { openedOn: "2026-11-20" })], [], starting)).toMatchObject({
      told: ["a"],
      digest: [],
    });
  });
});
