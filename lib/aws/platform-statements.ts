import { Aws } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import type { IQueue } from "aws-cdk-lib/aws-sqs";

/** What Lambda itself does in a function's name. */
export function platformStatements(logGroup: ILogGroup): PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: "OwnLog",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [logGroup.logGroupArn],
    }),
    // X-Ray knows no resources.
    new PolicyStatement({
      sid: "Trace",
      actions: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
      resources: ["*"],
    }),
  ];
}

/** What Lambda needs to keep an event that the function failed on. */
export function deadLetterStatement(queue: IQueue): PolicyStatement {
  return new PolicyStatement({
    sid: "KeepFailedEvents",
    actions: ["sqs:SendMessage"],
    resources: [queue.queueArn],
  });
}

/** What Lambda needs to put a function into the VPC. EC2 knows no resources for the two that describe. */
export function networkStatements(
  subnetIds: readonly string[],
  securityGroupIds: readonly string[],
): PolicyStatement[] {
  const arn = (what: string) => `arn:${Aws.PARTITION}:ec2:${Aws.REGION}:${Aws.ACCOUNT_ID}:${what}`;
  const interfaces = arn("network-interface/*");
  return [
    new PolicyStatement({
      sid: "CreateInterface",
      actions: ["ec2:CreateNetworkInterface"],
      resources: [
        interfaces,
        ...subnetIds.map((id) => arn(`subnet/${id}`)),
        ...securityGroupIds.map((id) => arn(`security-group/${id}`)),
      ],
    }),
    new PolicyStatement({
      sid: "OwnInterfaces",
      actions: [
        "ec2:AssignPrivateIpAddresses",
        "ec2:DeleteNetworkInterface",
        "ec2:UnassignPrivateIpAddresses",
      ],
      resources: [interfaces],
    }),
    new PolicyStatement({
      sid: "SeeInterfaces",
      actions: ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"],
      resources: ["*"],
    }),
  ];
}
