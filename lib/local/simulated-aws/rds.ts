import {
  type DBCluster,
  type DBInstance,
  DescribeDBClusters$,
  DescribeDBInstances$,
  ListTagsForResource$,
} from "@aws-sdk/client-rds";
import { AURORA_READERS_SUFFIX } from "#core/model/resource.ts";
import type { EstateResource } from "#lib/local/estate/estate.ts";
import type { Reply } from "#lib/local/simulated-http/reply.ts";
import { type AwsCall, AwsError, type AwsService, type AwsWorld } from "./call.ts";
import { dateOf, describedResources, hostAndPort, tagList } from "./described-resources.ts";
import { foreignClusters, foreignInstances } from "./foreign-databases.ts";
import { pageOf } from "./page.ts";
import { formOf, QUERY_REFUSALS, queryAction, queryError, queryReply } from "./query-protocol.ts";
import type { OperationSchema } from "./xml.ts";

const PAGE_LIMITS = { smallest: 20, largest: 100, usual: 100 };

/** RDS: instances and clusters, Neptune's and DocumentDB's among them as in the real API, and tags by ARN. */
export function rdsService(world: AwsWorld): AwsService {
  return {
    actionOf: queryAction,
    answer(call) {
      switch (call.action) {
        case "DescribeDBInstances":
          return paged(call, DescribeDBInstances$, "DBInstances", [
            ...instancesOf(world, call),
            ...describedResources(world, call, "documentdb").flatMap(membersOf),
            ...foreignInstances(world, call),
          ]);
        case "DescribeDBClusters":
          return paged(call, DescribeDBClusters$, "DBClusters", [
            ...clustersOf(world, call),
            ...describedResources(world, call, "documentdb").map(clusterOf),
            ...foreignClusters(world, call),
          ]);
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

function instancesOf(world: AwsWorld, call: AwsCall): DBInstance[] {
  const databases = describedResources(world, call, "rds").filter(isNotReaders);
  return databases.flatMap((database) =>
    isCluster(database) ? membersOf(database) : [plainInstance(database, databases)],
  );
}

function clustersOf(world: AwsWorld, call: AwsCall): DBCluster[] {
  return describedResources(world, call, "rds")
    .filter((database) => isNotReaders(database) && isCluster(database))
    .map(clusterOf);
}

/** The readers of a cluster are a resource of ours, not of AWS: they are the cluster's members. */
function isNotReaders(database: EstateResource): boolean {
  return !database.resourceId.endsWith(AURORA_READERS_SUFFIX);
}

function isCluster(database: EstateResource): boolean {
  return database.dimensions.DBClusterIdentifier !== undefined;
}

function plainInstance(database: EstateResource, siblings: readonly EstateResource[]): DBInstance {
  const { host, port } = hostAndPort(database.endpoints[0] ?? ":0");
  const source = sourceOf(database, siblings);
  return {
    ...commonInstance(database),
    DBInstanceIdentifier: identifierOf(database),
    DBInstanceArn: database.resourceId,
    Endpoint: { Address: host, Port: port },
    AllocatedStorage: 200,
    ReadReplicaSourceDBInstanceIdentifier: source === undefined ? undefined : identifierOf(source),
    ReadReplicaDBInstanceIdentifiers: siblings
      .filter((sibling) => sourceOf(sibling, siblings) === database)
      .map(identifierOf),
  };
}

/** The sibling that a replica replicates from. */
function sourceOf(database: EstateResource, siblings: readonly EstateResource[]): EstateResource | undefined {
  return database.traits.includes("replica")
    ? siblings.find(({ groupId, traits }) => groupId === database.groupId && !traits.includes("replica"))
    : undefined;
}

function identifierOf(database: EstateResource): string {
  return database.dimensions.DBInstanceIdentifier ?? database.name;
}

function membersOf(cluster: EstateResource): DBInstance[] {
  const { host, port } = hostAndPort(cluster.endpoints[0] ?? ":0");
  return memberIds(cluster).map((id) => ({
    ...commonInstance(cluster),
    DBInstanceIdentifier: id,
    DBInstanceArn: cluster.resourceId.replace(/:cluster:.*$/, `:db:${id}`),
    DBClusterIdentifier: cluster.dimensions.DBClusterIdentifier,
    Endpoint: { Address: host.replace(/^[^.]*\.(cluster-)?/, `${id}.`), Port: port },
    AllocatedStorage: 1,
  }));
}

function memberIds(cluster: EstateResource): [writer: string, reader: string] {
  const id = cluster.dimensions.DBClusterIdentifier ?? cluster.name;
  return [`${id}-instance-1`, `${id}-instance-2`];
}

function commonInstance(database: EstateResource): DBInstance {
  return {
    DBInstanceClass: database.instanceClass ?? undefined,
    Engine: database.engine ?? undefined,
    EngineVersion: database.engine?.includes("postgres") ? "16.4" : "8.0.40",
    DBInstanceStatus: "available",
    InstanceCreateTime: dateOf(database.createdAtSeconds),
    AvailabilityZone: `${database.region}a`,
    MultiAZ: false,
    TagList: tagList(database),
  };
}

function clusterOf(database: EstateResource): DBCluster {
  const { host, port } = hostAndPort(database.endpoints[0] ?? ":0");
  const [writer, reader] = memberIds(database);
  return {
    DBClusterIdentifier: database.dimensions.DBClusterIdentifier,
    DBClusterArn: database.resourceId,
    Engine: database.engine ?? undefined,
    Status: "available",
    Endpoint: host,
    ReaderEndpoint: host.replace(".cluster-", ".cluster-ro-"),
    Port: port,
    ClusterCreateTime: dateOf(database.createdAtSeconds),
    DBClusterMembers: [
      { DBInstanceIdentifier: writer, IsClusterWriter: true },
      { DBInstanceIdentifier: reader, IsClusterWriter: false },
    ],
    TagList: tagList(database),
  };
}

function listTags(world: AwsWorld, call: AwsCall): Reply {
  const arn = formOf(call.request).get("ResourceName");
  const database = describedResources(world, call, "rds").find(({ resourceId }) => resourceId === arn);
  if (database === undefined) {
    throw new AwsError("DBInstanceNotFound", `${arn} not found.`, 404);
  }
  return queryReply(call, ListTagsForResource$, { TagList: tagList(database) });
}
