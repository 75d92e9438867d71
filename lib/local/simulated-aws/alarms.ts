import type { MetricAlarm } from "@aws-sdk/client-cloudwatch";
import * as z from "zod";
import type { Reply } from "#lib/local/simulated-http/reply.ts";
import { type AwsCall, AwsError, type AwsWorld } from "./call.ts";
import { describedResources } from "./described-resources.ts";
import { awsJsonReply, jsonBody } from "./json-protocol.ts";
import { pageOf } from "./page.ts";

const PAGE_LIMITS = { smallest: 1, largest: 100, usual: 50 };
const NAMESPACES = { ec2: "AWS/EC2", rds: "AWS/RDS" } as const;

const Request = z.object({
  MaxRecords: z.number().optional(),
  NextToken: z.string().optional(),
});

/** DescribeAlarms: static CPU alarms of the resources that have one. */
export function describeAlarms(world: AwsWorld, call: AwsCall): Reply {
  const request = Request.safeParse(jsonBody(call.request));
  if (!request.success) {
    throw new AwsError("ValidationError", z.prettifyError(request.error));
  }
  const { MaxRecords, NextToken } = request.data;
  const alarms = [...alarmsOn(world, call, "ec2"), ...alarmsOn(world, call, "rds")];
  const asked = {
    token: NextToken ?? null,
    size: MaxRecords === undefined ? null : String(MaxRecords),
  };
  const page = pageOf(alarms, asked, PAGE_LIMITS, call);
  const body = { MetricAlarms: page.items, CompositeAlarms: [], NextToken: page.next ?? undefined };
  return awsJsonReply("1.0", 200, JSON.stringify(body));
}

function alarmsOn(world: AwsWorld, call: AwsCall, type: keyof typeof NAMESPACES): MetricAlarm[] {
  return describedResources(world, call, type)
    .filter(({ resourceId }) => world.state.alarmedResources.has(resourceId))
    .map((resource) => {
      const name = `${Object.values(resource.dimensions)[0]}-cpu`;
      return {
        AlarmName: name,
        AlarmArn: `arn:aws:cloudwatch:${call.region}:${call.accountId}:alarm:${name}`,
        Namespace: NAMESPACES[type],
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
