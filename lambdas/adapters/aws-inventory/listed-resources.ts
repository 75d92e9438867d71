import { type CloudWatchClient, ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import * as z from "zod";
import { metricDimensions, patternDimensions } from "#core/collect/arn-pattern.ts";
import type { ResourceTypeDefinition } from "#core/model/resource-type.ts";
import { allPages } from "./all-pages.ts";
import { type ArnSighting, placeOf } from "./arn-sighting.ts";
import { parseItems } from "./described.ts";
import type { RegionCalls } from "./region-calls.ts";

const Metric = z.object({ Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })) });

/** Resources of one type whose metric CloudWatch lists, tagged or not. A metric with more or other dimensions is of something else. */
export async function listedResources(
  client: CloudWatchClient,
  calls: RegionCalls,
  name: string,
  type: ResourceTypeDefinition,
): Promise<ArnSighting[]> {
  const { listedBy } = type.discovery;
  if (listedBy === null) return [];
  const own = patternDimensions(type.arn);
  const items = await allPages(calls, {
    action: "cloudwatch:ListMetrics",
    fetch: (NextToken) =>
      client.send(
        new ListMetricsCommand({
          NextToken,
          Namespace: listedBy.namespace,
          MetricName: listedBy.metricName,
          Dimensions: own.map((Name) => ({ Name })),
          RecentlyActive: listedBy.within === "3h" ? "PT3H" : undefined,
        }),
      ),
    itemsOf: (page) => page.Metrics,
    tokenOf: (page) => page.NextToken || undefined,
  });
  return parseItems(Metric, items, `metric of ${name}`).parsed.flatMap(({ Dimensions }) => {
    const found = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
    const values = Object.fromEntries(own.map((dimension) => [dimension, found[dimension] ?? ""]));
    return isSame(found, metricDimensions(type, placeOf(calls), values))
      ? [{ type: name, dimensions: values, tags: null }]
      : [];
  });
}

function isSame(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
