import { Duration } from "aws-cdk-lib";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import {
  Choice,
  Condition,
  type IChainable,
  JitterType,
  JsonPath,
  Map as MessageMap,
  ProcessorMode,
  TaskInput,
  Timeout,
} from "aws-cdk-lib/aws-stepfunctions";
import { MessageAttributeDataType, SnsPublish } from "aws-cdk-lib/aws-stepfunctions-tasks";
import type { Construct } from "constructs";
import { CHAT_TOPIC, WEBHOOK_TOPIC } from "#contract/topics.ts";
import { passState } from "./pass-state.ts";

/** One message at a time, in the order of 13's list: rows that an earlier run left unsent come first. */
const MESSAGE_CONCURRENCY = 1;

/** Where messages go: text for people, JSON for programs, and for a chat if there is one. */
export interface MessageTopics {
  readonly text: ITopic;
  readonly webhook: ITopic;
  readonly chat: ITopic | null;
}

/** Those that there are. */
export function topicsOf({ text, webhook, chat }: MessageTopics): ITopic[] {
  return chat === null ? [text, webhook] : [text, webhook, chat];
}

const { STRING, STRING_ARRAY } = MessageAttributeDataType;

/** For filter policies; an array is JSON in a string. */
const ATTRIBUTES = {
  kind: { value: JsonPath.stringAt("$.attributes.kind"), dataType: STRING },
  severity: { value: JsonPath.stringAt("$.attributes.severity"), dataType: STRING },
  owner: { value: JsonPath.stringAt("$.attributes.owner"), dataType: STRING_ARRAY },
  account: { value: JsonPath.stringAt("$.attributes.account"), dataType: STRING_ARRAY },
};

/**
 * Sends what 13 wrote, from outside the VPC; leaves `$.published` = list of `{key, isSent}`, by which 14 marks the outbox. A message
 * that is not sent stays in the outbox for the next run, so a failure here never fails the run.
 */
export function publishMessages(scope: Construct, topics: MessageTopics): MessageMap {
  const outcome = (name: string, isSent: boolean, comment: string) =>
    passState(scope, name, { comment, parameters: { "key.$": "$.key", isSent } });
  const ends = {
    sent: outcome("Message sent", true, "14-pipeline-log marks it in the outbox."),
    kept: outcome("Message kept", false, "Stays in the outbox: the next run sends it first."),
  };
  const publishing = new Choice(scope, "To people or to programs?", {
    comment: "Text, JSON and the chat have a topic each.",
  }).when(
    Condition.stringEquals("$.topic", WEBHOOK_TOPIC),
    publishTo(scope, "Publish one webhook message", topics.webhook, ends),
  );
  if (topics.chat !== null)
    publishing.when(
      Condition.stringEquals("$.topic", CHAT_TOPIC),
      publishTo(scope, "Publish one chat message", topics.chat, ends),
    );
  publishing.otherwise(publishTo(scope, "Publish one message", topics.text, ends));
  return new MessageMap(scope, "Publish", {
    comment:
      "Each message that 13-alerts wrote, earlier unsent ones first; 13b-morning-page added its address.",
    itemsPath: "$.page.messages",
    maxConcurrency: MESSAGE_CONCURRENCY,
    resultPath: "$.published",
  }).itemProcessor(publishing, { mode: ProcessorMode.INLINE });
}

function publishTo(
  scope: Construct,
  name: string,
  topic: ITopic,
  ends: { readonly sent: IChainable; readonly kept: IChainable },
): IChainable {
  const publish = SnsPublish.jsonPath(scope, name, {
    comment: "May repeat a message once: each carries its key.",
    topic,
    subject: JsonPath.stringAt("$.subject"),
    message: TaskInput.fromJsonPathAt("$.body"),
    messageAttributes: ATTRIBUTES,
    resultPath: JsonPath.DISCARD,
    taskTimeout: Timeout.duration(Duration.seconds(60)),
  });
  publish.addRetry({
    errors: ["States.TaskFailed", "States.Timeout"],
    interval: Duration.seconds(2),
    maxAttempts: 3,
    backoffRate: 2,
    maxDelay: Duration.seconds(30),
    jitterStrategy: JitterType.FULL,
  });
  return publish.addCatch(ends.kept, { resultPath: "$.error" }).next(ends.sent);
}
