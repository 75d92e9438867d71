import { describe, expect, it } from "vitest";
import { alertId } from "#core/alerting/alert-id.ts";
import { ChatMessage } from "#core/alerting/chat-message.ts";
import { withPageAddress } from "#core/alerting/page-address.ts";
import type { RunConfig } from "#core/model/run-config.ts";
import { anAlert, aResource, aScore } from "../../support/pipeline-rows.ts";
import { breach, EARLIER, TO, WITHOUT_HEARTBEAT, world } from "./world.ts";

const configOf = (alerts: Partial<RunConfig["pipeline"]["alerts"]>): RunConfig => ({
  ...WITHOUT_HEARTBEAT,
  pipeline: {
    ...WITHOUT_HEARTBEAT.pipeline,
    alerts: { ...WITHOUT_HEARTBEAT.pipeline.alerts, chat: true, ...alerts },
  },
});
const WITH_CHAT = configOf({});
const KEY = anAlert();

/** So many resources of as many owners that breach a limit on the newest day, each by itself. */
function fleet(count: number, config = WITH_CHAT) {
  const ids = Array.from({ length: count }, (_, index) => `r${index}`);
  const resources = ids.map((resourceId, index) =>
    aResource({
      resourceId,
      name: resourceId,
      accountId: String(index),
      groupId: null,
      owner: `team ${index}`,
    }),
  );
  const told = world(
    ids.map((resourceId) => breach(TO, { resourceId })),
    resources,
    config,
  );
  told.alerts.actions.push(EARLIER);
  return told;
}

describe("13-alerts with a chat", () => {
  it("writes a thread for each notification, beside the two other messages", async () => {
    const { alerts, evaluate } = fleet(2);
    const { messages } = await evaluate();
    expect(messages.map(({ key }) => key).toSorted()).toEqual([
      ...["run-1/chat/0", "run-1/chat/1", "run-1/notifications/0", "run-1/webhook/0"],
    ]);
    const chats = alerts.outbox.filter(({ topic }) => topic === "chat");
    const threads = chats.map(({ body }) => ChatMessage.parse(JSON.parse(body)).metadata.threadId);
    expect(threads).toEqual(chats.map(({ told: [key] }) => (key === undefined ? "" : alertId(key))));
    expect(new Set(threads).size).toBe(2);
  });

  it("gives each its own attributes: a channel can hear of one team alone", async () => {
    const { messages } = await fleet(2).evaluate();
    const owners = messages
      .filter(({ topic }) => topic === "chat")
      .map(({ attributes }) => [attributes.owner, attributes.severity]);
    expect(owners.toSorted()).toEqual([
      ['["team 0"]', "critical"],
      ['["team 1"]', "critical"],
    ]);
  });

  it("writes the same rows when it is run twice", async () => {
    const { alerts, evaluate } = fleet(3);
    const first = await evaluate();
    expect(await evaluate()).toEqual(first);
    expect(alerts.outbox).toHaveLength(2 + 3);
  });

  it("stays with the other messages under what one run can send, and names every alert", async () => {
    const { alerts, evaluate } = fleet(150);
    const { messages } = await evaluate();
    expect(messages).toHaveLength(alerts.outbox.length);
    // An address of the page in S3's console is shorter.
    const address = `https://${"p".repeat(240)}`;
    const onTheirWay = messages.map((message) => withPageAddress(message, "run-1", address));
    expect(Buffer.byteLength(JSON.stringify(onTheirWay))).toBeLessThanOrEqual(24_576);
    const chats = alerts.outbox.filter(({ topic }) => topic === "chat");
    expect(chats.flatMap(({ told }) => told)).toHaveLength(150);
    for (const { body } of chats) ChatMessage.parse(JSON.parse(body));
  });

  it("closes a thread when all of it is over, once, and in no other run than a telling one", async () => {
    const { alerts, put, evaluate } = fleet(2);
    await evaluate();
    const threadOf = (resourceId: string) =>
      alertId([...alerts.rows.values()].find((row) => row.resourceId === resourceId) ?? KEY);
    const day = async (date: string, rows: Parameters<typeof put>[0], run = {}) => {
      put(rows);
      const days = { from: date, to: date };
      await evaluate({ runId: `run ${date}`, startedAt: `${date}T08:00:00.000Z`, ...days, ...run }, days);
      return alerts.outbox
        .filter(({ topic, runId }) => topic === "chat" && runId === `run ${date}`)
        .map(({ body }) => ChatMessage.parse(JSON.parse(body)))
        .map(({ content, metadata }) => [metadata.threadId, content.title, content.description]);
    };
    const fine = (date: string, resourceId: string) => aScore({ date, resourceId });
    expect(
      await day("2026-11-22", [fine("2026-11-22", "r0"), breach("2026-11-22", { resourceId: "r1" })]),
    ).toEqual([]);
    const over = [threadOf("r0"), "🟢 r0: over", "• CPU utilization: recovered since 2026-11-23"];
    const second = [fine("2026-11-23", "r0"), fine("2026-11-23", "r1")];
    expect(await day("2026-11-23", second)).toEqual([over]);
    // The same run once more finds it closed, and leaves its message as it is.
    expect(await day("2026-11-23", second)).toEqual([over]);
    expect(
      await day("2026-11-24", [fine("2026-11-24", "r0"), fine("2026-11-24", "r1")], { tellsPeople: false }),
    ).toEqual([]);
  });

  it("says there too that there is nothing to say", async () => {
    const { alerts, evaluate } = world([aScore({ date: TO })], undefined, configOf({ heartbeat: true }));
    await evaluate();
    const [chat] = alerts.outbox.filter(({ topic }) => topic === "chat");
    expect(ChatMessage.parse(JSON.parse(chat?.body ?? "")).content.title).toBe(
      "Nothing to report: 1 series judged, 0 not seen",
    );
  });

  it("hands over nothing that still waits for a chat which config has switched off", async () => {
    const keys = async (config: RunConfig) => {
      const { alerts, evaluate } = fleet(0, config);
      const waiting = {
        seq: 0,
        scoredOn: TO,
        kind: "daily",
        subject: "s",
        body: "{}",
        told: [],
        createdAt: "",
      };
      alerts.outbox.push({ ...waiting, runId: "run-0", topic: "chat", sentAt: null });
      return (await evaluate()).messages.map(({ key }) => key);
    };
    expect(await keys(WITH_CHAT)).toEqual(["run-0/chat/0"]);
    expect(await keys(WITHOUT_HEARTBEAT)).toEqual([]);
  });
});
