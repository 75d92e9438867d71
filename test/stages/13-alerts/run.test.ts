import { describe, expect, it } from "vitest";
import { WebhookMessage } from "#core/alerting/webhook-message.ts";
import { aResource, aScore } from "../../support/pipeline-rows.ts";
import { breach, EARLIER, FROM, spike, TO, world } from "./world.ts";

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
        note: "notification 1, outside the budget",
        scoredOn: TO,
        runId: "run-1",
        openedOn: FROM,
      },
    ]);
    expect(answer).toMatchObject({
      openAlerts: 1,
      notifications: 1,
      messages: [
        { key: "run-1/notifications/0", topic: "notifications" },
        { key: "run-1/webhook/0", topic: "webhook" },
      ],
    });
  });

  it("is the same when the stage is run twice: one row, one action, one message per topic", async () => {
    const { alerts, evaluate } = world([breach(TO)]);
    const first = await evaluate();
    const second = await evaluate();
    expect(second).toEqual(first);
    expect([alerts.rows.size, alerts.actions.length, alerts.outbox.length]).toEqual([1, 1, 2]);
  });

  it("does not tell of the same alert on the next day", async () => {
    const { texts, put, evaluate } = world([breach(TO)]);
    await evaluate();
    put([breach("2026-11-22")]);
    const next = await evaluate(
      { runId: "run-2", startedAt: "2026-11-23T07:00:00.000Z", from: TO, to: "2026-11-22" },
      { from: TO, to: "2026-11-22" },
    );
    expect(next).toMatchObject({ openAlerts: 1, notifications: 0 });
    expect(texts()).toHaveLength(1);
  });

  it("hands over messages that an earlier run could not send, before its own, and not those that were sent", async () => {
    const { alerts, put, evaluate } = world([breach(TO)]);
    await evaluate();
    put([breach("2026-11-22"), spike("2026-11-22", { resourceId: "s" })]);
    const days = { from: "2026-11-22", to: "2026-11-22" };
    const second = await evaluate({ runId: "run-2", ...days, startedAt: "2026-11-23T07:00:00.000Z" }, days);
    expect(second.messages.map(({ key }) => key)).toEqual([
      ...["run-1/notifications/0", "run-1/webhook/0"],
      ...["run-2/notifications/0", "run-2/webhook/0"],
    ]);
    const sent = ["notifications", "webhook"].map((topic) => ({ runId: "run-1", topic, seq: 0 }));
    await alerts.markSent(sent, "2026-11-23T07:01:00.000Z");
    expect((await evaluate({ runId: "run-2", ...days }, days)).messages.map(({ key }) => key)).toEqual([
      "run-2/notifications/0",
      "run-2/webhook/0",
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
    // 12,000 bytes of text each, keys and attributes beside it: one fits, two do not.
    expect((await evaluate()).messages.map(({ key }) => key)).toEqual(["a/t/0"]);
  });

  it("tells of a storm of 500 breached limits in one message per topic that fits, counts what it leaves out, and tells none of it again", async () => {
    const storm = Array.from({ length: 500 }, (_, index) => `r-${String(index).padStart(3, "0")}`);
    const resources = storm.map((resourceId) =>
      aResource({ resourceId, name: "高".repeat(40) + resourceId }),
    );
    const { alerts, evaluate, texts } = world(
      storm.map((resourceId) => breach(TO, { resourceId })),
      resources,
    );
    alerts.actions.push(EARLIER);
    const { messages } = await evaluate();
    expect(messages.map(({ topic }) => topic)).toEqual(["notifications", "webhook"]);
    expect(Buffer.byteLength(JSON.stringify(messages))).toBeLessThan(24 * 1024);
    expect(texts()[0]?.subject).toMatch(/499 others/);
    expect(texts()[0]?.told).toHaveLength(500);
    const webhook = WebhookMessage.parse(JSON.parse(messages[1]?.body ?? ""));
    expect(webhook.notifications.map(({ memberCount }) => memberCount)).toEqual([499]);
    expect((await evaluate({ runId: "run-2" })).messages.map(({ key }) => key)).toEqual(
      messages.map(({ key }) => key),
    );
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
