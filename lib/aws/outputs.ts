import { CfnOutput, type Stack } from "aws-cdk-lib";

/** What a person or a script needs after a deployment, by the names that `cdk deploy --outputs-file` writes. */
export type OutputName =
  | "StateMachineArn"
  | "ArchiveBucketName"
  | "NotificationTopicArn"
  | "WebhookTopicArn"
  | "AlarmTopicArn"
  | "DeadLetterQueueUrl";

/** Prints each value at the end of a deployment. */
export function printOutputs(stack: Stack, values: Readonly<Record<OutputName, string>>): void {
  for (const [name, value] of Object.entries(values)) new CfnOutput(stack, name, { value });
}
