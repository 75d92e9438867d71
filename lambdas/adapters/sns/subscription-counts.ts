import { GetTopicAttributesCommand, type SNSClient } from "@aws-sdk/client-sns";
import * as z from "zod";
import { StageError } from "#core/model/stage-error.ts";
import type { SubscriptionCounts } from "#core/ports/topic-subscriptions.ts";
import { awsFailure, failureText } from "#core/remote/aws-failure.ts";

const Count = z.string().regex(/^\d+$/).transform(Number);
const Attributes = z.object({ SubscriptionsConfirmed: Count, SubscriptionsPending: Count });

/**
 * The subscriptions of a topic, by number.
 *
 * @throws StageError AccessDenied, SourceThrottled, SourceUnavailable, SourceRefused (no such topic), ContractBroken
 */
export async function subscriptionCounts(client: SNSClient, topicArn: string): Promise<SubscriptionCounts> {
  const attributes = Attributes.safeParse(await attributesOf(client, topicArn));
  if (!attributes.success)
    throw new StageError("ContractBroken", `${topicArn} does not say how many subscriptions it has`);
  const { SubscriptionsConfirmed: confirmed, SubscriptionsPending: pending } = attributes.data;
  return { confirmed, pending };
}

async function attributesOf(client: SNSClient, topicArn: string): Promise<unknown> {
  try {
    return (await client.send(new GetTopicAttributesCommand({ TopicArn: topicArn }))).Attributes;
  } catch (error) {
    const name = awsFailure(error);
    if (name === null) throw error;
    throw new StageError(name, `${topicArn} cannot be looked at (${failureText(error)})`, { cause: error });
  }
}
