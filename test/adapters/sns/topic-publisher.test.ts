import { describe, expect, it } from "vitest";
import { publish } from "#adapters/sns/topic-publisher.ts";
import { TOPIC, topicServer as topic } from "./topic-server.ts";

const message = {
  topicArn: TOPIC,
  subject: "2 alerts",
  message: "text",
  attributes: { severity: { DataType: "String", StringValue: "critical" } },
};

describe("publish", () => {
  it("sends subject, message and string attributes, and answers the id", async () => {
    const { client, forms } = await topic(
      200,
      "<PublishResponse><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>",
    );
    expect(await publish(client, message)).toBe("m-1");
    expect(Object.fromEntries(forms[0] ?? [])).toMatchObject({
      TopicArn: TOPIC,
      Subject: "2 alerts",
      Message: "text",
      "MessageAttributes.entry.1.Name": "severity",
      "MessageAttributes.entry.1.Value.StringValue": "critical",
    });
  });

  it("keeps a subject within what SNS takes: under 100 characters of ASCII on one line", async () => {
    const { client, forms } = await topic(
      200,
      "<PublishResponse><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>",
    );
    await publish(client, { ...message, subject: `caf\u00e9\r\nBcc: x ${"y".repeat(200)}` });
    const subject = forms[0]?.get("Subject") ?? "";
    expect(subject).toMatch(/^caf Bcc: x y+$/);
    expect(subject).toHaveLength(99);
  });

  it("names a topic that refuses", async () => {
    const { client } = await topic(
      403,
      "<ErrorResponse><Error><Type>Sender</Type><Code>AuthorizationError</Code><Message>no</Message></Error></ErrorResponse>",
    );
    await expect(publish(client, message)).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringContaining(TOPIC),
    });
  });
});
