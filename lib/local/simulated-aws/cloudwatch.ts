import type { MetricsConfig } from "#core/model/metric-definition.ts";
import { describeAlarms } from "./alarms.ts";
import { AwsError, type AwsService, type AwsWorld } from "./call.ts";
import { getMetricData } from "./get-metric-data.ts";
import { awsJsonError, JSON_REFUSALS, jsonAction } from "./json-protocol.ts";
import { listMetrics } from "./list-metrics.ts";
import { createMetricLookup } from "./metric-lookup.ts";
import { createStatisticColumns } from "./statistic-columns.ts";

/** CloudWatch: GetMetricData, ListMetrics and DescribeAlarms. `metrics` tells which CloudWatch metric is which of ours. */
export function cloudWatchService(world: AwsWorld, metrics: MetricsConfig["metrics"]): AwsService {
  const metricData = {
    world,
    find: createMetricLookup(world.estate, metrics),
    columnsOf: createStatisticColumns(world.estate),
  };
  return {
    actionOf: jsonAction,
    answer(call) {
      switch (call.action) {
        case "GetMetricData":
          return getMetricData(metricData, call);
        case "ListMetrics":
          return listMetrics(world, metrics, call);
        case "DescribeAlarms":
          return describeAlarms(world, call);
        default:
          throw new AwsError("InvalidAction", `The action ${call.action} is not simulated`);
      }
    },
    error: (error) => awsJsonError("1.0", error),
    ...JSON_REFUSALS,
  };
}
