import {
  type CacheCluster,
  DescribeCacheClusters$,
  DescribeReplicationGroups$,
  ListTagsForResource$,
  type NodeGroupMember,
  type ReplicationGroup,
} from "@aws-sdk/client-elasticache";
import type { EstateResource } from "#lib/local/estate/estate.ts";
import type { Reply } from "#lib/local/simulated-http/reply.ts";
import { type AwsCall, AwsError, type AwsService, type AwsWorld } from "./call.ts";
import { dateOf, describedResources, hostAndPort, tagList } from "./described-resources.ts";
import { pageOf } from "./page.ts";
import { formOf, QUERY_REFUSALS, queryAction, queryError, queryReply } from "./query-protocol.ts";
import type { OperationSchema } from "./xml.ts";

const PAGE_LIMITS = { smallest: 20, largest: 100, usual: 100 };
const FIRST_NODE_ID = "0001";
/** Nodes of cluster mode are named after their shard. @example `order-api-cache-0002-001` is in shard `0002` */
const SHARD_OF_NODE = /-(\d{4})-\d{3}$/;

/** ElastiCache: cache clusters, a Memcached one among them, replication groups and tags. */
export function elastiCacheService(world: AwsWorld): AwsService {
  return {
    actionOf: queryAction,
    answer(call) {
      switch (call.action) {
        case "DescribeCacheClusters":
          return describeCacheClusters(world, call);
        case "DescribeReplicationGroups":
          return paged(call, DescribeReplicationGroups$, "ReplicationGroups", replicationGroups(world, call));
        case "ListTagsForResource":
          return listTags(world, call);
        default:
          throw new AwsError("InvalidAction", `Could not find operation ${call.action}`);
      }
    },
    error: queryError,
    ...QUERY_REFUSALS,
  };
}

function paged(call: AwsCall, operation: OperationSchema, list: string, all: readonly unknown[]): Reply {
  const form = formOf(call.request);
  const page = pageOf(all, { token: form.get("Marker"), size: form.get("MaxRecords") }, PAGE_LIMITS, call);
  return queryReply(call, operation, { [list]: page.items, Marker: page.next ?? undefined });
}

function describeCacheClusters(world: AwsWorld, call: AwsCall): Reply {
  const hasNodes = formOf(call.request).get("ShowCacheNodeInfo") === "true";
  const clusters = [...describedResources(world, call, "redis").map(cacheCluster), memcached(call)];
  return paged(
    call,
    DescribeCacheClusters$,
    "CacheClusters",
    hasNodes ? clusters : clusters.map((cluster) => ({ ...cluster, CacheNodes: undefined })),
  );
}

function clusterId(node: EstateResource): string {
  return node.dimensions.CacheClusterId ?? node.name;
}

function nodeId(node: EstateResource): string {
  return node.dimensions.CacheNodeId ?? FIRST_NODE_ID;
}

function cacheCluster(node: EstateResource): CacheCluster {
  const { host, port } = hostAndPort(node.endpoints[0] ?? ":0");
  return {
    CacheClusterId: clusterId(node),
    ARN: node.resourceId,
    CacheNodeType: node.instanceClass ?? undefined,
    Engine: "redis",
    EngineVersion: "7.1.0",
    CacheClusterStatus: "available",
    NumCacheNodes: 1,
    CacheClusterCreateTime: dateOf(node.createdAtSeconds),
    ReplicationGroupId: node.groupId ?? undefined,
    CacheNodes: [
      {
        CacheNodeId: nodeId(node),
        CacheNodeStatus: "available",
        CacheNodeCreateTime: dateOf(node.createdAtSeconds),
        Endpoint: { Address: host, Port: port },
      },
    ],
  };
}

/** Not a Redis: a client must leave it out. */
function memcached(call: AwsCall): CacheCluster {
  const id = "sessions-memcached";
  const host = `${id}.cfg.${call.region}.cache.amazonaws.com`;
  return {
    CacheClusterId: id,
    ARN: `arn:aws:elasticache:${call.region}:${call.accountId}:cluster:${id}`,
    CacheNodeType: "cache.t3.small",
    Engine: "memcached",
    EngineVersion: "1.6.22",
    CacheClusterStatus: "available",
    NumCacheNodes: 2,
    ConfigurationEndpoint: { Address: host, Port: 11_211 },
    CacheNodes: ["0001", "0002"].map((CacheNodeId) => ({
      CacheNodeId,
      CacheNodeStatus: "available",
      Endpoint: { Address: host.replace(".cfg.", `.${CacheNodeId}.`), Port: 11_211 },
    })),
  };
}

function replicationGroups(world: AwsWorld, call: AwsCall): ReplicationGroup[] {
  const groups = Map.groupBy(
    describedResources(world, call, "redis").filter(({ groupId }) => groupId !== null),
    ({ groupId }) => groupId ?? "",
  );
  return [...groups].map(([id, nodes]) => replicationGroup(id, nodes, call));
}

function replicationGroup(id: string, nodes: readonly EstateResource[], call: AwsCall): ReplicationGroup {
  const port = hostAndPort(nodes[0]?.endpoints[0] ?? ":6379").port;
  const shards = Map.groupBy(nodes, (node) => SHARD_OF_NODE.exec(clusterId(node))?.[1] ?? FIRST_NODE_ID);
  const isSharded = nodes.some((node) => SHARD_OF_NODE.test(clusterId(node)));
  const addressOf = (role: string) => ({
    Address: `${role}.${id}.example.${call.region}.cache.amazonaws.com`,
    Port: port,
  });
  return {
    ReplicationGroupId: id,
    ARN: `arn:aws:elasticache:${call.region}:${call.accountId}:replicationgroup:${id}`,
    Description: id,
    Status: "available",
    MemberClusters: nodes.map(clusterId),
    ClusterEnabled: isSharded,
    ConfigurationEndpoint: isSharded ? addressOf("clustercfg") : undefined,
    NodeGroups: [...shards].map(([shard, members]) => ({
      NodeGroupId: shard,
      Status: "available",
      PrimaryEndpoint: isSharded ? undefined : addressOf("master"),
      ReaderEndpoint: isSharded ? undefined : addressOf("replica"),
      NodeGroupMembers: members.map((node, index) => nodeGroupMember(node, index === 0, isSharded)),
    })),
  };
}

/** In cluster mode the API names neither roles nor the endpoints of single nodes. */
function nodeGroupMember(node: EstateResource, isFirst: boolean, isSharded: boolean): NodeGroupMember {
  const { host, port } = hostAndPort(node.endpoints[0] ?? ":0");
  const identity = { CacheClusterId: clusterId(node), CacheNodeId: nodeId(node) };
  return isSharded
    ? identity
    : {
        ...identity,
        CurrentRole: isFirst ? "primary" : "replica",
        ReadEndpoint: { Address: host, Port: port },
      };
}

function listTags(world: AwsWorld, call: AwsCall): Reply {
  const arn = formOf(call.request).get("ResourceName");
  const node = describedResources(world, call, "redis").find(({ resourceId }) => resourceId === arn);
  if (node === undefined) {
    throw new AwsError("CacheClusterNotFound", `${arn} is either not present or not available.`, 404);
  }
  return queryReply(call, ListTagsForResource$, { TagList: tagList(node) });
}
