import { CfnOutput, type Stack } from "aws-cdk-lib";

/** What a person or a script needs after a deployment, by the names that `cdk deploy --outputs-file` writes. */
export type OutputName =
  | "StateMachineArn"
  | "ArchiveBucketName"
  | "NotificationTopicArn"
  | "WebhookTopicArn"
  | "ChatTopicArn"
  | "AlarmTopicArn"
  | "DeadLetterQueueUrl";

/** Prints each value at the end of a deployment; null: there is no such thing in this one. */
export function printOutputs(stack: Stack, values: Readonly<Record<OutputName, string | null>>): void {
  for (const [name, value] of Object.entries(values))
    if (value !== null) new CfnOutput(stack, name, { value });
}
