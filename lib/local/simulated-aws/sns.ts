import { randomUUID } from "node:crypto";
import { GetTopicAttributes$, Publish$ } from "@aws-sdk/client-sns";
import type { Reply } from "#lib/local/simulated-http/reply.ts";
import { type AwsCall, AwsError, type AwsService, type AwsWorld } from "./call.ts";
import { formOf, queryAction, queryError, queryReply } from "./query-protocol.ts";

/** Limits of Publish by its API reference. */
const MESSAGE_MAX_BYTES = 262_144;
const SUBJECT_MAX_LENGTH = 100;
const ATTRIBUTE_TYPES = ["String", "String.Array", "Number", "Binary"];

/** A topic of which nothing else is known. */
const ONE_LISTENS = { confirmed: 1, pending: 0 };

/** SNS: Publish, kept for `GET /_control/sns`, and the counts of GetTopicAttributes. Any topic exists. */
export function snsService(world: AwsWorld): AwsService {
  return {
    actionOf: queryAction,
    answer(call) {
      const form = formOf(call.request);
      const topicArn = form.get("TopicArn") ?? "";
      if (!topicArn.startsWith("arn:aws:sns:"))
        throw new AwsError("InvalidParameter", "Invalid parameter: TopicArn");
      switch (call.action) {
        case "Publish":
          return publish(world, call, { form, topicArn });
        case "GetTopicAttributes": {
          const { confirmed, pending } = world.state.subscriptions.get(topicArn) ?? ONE_LISTENS;
          return queryReply(call, GetTopicAttributes$, {
            Attributes: {
              TopicArn: topicArn,
              SubscriptionsConfirmed: String(confirmed),
              SubscriptionsPending: String(pending),
              SubscriptionsDeleted: "0",
            },
          });
        }
        default:
          throw new AwsError("InvalidAction", `${call.action} is not simulated`);
      }
    },
    error: queryError,
    throttleError: new AwsError("Throttled", "Rate exceeded", 429),
    denyError: new AwsError("AuthorizationError", "User is not authorized to perform this action", 403),
  };
}

function publish(
  world: AwsWorld,
  call: AwsCall,
  { form, topicArn }: { readonly form: URLSearchParams; readonly topicArn: string },
): Reply {
  const message = form.get("Message") ?? "";
  const subject = form.get("Subject");
  refuseBadMessage(message, subject);
  const messageId = randomUUID();
  world.state.publish({ topicArn, subject, message, messageId, attributes: attributesOf(form) });
  return queryReply(call, Publish$, { MessageId: messageId });
}

/** `MessageAttributes.entry.1.Name` and `.Value.StringValue`, `.Value.DataType`, as the query protocol lists a map. */
function attributesOf(form: URLSearchParams): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (let number = 1; ; number += 1) {
    const entry = `MessageAttributes.entry.${number}`;
    const name = form.get(`${entry}.Name`);
    if (name === null) return attributes;
    const value = form.get(`${entry}.Value.StringValue`) ?? "";
    const type = form.get(`${entry}.Value.DataType`) ?? "";
    if (value === "" || !ATTRIBUTE_TYPES.includes(type))
      throw new AwsError("ParameterValueInvalid", `The message attribute '${name}' is empty or has no type`);
    attributes[name] = value;
  }
}

function refuseBadMessage(message: string, subject: string | null): void {
  if (message === "" || Buffer.byteLength(message) > MESSAGE_MAX_BYTES) {
    throw new AwsError("InvalidParameter", "Invalid parameter: Message is empty or too long");
  }
  if (subject !== null && (subject.length > SUBJECT_MAX_LENGTH || /[\n\r]/.test(subject))) {
    throw new AwsError("InvalidParameter", "Invalid parameter: Subject");
  }
}
