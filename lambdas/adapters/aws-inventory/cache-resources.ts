import * as z from "zod";
import type { DescribedResource } from "#core/ports/cloud-inventory.ts";
import { Endpoint, earliestDay, endpointOf, ownerOf, type Place, type TagList, tagsOf } from "./described.ts";

/** What is read of a cache cluster. Of Redis and Valkey each has exactly one node. */
export const CacheCluster = z.object({
  CacheClusterId: z.string().min(1),
  ARN: z.string().min(1),
  CacheNodeType: z.string().optional(),
  Engine: z.string().min(1),
  ReplicationGroupId: z.string().optional(),
  CacheClusterCreateTime: z.date().optional(),
  CacheNodes: z
    .array(
      z.object({
        CacheNodeId: z.string(),
        CacheNodeCreateTime: z.date().optional(),
        Endpoint: Endpoint.optional(),
      }),
    )
    .optional(),
});
export type CacheCluster = z.infer<typeof CacheCluster>;

/** What is read of a replication group. */
export const ReplicationGroup = z.object({
  ReplicationGroupId: z.string().min(1),
  ConfigurationEndpoint: Endpoint.optional(),
  NodeGroups: z
    .array(
      z.object({
        PrimaryEndpoint: Endpoint.optional(),
        ReaderEndpoint: Endpoint.optional(),
        NodeGroupMembers: z
          .array(
            z.object({
              CacheClusterId: z.string(),
              CurrentRole: z.string().optional(),
              ReadEndpoint: Endpoint.optional(),
            }),
          )
          .optional(),
      }),
    )
    .optional(),
});
export type ReplicationGroup = z.infer<typeof ReplicationGroup>;

const REDIS_ENGINES: ReadonlySet<string> = new Set(["redis", "valkey"]);

/** False for Memcached. */
export function isRedis({ Engine }: { Engine: string }): boolean {
  return REDIS_ENGINES.has(Engine);
}

/** The first node of every cluster; Redis and Valkey have no other. */
const ONLY_NODE_ID = "0001";

/** Addresses that a group gives its nodes, by cache cluster. A role's address goes to the nodes that have the role now. */
function groupEndpoints(groups: readonly ReplicationGroup[]): Map<string, string[]> {
  const byCluster = new Map<string, string[]>();
  for (const { ConfigurationEndpoint, NodeGroups } of groups) {
    for (const { PrimaryEndpoint, ReaderEndpoint, NodeGroupMembers } of NodeGroups ?? []) {
      const ofRole: Readonly<Record<string, string[]>> = {
        primary: endpointOf(PrimaryEndpoint),
        replica: endpointOf(ReaderEndpoint),
      };
      for (const { CacheClusterId, CurrentRole, ReadEndpoint } of NodeGroupMembers ?? []) {
        byCluster.set(CacheClusterId, [
          ...endpointOf(ReadEndpoint),
          ...(ofRole[CurrentRole ?? ""] ?? []),
          ...endpointOf(ConfigurationEndpoint),
        ]);
      }
    }
  }
  return byCluster;
}

/**
 * Redis and Valkey nodes as resources; pure. `endpoints` begins with the node's own address, then come those that may stand for
 * several nodes: the primary's and the readers' of its group, and the configuration endpoint of a sharded one. Whoever joins by
 * address must take a node's own address before a shared one.
 */
export function cachesToResources(
  clusters: readonly CacheCluster[],
  groups: readonly ReplicationGroup[],
  tagsByArn: ReadonlyMap<string, TagList>,
  place: Place,
): DescribedResource[] {
  const shared = groupEndpoints(groups);
  return clusters.filter(isRedis).map((cluster) => {
    const { ARN, CacheClusterId } = cluster;
    const node = cluster.CacheNodes?.[0];
    const tags = tagsOf(tagsByArn.get(ARN));
    return {
      resourceId: ARN,
      type: "redis",
      accountId: place.accountId,
      region: place.region,
      name: CacheClusterId,
      engine: cluster.Engine,
      instanceClass: cluster.CacheNodeType ?? null,
      dimensions: { CacheClusterId, CacheNodeId: node?.CacheNodeId ?? ONLY_NODE_ID },
      endpoints: [...new Set([...endpointOf(node?.Endpoint), ...(shared.get(CacheClusterId) ?? [])])],
      tags,
      owner: ownerOf(tags),
      traits: [],
      groupId: cluster.ReplicationGroupId ?? null,
      createdOn: earliestDay(cluster.CacheClusterCreateTime, node?.CacheNodeCreateTime),
    };
  });
}
