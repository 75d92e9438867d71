import { describe, expect, it } from "vitest";
import { subscriptionCounts } from "#adapters/sns/subscription-counts.ts";
import { TOPIC, topicServer } from "./topic-server.ts";

const attributes = (entries: Readonly<Record<string, string>>): string =>
  `<GetTopicAttributesResponse><GetTopicAttributesResult><Attributes>${Object.entries(entries)
    .map(([key, value]) => `<entry><key>${key}</key><value>${value}</value></entry>`)
    .join("")}</Attributes></GetTopicAttributesResult></GetTopicAttributesResponse>`;
const error = (code: string): string =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`;

describe("the subscriptions of a topic", () => {
  it("are those who confirmed and those who were asked, by number and not by name", async () => {
    const { client, forms } = await topicServer(
      200,
      attributes({ SubscriptionsConfirmed: "3", SubscriptionsPending: "1", SubscriptionsDeleted: "2" }),
    );
    expect(await subscriptionCounts(client, TOPIC)).toEqual({ confirmed: 3, pending: 1 });
    expect(forms.map((form) => [form.get("Action"), form.get("TopicArn")])).toEqual([
      ["GetTopicAttributes", TOPIC],
    ]);
  });

  it.each([
    [403, error("AuthorizationError"), "AccessDenied"],
    [404, error("NotFound"), "SourceRefused"],
    [429, error("Throttled"), "SourceThrottled"],
    [500, error("InternalError"), "SourceUnavailable"],
    [200, attributes({ SubscriptionsConfirmed: "1" }), "ContractBroken"],
    [200, attributes({ SubscriptionsConfirmed: "many", SubscriptionsPending: "0" }), "ContractBroken"],
  ])("an answer of %i is told by its name, %#", async (status, xml, name) => {
    const { client } = await topicServer(status, xml);
    await expect(subscriptionCounts(client, TOPIC)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(TOPIC),
    });
  });
});
