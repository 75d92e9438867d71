import { type CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { allPages } from "./all-pages.ts";
import type { RegionCalls } from "./region-calls.ts";

const PAGE_SIZE = 100;

/** How many CloudWatch alarms the region has: on metrics and composite, in any state. */
export async function alarmCount(client: CloudWatchClient, calls: RegionCalls): Promise<number> {
  const alarms = await allPages(calls, {
    action: "cloudwatch:DescribeAlarms",
    fetch: (NextToken) =>
      client.send(
        new DescribeAlarmsCommand({
          NextToken,
          MaxRecords: PAGE_SIZE,
          AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
        }),
      ),
    itemsOf: ({ MetricAlarms, CompositeAlarms }) =>
      MetricAlarms === undefined && CompositeAlarms === undefined
        ? undefined
        : [...(MetricAlarms ?? []), ...(CompositeAlarms ?? [])],
    tokenOf: (page) => page.NextToken || undefined,
  });
  return alarms.length;
}
