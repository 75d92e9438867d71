import type { MetricAlarm } from "@aws-sdk/client-cloudwatch";
import * as z from "zod";
import type { Reply } from "#lib/local/simulated-http/reply.ts";
import { type AwsCall, AwsError, type AwsWorld } from "./call.ts";
import { describedResources } from "./described-resources.ts";
import { awsJsonReply, jsonBody } from "./json-protocol.ts";
import { pageOf } from "./page.ts";

const PAGE_LIMITS = { smallest: 1, largest: 100, usual: 50 };
/** Every fourth instance and every second database has an alarm on its CPU: the patchwork of an estate that grew. */
const EC2_STRIDE = 4;
const RDS_STRIDE = 2;

const Request = z.object({
  MaxRecords: z.number().optional(),
  NextToken: z.string().optional(),
});

/** DescribeAlarms: static CPU alarms on part of the estate. */
export function describeAlarms(world: AwsWorld, call: AwsCall): Reply {
  const request = Request.safeParse(jsonBody(call.request));
  if (!request.success) {
    throw new AwsError("ValidationError", z.prettifyError(request.error));
  }
  const { MaxRecords, NextToken } = request.data;
  const alarms = [
    ...alarmsOn(world, call, { type: "ec2", namespace: "AWS/EC2", stride: EC2_STRIDE }),
    ...alarmsOn(world, call, { type: "rds", namespace: "AWS/RDS", stride: RDS_STRIDE }),
  ];
  const asked = {
    token: NextToken ?? null,
    size: MaxRecords === undefined ? null : String(MaxRecords),
  };
  const page = pageOf(alarms, asked, PAGE_LIMITS, call);
  const body = { MetricAlarms: page.items, CompositeAlarms: [], NextToken: page.next ?? undefined };
  return awsJsonReply("1.0", 200, JSON.stringify(body));
}

function alarmsOn(
  world: AwsWorld,
  call: AwsCall,
  plan: { type: "ec2" | "rds"; namespace: string; stride: number },
): MetricAlarm[] {
  return describedResources(world, call, plan.type)
    .filter((_, index) => index % plan.stride === 0)
    .map((resource) => {
      const name = `${Object.values(resource.dimensions)[0]}-cpu`;
      return {
        AlarmName: name,
        AlarmArn: `arn:aws:cloudwatch:${call.region}:${call.accountId}:alarm:${name}`,
        Namespace: plan.namespace,
        MetricName: "CPUUtilization",
        Dimensions: Object.entries(resource.dimensions).map(([Name, Value]) => ({ Name, Value })),
        Statistic: "Average",
        Period: 300,
        EvaluationPeriods: 3,
        Threshold: 90,
        ComparisonOperator: "GreaterThanThreshold",
        ActionsEnabled: true,
        StateValue: "OK",
      };
    });
}
