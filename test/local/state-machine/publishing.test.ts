import { describe, expect, it } from "vitest";
import {
  LOCAL_CHAT_TOPIC_ARN,
  LOCAL_TOPIC_ARN,
  LOCAL_WEBHOOK_TOPIC_ARN,
} from "#lib/local/state-machine/definition.ts";
import { aMessage } from "../../support/messages.ts";
import { field } from "./fake-stages.ts";
import { runWithFakes } from "./run-with-fakes.ts";

const message = (key: string) =>
  aMessage({ key, subject: `About ${key}`, body: `Line one of ${key}\nwith "quotes", a \\ and 中文` });
const attributes = {
  kind: { DataType: "String", StringValue: "daily" },
  severity: { DataType: "String", StringValue: "warning" },
  owner: { DataType: "String.Array", StringValue: '["payments"]' },
  account: { DataType: "String.Array", StringValue: '["111111111111"]' },
};
const messages = ["from-yesterday", "today-1", "today-2"].map(message);

describe("messages", () => {
  it("are published in 13's order, text unchanged", async () => {
    const { published } = await runWithFakes({ messages });
    expect(published).toEqual(
      messages.map(({ subject, body }) => ({
        topicArn: LOCAL_TOPIC_ARN,
        subject,
        message: body,
        attributes,
      })),
    );
  });

  it("for programs go to the webhook topic, with the same attributes", async () => {
    const webhook = aMessage({ topic: "webhook", body: '{"version":"1.0"}' });
    const { published } = await runWithFakes({ messages: [message("a"), webhook] });
    expect(published.map(({ topicArn }) => topicArn)).toEqual([LOCAL_TOPIC_ARN, LOCAL_WEBHOOK_TOPIC_ARN]);
    expect(published[1]).toMatchObject({ message: '{"version":"1.0"}', attributes });
  });

  it("for a chat go to its topic, with the same attributes", async () => {
    const chat = aMessage({ topic: "chat", body: '{"version":"1.0","source":"custom"}' });
    const { published } = await runWithFakes({ messages: [message("a"), chat] });
    expect(published.map(({ topicArn }) => topicArn)).toEqual([LOCAL_TOPIC_ARN, LOCAL_CHAT_TOPIC_ARN]);
    expect(published[1]).toMatchObject({ message: chat.body, attributes });
  });

  it("are reported to 14 as sent, by key and without their text", async () => {
    const { callsOf } = await runWithFakes({ messages });
    expect(field(callsOf("14-pipeline-log")[0]?.payload, "state", "published")).toEqual(
      messages.map(({ key }) => ({ key, isSent: true })),
    );
  });

  it("that cannot be published stay, and neither hold back the next nor fail the run", async () => {
    const tried: string[] = [];
    const publish = async ({ subject }: { readonly subject: string }) => {
      tried.push(subject);
      if (subject.endsWith("today-1")) throw new Error("InvalidParameter");
    };
    const { result, callsOf } = await runWithFakes({ messages, runner: { publish } });
    expect(result.status).toBe("SUCCEEDED");
    expect(field(callsOf("14-pipeline-log")[0]?.payload, "state", "published")).toEqual([
      { key: "from-yesterday", isSent: true },
      { key: "today-1", isSent: false },
      { key: "today-2", isSent: true },
    ]);
    expect(tried.filter((subject) => subject.endsWith("today-1"))).toHaveLength(4);
  });

  it("that a passing fault stopped are sent again", async () => {
    let faults = 2;
    const publish = async () => {
      if (faults-- > 0) throw new Error("InternalError");
    };
    const { callsOf } = await runWithFakes({ messages: messages.slice(0, 1), runner: { publish } });
    expect(field(callsOf("14-pipeline-log")[0]?.payload, "state", "published", "0", "isSent")).toBe(true);
  });

  it("may be none", async () => {
    const { result, published } = await runWithFakes({ messages: [] });
    expect([result.status, published]).toEqual(["SUCCEEDED", []]);
  });
});
