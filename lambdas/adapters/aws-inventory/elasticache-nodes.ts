import {
  DescribeCacheClustersCommand,
  DescribeReplicationGroupsCommand,
  type ElastiCacheClient,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-elasticache";
import { allPages } from "./all-pages.ts";
import { CacheCluster, cachesToResources, isRedis, ReplicationGroup } from "./cache-resources.ts";
import { type Found, parseItems, TagList } from "./described.ts";
import { missingTags } from "./missing-tags.ts";
import type { RegionCalls } from "./region-calls.ts";

const PAGE_SIZE = 100;

function clustersOf(client: ElastiCacheClient, calls: RegionCalls): Promise<unknown[]> {
  return allPages(calls, {
    action: "elasticache:DescribeCacheClusters",
    fetch: (Marker) =>
      client.send(
        new DescribeCacheClustersCommand({ Marker, MaxRecords: PAGE_SIZE, ShowCacheNodeInfo: true }),
      ),
    itemsOf: (page) => page.CacheClusters,
    tokenOf: (page) => page.Marker || undefined,
  });
}

function groupsOf(client: ElastiCacheClient, calls: RegionCalls): Promise<unknown[]> {
  return allPages(calls, {
    action: "elasticache:DescribeReplicationGroups",
    fetch: (Marker) => client.send(new DescribeReplicationGroupsCommand({ Marker, MaxRecords: PAGE_SIZE })),
    itemsOf: (page) => page.ReplicationGroups,
    tokenOf: (page) => page.Marker || undefined,
  });
}

async function tagsFromApi(client: ElastiCacheClient, arn: string): Promise<TagList> {
  const answer = await client.send(new ListTagsForResourceCommand({ ResourceName: arn }));
  return TagList.parse(answer.TagList ?? []);
}

/** Every Redis and Valkey node of the region. Its tags take one call per node: no describe call of ElastiCache gives them. */
export async function elastiCacheNodes(client: ElastiCacheClient, calls: RegionCalls): Promise<Found> {
  const [clusterItems, groupItems] = await Promise.all([clustersOf(client, calls), groupsOf(client, calls)]);
  const clusters = parseItems(CacheCluster, clusterItems, "cache cluster");
  const groups = parseItems(ReplicationGroup, groupItems, "replication group");
  const found = await missingTags(
    calls,
    "elasticache:ListTagsForResource",
    clusters.parsed.filter(isRedis).map(({ ARN }) => ARN),
    (arn) => tagsFromApi(client, arn),
  );
  return {
    resources: cachesToResources(clusters.parsed, groups.parsed, found.tags, calls),
    warnings: [...clusters.warnings, ...groups.warnings, ...found.warnings],
  };
}
