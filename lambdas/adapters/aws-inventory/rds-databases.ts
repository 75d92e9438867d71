import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  ListTagsForResourceCommand,
  type RDSClient,
} from "@aws-sdk/client-rds";
import { allPages } from "./all-pages.ts";
import { type DatabaseOptions, databasesToResources } from "./database-resources.ts";
import { DatabaseCluster, DatabaseInstance, isRelational } from "./database-shapes.ts";
import { type Found, parseItems, TagList } from "./described.ts";
import { missingTags } from "./missing-tags.ts";
import type { RegionCalls } from "./region-calls.ts";

const PAGE_SIZE = 100;

function instancesOf(client: RDSClient, calls: RegionCalls): Promise<unknown[]> {
  return allPages(calls, {
    action: "rds:DescribeDBInstances",
    fetch: (Marker) => client.send(new DescribeDBInstancesCommand({ Marker, MaxRecords: PAGE_SIZE })),
    itemsOf: (page) => page.DBInstances,
    tokenOf: (page) => page.Marker || undefined,
  });
}

function clustersOf(client: RDSClient, calls: RegionCalls): Promise<unknown[]> {
  return allPages(calls, {
    action: "rds:DescribeDBClusters",
    fetch: (Marker) => client.send(new DescribeDBClustersCommand({ Marker, MaxRecords: PAGE_SIZE })),
    itemsOf: (page) => page.DBClusters,
    tokenOf: (page) => page.Marker || undefined,
  });
}

async function tagsFromApi(client: RDSClient, arn: string): Promise<TagList> {
  const answer = await client.send(new ListTagsForResourceCommand({ ResourceName: arn }));
  return TagList.parse(answer.TagList ?? []);
}

/** Every RDS database of the region: instances, Aurora clusters as one each, and the clusters of other services that config names. */
export async function rdsDatabases(
  client: RDSClient,
  calls: RegionCalls,
  options: DatabaseOptions,
): Promise<Found> {
  const [instanceItems, clusterItems] = await Promise.all([
    instancesOf(client, calls),
    clustersOf(client, calls),
  ]);
  const instances = parseItems(DatabaseInstance, instanceItems, "DB instance");
  const clusters = parseItems(DatabaseCluster, clusterItems, "DB cluster");
  const engines = new Set(Object.values(options.types).map(({ discovery }) => discovery.rdsEngine));
  const untagged = [
    ...instances.parsed.map((item) => ({ item, arn: item.DBInstanceArn })),
    ...clusters.parsed.map((item) => ({ item, arn: item.DBClusterArn })),
  ].filter(({ item }) => item.TagList === undefined && (isRelational(item) || engines.has(item.Engine)));
  const found = await missingTags(
    calls,
    "rds:ListTagsForResource",
    untagged.map(({ arn }) => arn),
    (arn) => tagsFromApi(client, arn),
  );
  const resources = databasesToResources(
    instances.parsed.map((item) => ({
      ...item,
      TagList: item.TagList ?? found.tags.get(item.DBInstanceArn),
    })),
    clusters.parsed.map((item) => ({ ...item, TagList: item.TagList ?? found.tags.get(item.DBClusterArn) })),
    calls,
    options,
  );
  return { resources, warnings: [...instances.warnings, ...clusters.warnings, ...found.warnings] };
}
