import * as z from "zod";
import type { MetricsConfig } from "#core/model/metric-definition.ts";
import type { Reply } from "#lib/local/simulated-http/reply.ts";
import { type AwsCall, AwsError, type AwsWorld } from "./call.ts";
import { describedResources } from "./described-resources.ts";
import { awsJsonReply, jsonBody } from "./json-protocol.ts";
import { pageOf } from "./page.ts";

const PAGE_LIMITS = { smallest: 500, largest: 500, usual: 500 };

const Request = z.object({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: z.array(z.object({ Name: z.string() })).default([]),
  RecentlyActive: z.literal("PT3H").optional(),
  NextToken: z.string().optional(),
});

/**
 * ListMetrics of one metric: what every resource that emits it carries as dimensions, and beside it the same metric of a part of
 * it, which has one dimension more, as many services publish.
 */
export function listMetrics(world: AwsWorld, metrics: MetricsConfig["metrics"], call: AwsCall): Reply {
  const parsed = Request.safeParse(jsonBody(call.request));
  if (!parsed.success) throw new AwsError("ValidationError", z.prettifyError(parsed.error));
  const { Namespace, MetricName, Dimensions, NextToken } = parsed.data;
  const types = Object.values(metrics)
    .filter(({ source }) => source.kind === "cloudwatch" && source.namespace === Namespace)
    .filter(({ source }) => source.kind === "cloudwatch" && source.metricName === MetricName)
    .map(({ resourceType }) => resourceType);
  const all = [...new Set(types)]
    .flatMap((type) => describedResources(world, call, type))
    .map(({ dimensions }) => Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })))
    .filter((own) => Dimensions.every(({ Name }) => own.some((dimension) => dimension.Name === Name)))
    .flatMap((own) => [own, [...own, { Name: "NodeId", Value: "1" }]])
    .map((own) => ({ Namespace, MetricName, Dimensions: own }));
  const page = pageOf(all, { token: NextToken ?? null, size: null }, PAGE_LIMITS, call);
  return awsJsonReply("1.0", 200, JSON.stringify({ Metrics: page.items, NextToken: page.next ?? undefined }));
}
