import { describe, expect, it } from "vitest";
import { WebhookMessage } from "#core/alerting/webhook-message.ts";
import { aResource, aScore, SHIPPED } from "../../support/pipeline-rows.ts";
import { breach, TO, world } from "./world.ts";

const DAY = [
  aScore({ date: TO }),
  aScore({ date: TO, resourceId: "flat", verdict: "flat" }),
  aScore({ date: TO, resourceId: "young", verdict: "learning", z: null }),
  aScore({ date: TO, resourceId: "dead", verdict: "no_data", value: null, z: null }),
];
const quiet = () => world(DAY, [aResource({ resourceId: "r" })], SHIPPED);

describe("13-alerts on a day without news", () => {
  it("says on both topics how much was judged and how much was not seen", async () => {
    const { alerts, told, evaluate } = quiet();
    const answer = await evaluate();
    const subject = "Nothing to report: 2 series judged, 1 still learning, 1 not seen";
    expect(told()).toEqual([["heartbeat", subject, 0]]);
    expect(
      answer.messages.map(({ topic, attributes }) => [topic, attributes.kind, attributes.severity]),
    ).toEqual([
      ["notifications", "heartbeat", "none"],
      ["webhook", "heartbeat", "none"],
    ]);
    const forPrograms = alerts.outbox.find(({ topic }) => topic === "webhook")?.body ?? "";
    expect(WebhookMessage.parse(JSON.parse(forPrograms))).toMatchObject({
      kind: "heartbeat",
      subject,
      notifications: [],
    });
  });

  it("says it once a day: not when the stage or another run of that day repeats", async () => {
    const { texts, evaluate } = quiet();
    await evaluate();
    await evaluate();
    await evaluate({ runId: "run-2", startedAt: "2026-11-22T09:00:00.000Z" });
    expect(texts()).toHaveLength(1);
  });

  it("remembers nothing as told: the next message is still the first", async () => {
    const { alerts, evaluate } = quiet();
    await evaluate();
    expect(alerts.actions).toEqual([]);
  });

  it.each([
    ["in a dry run", { isDryRun: true }],
    ["of the past", { tellsPeople: false }],
  ])("says nothing %s", async (_, run) => {
    const { texts, evaluate } = quiet();
    await evaluate(run);
    expect(texts()).toEqual([]);
  });

  it("says nothing where config wants none", async () => {
    const { texts, evaluate } = world(DAY);
    await evaluate();
    expect(texts()).toEqual([]);
  });

  it("gives way to news", async () => {
    const { told, evaluate } = world(
      [breach(TO), ...DAY.slice(1)],
      [aResource({ resourceId: "r" })],
      SHIPPED,
    );
    await evaluate();
    expect(told().map(([kind]) => kind)).toEqual(["starting"]);
  });
});
