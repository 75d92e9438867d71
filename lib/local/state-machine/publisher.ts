import * as z from "zod";
import { type JsonValue, throughJson } from "./json-value.ts";
import { ServiceError } from "./service-error.ts";

const PublishParameters = z.object({
  TopicArn: z.string(),
  Subject: z.string(),
  Message: z.string(),
  MessageAttributes: z.record(
    z.string(),
    z.object({ DataType: z.enum(["String", "String.Array"]), StringValue: z.string().min(1) }),
  ),
});

/** By name, as SNS takes them. */
export type PublishedAttributes = z.infer<typeof PublishParameters>["MessageAttributes"];

/** One message as SNS gets it. */
export interface PublishedMessage {
  readonly topicArn: string;
  readonly subject: string;
  readonly message: string;
  readonly attributes: PublishedAttributes;
}

/** Sends a message; throws where it cannot. */
export type Publish = (message: PublishedMessage) => Promise<void>;

/** Resource of the state that publishes without a function. */
export const PUBLISH_RESOURCE = "arn:aws:states:::sns:publish";

/** Stand-in for the direct integration with SNS: parameters in, `MessageId` out, errors under the service's name. */
export async function callPublisher(publish: Publish, parameters: unknown): Promise<JsonValue> {
  const parsed = PublishParameters.safeParse(parameters);
  if (!parsed.success) throw new ServiceError("SNS.InvalidParameterException", z.prettifyError(parsed.error));
  const { TopicArn, Subject, Message, MessageAttributes } = parsed.data;
  try {
    await publish({
      topicArn: TopicArn,
      subject: Subject,
      message: Message,
      attributes: MessageAttributes,
    });
  } catch (thrown) {
    throw new ServiceError("SNS.SnsException", thrown instanceof Error ? thrown.message : String(thrown));
  }
  return throughJson({ MessageId: crypto.randomUUID() });
}
