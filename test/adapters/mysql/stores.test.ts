import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Resource } from "#core/model/resource.ts";
import { freshDatabase, PROVENANCE, startTestServer, type TestDatabase } from "./test-database.ts";
import { action, alert, healthRow, notification, scoreRow } from "./test-rows.ts";

const server = await startTestServer();
afterAll(() => server?.stop());

const RESOURCE: Resource = {
  resourceId: "arn:aws:ec2:us-east-1:111111111111:instance/i-1",
  type: "ec2",
  accountId: "111111111111",
  region: "us-east-1",
  name: "'\"; <b>订单</b> 🦄",
  engine: null,
  instanceClass: "m5.large",
  dimensions: { InstanceId: "i-1" },
  endpoints: [],
  tags: { "a b": "=1+1", owner: "@here" },
  owner: null,
  traits: ["nitro"],
  groupId: null,
  firstSeen: "2026-10-05",
  lastSeen: "2026-11-20",
  status: "described",
};

describe.skipIf(server === undefined)("stores", () => {
  let test: TestDatabase;
  let epoch: number;
  beforeEach(async () => {
    test = await freshDatabase(server);
    ({ epoch } = await test.stores.lease.take("run-1", 600));
  });
  afterEach(() => test.close());

  it("give back the inventory as it went in, and leave unmentioned resources alone", async () => {
    const { inventory } = test.stores;
    const other = { ...RESOURCE, resourceId: "redis://cache:6379", type: "redis" as const };
    await inventory.upsert(epoch, "run-1", [RESOURCE, other]);
    await inventory.upsert(epoch, "run-1", [RESOURCE]);
    await expect(inventory.readAll()).resolves.toEqual([RESOURCE, other]);
  });

  it("never move first_seen later or last_seen earlier", async () => {
    const { inventory } = test.stores;
    await inventory.upsert(epoch, "run-1", [RESOURCE]);
    await inventory.upsert(epoch, "run-1", [
      { ...RESOURCE, firstSeen: "2026-10-06", lastSeen: "2026-11-19", status: "gone" },
    ]);
    await expect(inventory.readAll()).resolves.toEqual([{ ...RESOURCE, status: "gone" }]);
    await inventory.upsert(epoch, "run-1", [
      { ...RESOURCE, firstSeen: "2026-10-04", lastSeen: "2026-11-21" },
    ]);
    await expect(inventory.readAll()).resolves.toEqual([
      { ...RESOURCE, firstSeen: "2026-10-04", lastSeen: "2026-11-21" },
    ]);
  });

  it("replace the scores of a date and stream days in order", async () => {
    const { scores } = test.stores;
    const silent = scoreRow({
      resourceId: "b",
      verdict: "no_data",
      value: null,
      z: null,
      mean: null,
      sigma: null,
      we1: null,
    });
    const first = [scoreRow({ resourceId: "a" }), silent];
    const second = [scoreRow({ date: "2026-11-21", conditionsMet: [] })];
    await scores.replaceDate(epoch, PROVENANCE, "2026-11-21", second);
    await scores.replaceDate(epoch, PROVENANCE, "2026-11-20", [
      ...first,
      scoreRow({ resourceId: "gone by the next run" }),
    ]);
    await scores.replaceDate(epoch, PROVENANCE, "2026-11-20", first);
    await expect(Array.fromAsync(scores.readDays("2026-11-01", "2026-11-30"))).resolves.toEqual([
      { date: "2026-11-20", rows: first },
      { date: "2026-11-21", rows: second },
    ]);
  });

  it("replace the health of a date", async () => {
    const { health } = test.stores;
    const unknown = healthRow({ resourceId: "b", score: null, judgedWeight: 0, penalties: [] });
    await health.replaceDate(epoch, "run-1", "2026-11-20", [healthRow(), healthRow({ resourceId: "c" })]);
    await health.replaceDate(epoch, "run-1", "2026-11-20", [healthRow(), unknown]);
    await expect(health.read("2026-11-20", "2026-11-20")).resolves.toEqual([healthRow(), unknown]);
  });

  it("find the alerts open on a day, and those that a fold from a day may change", async () => {
    const open = alert({ openedOn: "2026-11-10" });
    const resolved = alert({
      openedOn: "2026-11-01",
      state: "resolved",
      resolvedOn: "2026-11-05",
      resolveReason: "recovered",
    });
    const withdrawn = alert({ openedOn: "2026-11-12", state: "withdrawn" });
    const later = alert({ openedOn: "2026-11-18" });
    const { alerts } = test.stores;
    const upserts = [open, resolved, withdrawn, later];
    await alerts.apply(epoch, PROVENANCE, { upserts, deletes: [], actions: [], notifications: [] });
    await expect(alerts.openOn("2026-11-04")).resolves.toEqual([resolved]);
    await expect(alerts.openOn("2026-11-05")).resolves.toEqual([]);
    await expect(alerts.openOn("2026-11-17")).resolves.toEqual([open]);
    await expect(alerts.notClosedBefore("2026-11-05")).resolves.toEqual([resolved, open, withdrawn, later]);
    await expect(alerts.notClosedBefore("2026-11-06")).resolves.toEqual([open, withdrawn, later]);
  });

  it("apply the whole outcome of the fold, and twice is once", async () => {
    const { alerts } = test.stores;
    const first = {
      upserts: [alert({ openedOn: "2026-11-10" }), alert()],
      deletes: [],
      actions: [],
      notifications: [],
    };
    await alerts.apply(epoch, PROVENANCE, first);
    await test.sql("UPDATE infra_run_lease SET dirty_from = '2026-11-01'");
    const changes = {
      upserts: [alert({ severity: "critical" as const })],
      deletes: [alert({ openedOn: "2026-11-10" })],
      actions: [action()],
      notifications: [notification()],
    };
    await alerts.apply(epoch, PROVENANCE, changes);
    const once = await test.dump();
    await alerts.apply(epoch, PROVENANCE, changes);
    expect(await test.dump()).toBe(once);
    await expect(alerts.notClosedBefore("2026-01-01")).resolves.toEqual(changes.upserts);
    await expect(alerts.readActions("2026-11-20")).resolves.toEqual([action()]);
    await expect(alerts.readActions("2026-11-21")).resolves.toEqual([]);
    expect((await test.stores.lease.state()).dirtyFrom).toBeNull();
  });

  it("send each message once: a sent one keeps its text and its mark", async () => {
    const { alerts } = test.stores;
    const message = notification();
    const queue = (body: string) =>
      alerts.apply(epoch, PROVENANCE, {
        upserts: [],
        deletes: [],
        actions: [],
        notifications: [{ ...message, body }],
      });
    await queue("draft");
    await queue(message.body);
    await expect(alerts.unsent()).resolves.toEqual([{ ...message, sentAt: null }]);
    await alerts.markSent([message], "2026-11-21T07:05:00.000Z");
    await alerts.markSent([message], "2026-11-21T09:00:00.000Z");
    await queue("after sending");
    await expect(alerts.unsent()).resolves.toEqual([]);
    await expect(test.sql("SELECT body, sent_at FROM infra_notification")).resolves.toEqual([
      { body: message.body, sent_at: "2026-11-21 07:05:00.000" },
    ]);
  });

  it("record what a person said once, however often the command is repeated", async () => {
    const said = action({
      action: "silence",
      actor: "o'brien",
      note: "until the resize; 到周五",
      expiresOn: "2026-11-27",
      runId: null,
    });
    await test.stores.alerts.appendAction(said);
    await test.stores.alerts.appendAction(said);
    await expect(test.stores.alerts.readActions("2026-01-01")).resolves.toEqual([said]);
  });
});
