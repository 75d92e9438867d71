import { randomUUID } from "node:crypto";
import { Publish$ } from "@aws-sdk/client-sns";
import { AwsError, type AwsService, type AwsWorld } from "./call.ts";
import { formOf, queryAction, queryError, queryReply } from "./query-protocol.ts";

/** Limits of Publish by its API reference. */
const MESSAGE_MAX_BYTES = 262_144;
const SUBJECT_MAX_LENGTH = 100;
const ATTRIBUTE_TYPES = ["String", "String.Array", "Number", "Binary"];

/** SNS: Publish; what was published is kept for `GET /_control/sns`. Any topic exists. */
export function snsService(world: AwsWorld): AwsService {
  return {
    actionOf: queryAction,
    answer(call) {
      if (call.action !== "Publish") {
        throw new AwsError("InvalidAction", `${call.action} is not simulated`);
      }
      const form = formOf(call.request);
      const message = form.get("Message") ?? "";
      const subject = form.get("Subject");
      const topicArn = form.get("TopicArn") ?? "";
      refuseBadMessage(topicArn, message, subject);
      const messageId = randomUUID();
      world.state.publish({ topicArn, subject, message, messageId, attributes: attributesOf(form) });
      return queryReply(call, Publish$, { MessageId: messageId });
    },
    error: queryError,
    throttleError: new AwsError("Throttled", "Rate exceeded", 429),
    denyError: new AwsError("AuthorizationError", "User is not authorized to perform: SNS:Publish", 403),
  };
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

function refuseBadMessage(topicArn: string, message: string, subject: string | null): void {
  if (!topicArn.startsWith("arn:aws:sns:")) {
    throw new AwsError("InvalidParameter", "Invalid parameter: TopicArn");
  }
  if (message === "" || Buffer.byteLength(message) > MESSAGE_MAX_BYTES) {
    throw new AwsError("InvalidParameter", "Invalid parameter: Message is empty or too long");
  }
  if (subject !== null && (subject.length > SUBJECT_MAX_LENGTH || /[\n\r]/.test(subject))) {
    throw new AwsError("InvalidParameter", "Invalid parameter: Subject");
  }
}
