import { describe, expect, it } from "vitest";
import { alertChanges } from "#core/alerting/alert-changes.ts";
import { alertId } from "#core/alerting/alert-id.ts";
import { type ChooseOptions, chooseNotifications } from "#core/alerting/choose-notifications.ts";
import { isLike } from "#core/alerting/silences.ts";
import { byLine } from "#core/alerting/told.ts";
import { tellingOf, toldNote } from "#core/alerting/told-note.ts";
import { PipelineConfig, type Silence } from "#core/model/pipeline-config.ts";
import type { Resource } from "#core/model/resource.ts";
import { addDays } from "#core/model/utc-day.ts";
import type { AlertAction, AlertRow } from "#core/ports/alert-store.ts";
import { anAction, anAlert, anInstance, SHIPPED } from "../../support/pipeline-rows.ts";

const NEWEST = "2026-11-21";

const fleet = (count: number, part: Partial<Resource> = {}) =>
  Array.from({ length: count }, (_, index) => anInstance(`web-${index}`, part));
const alertOf = (resource: Resource, part: Partial<AlertRow> = {}) =>
  anAlert({
    resourceId: resource.resourceId,
    metric: "ec2.cpu_utilization_pct",
    class: "prediction",
    openedOn: NEWEST,
    lastMetOn: NEWEST,
    evidence: { clauses: ["drift"], residual: 5 },
    openingEvidence: { clauses: ["drift"], residual: 5 },
    ...part,
  });
const said = (alert: AlertRow, part: Partial<AlertAction> = {}): AlertAction =>
  anAction({
    ...keyOf(alert),
    severity: alert.severity,
    scoredOn: addDays(NEWEST, -1),
    note: "notification 1",
    ...part,
  });
const keyOf = ({ resourceId, metric, direction, class: kind, openedOn }: AlertRow) => ({
  ...{ resourceId, metric, direction, class: kind, openedOn },
});

function choose(alerts: readonly AlertRow[], part: Partial<ChooseOptions> & { said?: AlertAction[] } = {}) {
  const { said: actions = [], ...options } = part;
  return chooseNotifications(alerts, {
    newestDay: NEWEST,
    notificationsPerDay: 5,
    actions: byLine(actions),
    history: alerts,
    resources: new Map(),
    silences: [],
    startingFrom: null,
    ...options,
  });
}

const byId = (resources: readonly Resource[]) => new Map(resources.map((one) => [one.resourceId, one]));

describe("conditions of the specification", () => {
  const web = anInstance("web");
  const condition = alertOf(web, { class: "condition", evidence: { clauses: ["z_beyond"] } });

  it("are not told by themselves, and are counted", () => {
    expect(choose([condition])).toMatchObject({ notifications: [], digest: [], unsupportedCount: 1 });
  });

  it("are told together with the prediction that supports them, on the same series and side only", () => {
    const told = choose([condition, alertOf(web)]);
    expect(told.notifications[0]?.alerts.map((alert) => alert.class).toSorted()).toEqual([
      "condition",
      "prediction",
    ]);
    expect(told.unsupportedCount).toBe(0);
    expect(choose([condition, alertOf(web, { direction: "down" })]).unsupportedCount).toBe(1);
  });

  it("are told alone where they are a limit by their meaning: free memory under a fifth of its baseline", () => {
    const memory = alertOf(web, { class: "condition", evidence: { clauses: ["share_of_baseline_below"] } });
    expect(choose([memory]).notifications).toHaveLength(1);
  });
});

describe("one cause", () => {
  it("is one notification for five resources whose metric moved alike on one day, and not for four", () => {
    const resources = fleet(30);
    const moved = (count: number) => resources.slice(0, count).map((one) => alertOf(one));
    const four = choose(moved(4), { resources: byId(resources) });
    expect(four.notifications.map(({ cause }) => cause)).toEqual(Array(4).fill("resource"));
    const five = choose(moved(5), { resources: byId(resources) });
    expect(five.notifications.map(({ cause, alerts }) => [cause, alerts.length])).toEqual([["shared", 5]]);
  });

  it("needs the same day, side, account and type", () => {
    const resources = [...fleet(4), anInstance("other", { accountId: "222222222222" })];
    const apart = [
      resources.map((one) => alertOf(one)),
      fleet(5).map((one, index) => alertOf(one, index === 0 ? { direction: "down" } : {})),
      fleet(5).map((one, index) => alertOf(one, index === 0 ? { openedOn: addDays(NEWEST, -1) } : {})),
    ];
    for (const alerts of apart) {
      const chosen = choose(alerts, {
        resources: byId([...resources, ...fleet(40)]),
        notificationsPerDay: 9,
      });
      expect(chosen.notifications.map(({ cause }) => cause)).not.toContain("shared");
    }
  });

  it("is a dead source for five resources that fell silent on one day: one notification, outside of the budget", () => {
    const resources = fleet(30);
    const silent = { class: "silence", metric: "ec2.cpu_utilization_pct", direction: "down" } as const;
    const alerts = [
      ...resources.slice(0, 5).map((one) => alertOf(one, silent)),
      ...resources.slice(5, 10).map((one) => alertOf(one)),
    ];
    const { notifications } = choose(alerts, { resources: byId(resources), notificationsPerDay: 0 });
    expect(notifications.map(({ cause, alerts: told }) => [cause, told.length])).toEqual([["source", 5]]);
    const four = choose(alerts.slice(1, 5), { resources: byId(resources) });
    expect(four.notifications.map(({ cause }) => cause)).toEqual(Array(4).fill("resource"));
  });

  it("of two resources of one service on one day is one notification, with all that is wrong with them", () => {
    const shop = fleet(2, { tags: { Service: "shop" } });
    const alerts = [
      ...shop.map((one) => alertOf(one)),
      ...shop
        .slice(0, 1)
        .map((one) => alertOf(one, { metric: "ec2.network_in_bytes_per_second", openedOn: "2026-11-19" })),
    ];
    const chosen = choose(alerts, { resources: byId(shop) });
    expect(chosen.notifications.map(({ cause, alerts: all }) => [cause, all.length])).toEqual([
      ["service", 3],
    ]);
  });

  it("that the whole fleet shares takes in what else moved the same way that day, but never a hard limit", () => {
    const resources = fleet(20);
    const [odd, full] = [anInstance("odd", { type: "rds" }), anInstance("full", { type: "rds" })];
    const alerts = [
      ...resources.map((one) => alertOf(one, { direction: "down" })),
      alertOf(odd, { direction: "down", metric: "rds.read_iops" }),
      alertOf(full, { direction: "down", class: "limit", metric: "rds.cpu_utilization_pct" }),
    ];
    const chosen = choose(alerts, { resources: byId([...resources, odd, full]) });
    expect(chosen.notifications.map(({ cause, alerts: all }) => [cause, all.length])).toEqual([
      ["resource", 1],
      ["shared", 21],
    ]);
  });

  it("a member of a shared shift that goes on alone is told by itself three days later", () => {
    const resources = fleet(6);
    const began = addDays(NEWEST, -3);
    const shared = resources.map((one, index) =>
      alertOf(
        one,
        index === 0
          ? { openedOn: began }
          : { openedOn: began, lastMetOn: began, resolvedOn: addDays(began, 2), state: "resolved" },
      ),
    );
    const actions = shared.map((alert) => said(alert, { scoredOn: began, note: "shared 1" }));
    const alone = choose(shared, { said: actions, resources: byId(resources) });
    expect(alone.notifications.map(({ resourceId }) => resourceId)).toEqual([resources[0]?.resourceId]);
    const lasting = shared.map(
      (alert): AlertRow => ({ ...alert, state: "open", resolvedOn: null, lastMetOn: NEWEST }),
    );
    expect(choose(lasting, { said: actions, resources: byId(resources) }).notifications).toEqual([]);
  });
});

describe("a single odd day", () => {
  const spike = (part: Partial<AlertRow> = {}, residual = 5) =>
    alertOf(anInstance("web"), {
      severity: "warning",
      evidence: { clauses: ["spike"], residual },
      openingEvidence: { clauses: ["spike"], residual },
      ...part,
    });

  it("waits for a second one, unless it is critical", () => {
    expect(choose([spike()]).notifications).toEqual([]);
    expect(choose([spike({ openedOn: addDays(NEWEST, -1) })]).notifications).toHaveLength(1);
    expect(choose([spike({ severity: "critical" }, 7)]).notifications).toHaveLength(1);
  });

  it("is not told where the fleet shows as strong ones more than 0.25 times a day: 15 in 60 days are not more, 16 are", () => {
    const past = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        spike({
          resourceId: `past-${index}`,
          openedOn: addDays(NEWEST, -3 * (index + 1)),
          state: "resolved",
          resolvedOn: addDays(NEWEST, -3 * index),
          ...(index > 14 ? { openedOn: addDays(NEWEST, -4) } : {}),
        }),
      );
    const asked = spike({ severity: "critical" });
    expect(choose([asked], { history: [...past(15), asked] }).notifications).toHaveLength(1);
    expect(choose([asked], { history: [...past(16), asked] }).notifications).toEqual([]);
  });
});

describe("the story of an alert", () => {
  const web = anInstance("web");
  const before = alertOf(web, {
    openedOn: "2026-11-01",
    lastMetOn: "2026-11-04",
    state: "resolved",
    resolvedOn: "2026-11-06",
  });
  const toldBefore = said(before, { scoredOn: "2026-11-02" });

  it.each([
    ["goes on if it opens again within 14 days, and is not told twice", "2026-11-20", 0],
    ["is another one after 15", "2026-11-21", 1],
  ])("%s", (_, openedOn, count) => {
    const again = alertOf(web, { openedOn });
    const chosen = choose([again], { history: [before, again], said: [toldBefore] });
    expect(chosen.notifications).toHaveLength(count);
  });

  it("is told again when an acknowledged warning becomes critical, and its acknowledgement no longer holds", () => {
    const risen = alertOf(web, { openedOn: "2026-11-15", severity: "critical" });
    const actions = [
      said(risen, { severity: "warning", scoredOn: "2026-11-15" }),
      said(risen, { action: "acknowledge", severity: "warning", actor: "ann", scoredOn: "2026-11-16" }),
    ];
    expect(alertChanges([risen], [], byLine(actions), NEWEST).upserts[0]?.state).toBe("open");
    expect(choose([risen], { said: actions }).notifications).toHaveLength(1);
    const same = { ...risen, severity: "warning" as const };
    expect(alertChanges([same], [], byLine(actions), NEWEST).upserts[0]?.state).toBe("acknowledged");
    expect(choose([same], { said: actions }).notifications).toEqual([]);
  });

  it("is not told again when nobody acknowledged: the message already stands", () => {
    const risen = alertOf(web, { openedOn: "2026-11-15", severity: "critical" });
    expect(choose([risen], { said: [said(risen, { severity: "warning" })] }).notifications).toEqual([]);
  });

  it("is over for whoever refuted it", () => {
    const alert = alertOf(web);
    expect(
      choose([alert], { said: [said(alert, { action: "refute", actor: "ann" })] }).notifications,
    ).toEqual([]);
  });

  it("is news as a drift if all that was told, over a week ago, was a single odd day", () => {
    const spiked = { ...before, openingEvidence: { clauses: ["spike"] } };
    const again = alertOf(web, { openedOn: "2026-11-18" });
    expect(choose([again], { history: [spiked, again], said: [toldBefore] }).notifications).toHaveLength(1);
  });
});

describe("a silence", () => {
  const web = anInstance("web-1", { tags: { Team: "shop" } });
  const silence = (part: Partial<Silence> = {}): Silence => ({
    matcher: { resource: "web-*" },
    reason: "moving house",
    owner: "ann",
    from: "2026-11-20",
    until: NEWEST,
    ...part,
  });
  const withSilence = (part: Partial<Silence>) =>
    choose([alertOf(web)], { silences: [silence(part)], resources: byId([web]) });

  it("is not told, and listed with its end; the day after it is told", () => {
    expect(withSilence({})).toMatchObject({
      notifications: [],
      digest: [],
      silenced: [{ until: NEWEST, owner: "ann" }],
    });
    expect(withSilence({ until: "2026-11-20" })).toMatchObject({
      notifications: [{ cause: "resource" }],
      silenced: [],
    });
  });

  it.each<[string, Silence["matcher"], boolean]>([
    ["another resource", { resource: "db-*" }, false],
    ["the id of the resource", { resource: "*instance/web-1" }, true],
    ["its type and account", { type: "ec2", account: "111111111111" }, true],
    ["another account", { type: "ec2", account: "222222222222" }, false],
    ["a metric", { metric: "ec2.cpu_*" }, true],
    ["a tag", { tag: { key: "Team", value: "shop" } }, true],
    ["another value of the tag", { tag: { key: "Team", value: "data" } }, false],
  ])("matches %s: %j is %s", (_, matcher, isSilenced) => {
    expect(withSilence({ matcher }).silenced).toHaveLength(Number(isSilenced));
  });

  it("said of an alert by a person counts as well, until it expires", () => {
    const alert = alertOf(web);
    const until = (expiresOn: string | null) =>
      choose([alert], { said: [said(alert, { action: "silence", actor: "ann", expiresOn })] });
    expect(until(NEWEST).silenced).toHaveLength(1);
    expect(until(addDays(NEWEST, -1)).notifications).toHaveLength(1);
    expect(until(null).notifications).toHaveLength(1);
  });

  it.each<[string, object]>([
    ["without an end", { until: undefined }],
    ["that ends before it begins", { until: "2026-11-19" }],
    ["of more than 92 days", { until: "2027-02-20" }],
    ["of everything", { matcher: {} }],
    ["without an owner", { owner: undefined }],
  ])("%s is refused", (_, part) => {
    const config = (silences: object[]) => ({
      ...SHIPPED.pipeline,
      alerts: { ...SHIPPED.pipeline.alerts, silences },
    });
    expect(PipelineConfig.safeParse(config([silence()])).success).toBe(true);
    expect(PipelineConfig.safeParse(config([{ ...silence(), ...part }])).success).toBe(false);
  });
});

describe("a breach that is forecast", () => {
  const forecast = (forecastDays: number, name: string) =>
    alertOf(anInstance(name), { evidence: { clauses: ["forecast"], forecastDays } });

  it("within three days is told whatever the budget says, a later one is not", () => {
    const chosen = choose([forecast(3, "a"), forecast(3.1, "b")], { notificationsPerDay: 0 });
    expect(chosen.notifications.map(({ isOutsideBudget }) => isOutsideBudget)).toEqual([true]);
    expect(chosen.digest).toHaveLength(1);
  });
});

describe("names and notes", () => {
  it("an alert's id is short, the same everywhere, and another for each part of its identity", () => {
    const key = { resourceId: "r", metric: "m", direction: "up", class: "limit", openedOn: NEWEST } as const;
    const others = [
      { ...key, resourceId: "s" },
      { ...key, metric: "n" },
      { ...key, direction: "down" as const },
      { ...key, class: "silence" as const },
      { ...key, openedOn: "2026-11-20" },
    ];
    expect(new Set([key, ...others].map(alertId)).size).toBe(6);
    for (const id of others.map(alertId)) expect(id).toMatch(/^[0-9a-v]{10}$/);
    expect(alertId({ ...key, resourceId: "r" })).toBe(alertId(key));
  });

  it("a note says how an alert was told", () => {
    for (const kind of ["notification", "shared"] as const)
      for (const isOutsideBudget of [true, false])
        expect(tellingOf(toldNote({ kind, number: 3, isOutsideBudget }))).toEqual({
          kind,
          number: 3,
          isOutsideBudget,
        });
    expect(tellingOf("digest").kind).toBe("digest");
  });

  it.each([
    ["orders-*", "orders-mysql", true],
    ["*", "", true],
    ["a*b*c", "a-b-c", true],
    ["a*b*c", "a-c-b", false],
    ["a*a", "a", false],
    ["orders", "orders-mysql", false],
  ])("%s is like %s: %s", (pattern, text, is) => {
    expect(isLike(pattern, text)).toBe(is);
  });
});
