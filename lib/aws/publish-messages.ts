import { Duration } from "aws-cdk-lib";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import {
  JitterType,
  JsonPath,
  Map as MessageMap,
  ProcessorMode,
  TaskInput,
  Timeout,
} from "aws-cdk-lib/aws-stepfunctions";
import { SnsPublish } from "aws-cdk-lib/aws-stepfunctions-tasks";
import type { Construct } from "constructs";
import { passState } from "./pass-state.ts";

/** One message at a time, in the order of 13's list: rows that an earlier run left unsent come first. */
const MESSAGE_CONCURRENCY = 1;

/** Name of the state that publishes; the local runner hands its calls to its own publisher. */
export const PUBLISH_STATE = "Publish one message";

/**
 * Sends what 13 wrote, from outside the VPC; leaves `$.published` = list of `{key, isSent}`, by which 14 marks the outbox. A message
 * that is not sent stays in the outbox for the next run, so a failure here never fails the run.
 */
export function publishMessages(scope: Construct, topic: ITopic): MessageMap {
  const outcome = (name: string, isSent: boolean, comment: string) =>
    passState(scope, name, { comment, parameters: { "key.$": "$.key", isSent } });
  const publish = SnsPublish.jsonPath(scope, PUBLISH_STATE, {
    comment: "Publishes to the notification topic. May repeat a message once: each carries its key.",
    topic,
    subject: JsonPath.stringAt("$.subject"),
    message: TaskInput.fromJsonPathAt("$.body"),
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
  publish.addCatch(outcome("Message kept", false, "Stays in the outbox: the next run sends it first."), {
    resultPath: "$.error",
  });
  return new MessageMap(scope, "Publish", {
    comment:
      "Each message that 13-alerts wrote, earlier unsent ones first; 13b-morning-page added its address.",
    itemsPath: "$.page.messages",
    maxConcurrency: MESSAGE_CONCURRENCY,
    resultPath: "$.published",
  }).itemProcessor(publish.next(outcome("Message sent", true, "14-pipeline-log marks it in the outbox.")), {
    mode: ProcessorMode.INLINE,
  });
}
