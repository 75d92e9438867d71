import { Aws } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";

interface Reached {
  /** Functions of the stages, without a version. */
  readonly functionArns: readonly string[];
  readonly topicArns: readonly string[];
  readonly keyArn: string;
}

/** Log delivery has no resources: AWS documents this list for logging of a state machine. */
const LOG_DELIVERY_ACTIONS = [
  "logs:CreateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:DescribeLogGroups",
  "logs:DescribeResourcePolicies",
  "logs:GetLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:UpdateLogDelivery",
];

const TRACE_ACTIONS = [
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
];

/** Everything that the state machine may do. */
export function machineStatements({ functionArns, topicArns, keyArn }: Reached): PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: "InvokeStages",
      actions: ["lambda:InvokeFunction"],
      // Every version: an execution that began before a deployment goes on with those of that time.
      resources: functionArns.map((arn) => `${arn}:*`),
    }),
    new PolicyStatement({ sid: "TellPeople", actions: ["sns:Publish"], resources: [...topicArns] }),
    new PolicyStatement({
      sid: "TopicKey",
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: [keyArn],
      conditions: { StringEquals: { "kms:ViaService": `sns.${Aws.REGION}.${Aws.URL_SUFFIX}` } },
    }),
    new PolicyStatement({ sid: "DeliverLogs", actions: LOG_DELIVERY_ACTIONS, resources: ["*"] }),
    new PolicyStatement({ sid: "Trace", actions: TRACE_ACTIONS, resources: ["*"] }),
  ];
}
