import { describe, expect, it } from "vitest";
import { scoreColumns } from "#core/model/score-rows.ts";
import { addDays } from "#core/model/utc-day.ts";
import type { AlertRow } from "#core/ports/alert-store.ts";
import type { ScoreRow } from "#core/ports/score-store.ts";
import { evaluateAlerts } from "#stages/13-alerts/run.ts";
import { memoryAlerts } from "../../support/memory-alerts.ts";
import { memoryArchive } from "../../support/memory-archive.ts";
import { memoryInventory, memoryScores } from "../../support/memory-stores.ts";
import {
  anAction,
  aResource,
  aRun,
  aScore,
  CONFIG_KEY,
  INVENTORY_KEY,
  KNOWN_KEY,
  SHIPPED,
} from "../../support/pipeline-rows.ts";

const TO = "2026-11-21";
const FROM = "2026-11-20";
const breach = (date: string, part: Partial<ScoreRow> = {}) => aScore({ date, limitValue: 95, ...part });
const spike = (date: string, part: Partial<ScoreRow> = {}) =>
  aScore({ date, verdict: "critical", z: 4, we1: true, ...part });

function world(rows: readonly ScoreRow[], resources = [aResource({ resourceId: "r" })]) {
  const archive = memoryArchive();
  archive.put(CONFIG_KEY, [SHIPPED]);
  archive.put(KNOWN_KEY, resources);
  archive.put(INVENTORY_KEY, resources);
  const scores = memoryScores();
  const put = (more: readonly ScoreRow[]) => {
    for (const [date, ofDay] of Map.groupBy(more, (row) => row.date)) scores.days.set(date, ofDay);
  };
  put(rows);
  archive.put(
    "10",
    [...Map.groupBy(rows, (row) => row.resourceId + row.metric).values()].map((ofSeries) =>
      scoreColumns(ofSeries[0]?.resourceId ?? "", ofSeries[0]?.metric ?? "", 3, ofSeries),
    ),
  );
  const alerts = memoryAlerts();
  const evaluate = (run = {}, recompute = { from: FROM, to: TO }) =>
    evaluateAlerts(
      { run: aRun(run), scored: { key: "10", recompute } },
      { archive, stores: { scores, alerts, inventory: memoryInventory(resources) } },
    );
  const told = () => alerts.outbox.map(({ kind, subject, told: keys }) => [kind, subject, keys.length]);
  return { archive, scores, alerts, put, evaluate, told };
}

/** Somebody was told something once: no message is the first ever. */
const EARLIER = anAction({ resourceId: "long ago", openedOn: "2026-01-01", scoredOn: "2026-01-01" });

describe("13-alerts", () => {
  it("folds the recomputed days into alerts, tells people once, and remembers that it did", async () => {
    const { alerts, evaluate, told } = world([breach(FROM), breach(TO)]);
    alerts.actions.push(EARLIER);
    const answer = await evaluate();
    expect([...alerts.rows.values()]).toMatchObject([
      { class: "limit", state: "open", openedOn: FROM, lastMetOn: TO },
    ]);
    expect(told()).toEqual([["daily", "orders: CPU utilization", 1]]);
    expect(alerts.actions.slice(1)).toMatchObject([
      {
        action: "told",
        actor: "pipeline",
        note: "notification",
        scoredOn: TO,
        runId: "run-1",
        openedOn: FROM,
      },
    ]);
    expect(answer).toMatchObject({
      openAlerts: 1,
      notifications: 1,
      messages: [{ key: "run-1/notifications/0", topic: "notifications" }],
    });
  });

  it("is the same when the stage is run twice: one row, one action, one message", async () => {
    const { alerts, evaluate } = world([breach(TO)]);
    const first = await evaluate();
    const second = await evaluate();
    expect(second).toEqual(first);
    expect([alerts.rows.size, alerts.actions.length, alerts.outbox.length]).toEqual([1, 1, 1]);
  });

  it("does not tell of the same alert on the next day", async () => {
    const { alerts, put, evaluate } = world([breach(TO)]);
    await evaluate();
    put([breach("2026-11-22")]);
    const next = await evaluate(
      { runId: "run-2", startedAt: "2026-11-23T07:00:00.000Z", from: TO, to: "2026-11-22" },
      { from: TO, to: "2026-11-22" },
    );
    expect(next).toMatchObject({ openAlerts: 1, notifications: 0 });
    expect(alerts.outbox).toHaveLength(1);
  });

  it("hands over messages that an earlier run could not send, before its own, and not those that were sent", async () => {
    const { alerts, put, evaluate } = world([breach(TO)]);
    await evaluate();
    put([breach("2026-11-22"), spike("2026-11-22", { resourceId: "s" })]);
    const days = { from: "2026-11-22", to: "2026-11-22" };
    const second = await evaluate({ runId: "run-2", ...days, startedAt: "2026-11-23T07:00:00.000Z" }, days);
    expect(second.messages.map(({ key }) => key)).toEqual(["run-1/notifications/0", "run-2/notifications/0"]);
    await alerts.markSent([{ runId: "run-1", topic: "notifications", seq: 0 }], "2026-11-23T07:01:00.000Z");
    expect((await evaluate({ runId: "run-2", ...days }, days)).messages.map(({ key }) => key)).toEqual([
      "run-2/notifications/0",
    ]);
  });

  it("never passes more than 24 KiB on, counted in bytes, unless one message alone does", async () => {
    const { alerts, evaluate } = world([]);
    const message = {
      ...{
        topic: "t",
        seq: 0,
        scoredOn: TO,
        kind: "daily",
        subject: "s",
        told: [],
        createdAt: "",
        sentAt: null,
      },
      body: "高".repeat(4000),
    };
    alerts.outbox.push(...["a", "b", "c"].map((runId) => ({ ...message, runId })));
    // 12,001 bytes each: one fits, two are 24,002.
    expect((await evaluate()).messages.map(({ key }) => key)).toEqual(["a/t/0"]);
  });

  it("resolves what is over, and says so of nobody", async () => {
    const { alerts, put, evaluate } = world([
      breach("2026-11-19"),
      aScore({ date: FROM }),
      aScore({ date: TO }),
    ]);
    await evaluate({ from: "2026-11-19" }, { from: "2026-11-19", to: TO });
    expect([...alerts.rows.values()]).toMatchObject([
      { state: "resolved", resolvedOn: TO, resolveReason: "recovered" },
    ]);
    expect(alerts.outbox).toEqual([]);
    put([aScore({ date: "2026-11-19" })]);
    await evaluate({ from: "2026-11-19" }, { from: "2026-11-19", to: TO });
    expect(alerts.rows.size).toBe(0);
  });

  it("withdraws an alert that people were told of and late data took away", async () => {
    const { alerts, put, evaluate } = world([breach(TO)]);
    await evaluate();
    put([aScore({ date: TO })]);
    await evaluate({ runId: "run-2" });
    expect([...alerts.rows.values()]).toMatchObject([{ state: "withdrawn" }]);
  });

  it("resolves the alerts of a resource that is gone on the day on which it was last described", async () => {
    const gone = aResource({ resourceId: "r", status: "gone", lastSeen: TO });
    const { alerts, evaluate } = world([breach(FROM), breach(TO)], [gone]);
    await evaluate();
    expect([...alerts.rows.values()]).toMatchObject([
      { state: "resolved", resolvedOn: TO, resolveReason: "gone" },
    ]);
  });
});

describe("whom it tells", () => {
  it("is nobody, in a run that tells nobody; the next that does tells what is open", async () => {
    const { alerts, evaluate, told } = world([breach(TO)]);
    alerts.actions.push(EARLIER);
    expect(await evaluate({ tellsPeople: false })).toMatchObject({
      openAlerts: 1,
      notifications: 0,
      messages: [],
    });
    expect([alerts.rows.size, alerts.outbox, alerts.actions.length]).toEqual([1, [], 1]);
    await evaluate({ runId: "run-2" });
    expect(told()).toEqual([["daily", "orders: CPU utilization", 1]]);
  });

  it("is everybody at once, in one digest, the first time: already so when we started (design, 5)", async () => {
    const before = addDays(FROM, -5);
    const { evaluate, told } = world([before, FROM, TO].map((date) => breach(date)));
    await evaluate({ tellsPeople: false, from: before, to: TO }, { from: before, to: TO });
    await evaluate({ runId: "run-2" });
    expect(told()).toEqual([["starting", "Already so when we started: 1 resource", 1]]);
  });

  it("is still the first time after somebody acknowledged what nobody was told of", async () => {
    const before = addDays(FROM, -5);
    const { alerts, evaluate, told } = world([breach(before), breach(FROM), breach(TO)]);
    alerts.actions.push(anAction({ resourceId: "x", action: "acknowledge" }));
    await evaluate({ tellsPeople: false }, { from: before, to: TO });
    await evaluate({ runId: "run-2" });
    expect(told()[0]?.[0]).toBe("starting");
  });

  it("is nobody for statistical alerts: they are recorded and shown", async () => {
    const { alerts, evaluate } = world([aScore({ date: TO, rocExceeded: true, rocPct: 40 })]);
    alerts.actions.push(EARLIER);
    expect(await evaluate()).toMatchObject({ openAlerts: 1, notifications: 0, messages: [] });
    expect([...alerts.rows.values()].map((alert: AlertRow) => alert.class)).toEqual(["statistical"]);
  });
});

describe("a dry run", () => {
  it("reads the scores of 10's object, writes nothing and sends nothing", async () => {
    const { scores, alerts, evaluate } = world([breach(TO)]);
    scores.days.clear();
    expect(await evaluate({ isDryRun: true, tellsPeople: true, epoch: 0 })).toMatchObject({
      openAlerts: 1,
      notifications: 1,
      messages: [],
    });
    expect([alerts.rows.size, alerts.actions, alerts.outbox]).toEqual([0, [], []]);
  });
});
