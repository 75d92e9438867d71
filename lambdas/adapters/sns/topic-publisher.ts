import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { StageError } from "#core/model/stage-error.ts";
import { awsFailure, failureText } from "#core/remote/aws-failure.ts";

/** One message for one topic. */
export interface TopicMessage {
  readonly topicArn: string;
  readonly subject: string;
  readonly message: string;
  /** For the filters of subscriptions. */
  readonly attributes: Readonly<Record<string, { readonly DataType: string; readonly StringValue: string }>>;
}

/** SNS refuses subjects of 100 characters and more, with line breaks, or outside ASCII. */
const MAX_SUBJECT_LENGTH = 99;

function subjectOf(text: string): string {
  return text
    .replace(/[^\x20-\x7e]+/g, " ")
    .trim()
    .slice(0, MAX_SUBJECT_LENGTH);
}

/**
 * Publishes as the state machine does in AWS; answers the message's id.
 *
 * @throws StageError AccessDenied, SourceThrottled, SourceUnavailable, SourceRefused, ContractBroken
 */
export async function publish(client: SNSClient, topicMessage: TopicMessage): Promise<string> {
  const { topicArn, subject, message, attributes } = topicMessage;
  try {
    const answer = await client.send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: subjectOf(subject),
        Message: message,
        MessageAttributes: { ...attributes },
      }),
    );
    if (answer.MessageId !== undefined) return answer.MessageId;
  } catch (error) {
    const name = awsFailure(error);
    if (name === null) throw error;
    throw new StageError(name, `publishing to ${topicArn} failed (${failureText(error)})`, { cause: error });
  }
  throw new StageError("ContractBroken", `publishing to ${topicArn} gave no message id`);
}
