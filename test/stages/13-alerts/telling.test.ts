import { describe, expect, it } from "vitest";
import { addDays } from "#core/model/utc-day.ts";
import type { AlertRow } from "#core/ports/alert-store.ts";
import { anAction, aScore } from "../../support/pipeline-rows.ts";
import { breach, EARLIER, FROM, TO, world } from "./world.ts";

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
