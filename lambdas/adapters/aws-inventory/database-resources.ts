import { dimensionsInArn, metricDimensions } from "#core/collect/arn-pattern.ts";
import { AURORA_READERS_SUFFIX } from "#core/model/resource.ts";
import type { ResourceTypes } from "#core/model/resource-type.ts";
import type { DescribedResource } from "#core/ports/cloud-inventory.ts";
import { placeOf } from "./arn-sighting.ts";
import { type DatabaseCluster, type DatabaseInstance, isAurora, isRelational } from "./database-shapes.ts";
import { earliestDay, endpointOf, ownerOf, type Place, tagsOf } from "./described.ts";

export interface DatabaseOptions {
  /** Also one resource for the readers of each Aurora cluster that has any. */
  readonly withAuroraReaders: boolean;
  /** Types of config that may be found here, by the engine of a cluster. */
  readonly types: ResourceTypes;
}

/** A replica belongs to its source, and a source with replicas to itself. */
function replicationGroupOf(instance: DatabaseInstance): string | null {
  const source = instance.ReadReplicaSourceDBInstanceIdentifier;
  if (source) return source;
  return instance.ReadReplicaDBInstanceIdentifiers?.length ? instance.DBInstanceIdentifier : null;
}

function instanceResource(instance: DatabaseInstance, place: Place): DescribedResource {
  const tags = tagsOf(instance.TagList);
  return {
    resourceId: instance.DBInstanceArn,
    type: "rds",
    accountId: place.accountId,
    region: place.region,
    name: instance.DBInstanceIdentifier,
    engine: instance.Engine,
    instanceClass: instance.DBInstanceClass ?? null,
    dimensions: { DBInstanceIdentifier: instance.DBInstanceIdentifier },
    endpoints: endpointOf(instance.Endpoint),
    tags,
    owner: ownerOf(tags),
    traits: instance.ReadReplicaSourceDBInstanceIdentifier ? ["replica"] : [],
    groupId: instance.DBClusterIdentifier ?? replicationGroupOf(instance),
    createdOn: earliestDay(instance.InstanceCreateTime),
  };
}

function classOf(cluster: DatabaseCluster, isWriter: boolean, instances: readonly DatabaseInstance[]) {
  const member = cluster.DBClusterMembers?.find((one) => (one.IsClusterWriter ?? false) === isWriter);
  const instance = instances.find(
    ({ DBInstanceIdentifier }) => DBInstanceIdentifier === member?.DBInstanceIdentifier,
  );
  return instance?.DBInstanceClass ?? null;
}

function writerResource(
  cluster: DatabaseCluster,
  instances: readonly DatabaseInstance[],
  place: Place,
): DescribedResource {
  const tags = tagsOf(cluster.TagList);
  return {
    resourceId: cluster.DBClusterArn,
    type: "rds",
    accountId: place.accountId,
    region: place.region,
    name: cluster.DBClusterIdentifier,
    engine: cluster.Engine,
    instanceClass: classOf(cluster, true, instances),
    dimensions: { DBClusterIdentifier: cluster.DBClusterIdentifier, Role: "WRITER" },
    endpoints: endpointOf({ Address: cluster.Endpoint, Port: cluster.Port }),
    tags,
    owner: ownerOf(tags),
    traits: ["aurora"],
    groupId: cluster.DBClusterIdentifier,
    createdOn: earliestDay(cluster.ClusterCreateTime),
  };
}

function clusterResources(
  cluster: DatabaseCluster,
  instances: readonly DatabaseInstance[],
  place: Place,
  options: DatabaseOptions,
): DescribedResource[] {
  const writer = writerResource(cluster, instances, place);
  const hasReaders = cluster.DBClusterMembers?.some(({ IsClusterWriter }) => !IsClusterWriter) ?? false;
  if (!options.withAuroraReaders || !hasReaders) return [writer];
  const readers: DescribedResource = {
    ...writer,
    resourceId: `${writer.resourceId}${AURORA_READERS_SUFFIX}`,
    name: `${writer.name} readers`,
    instanceClass: classOf(cluster, false, instances),
    dimensions: { DBClusterIdentifier: cluster.DBClusterIdentifier, Role: "READER" },
    endpoints: endpointOf({ Address: cluster.ReaderEndpoint, Port: cluster.Port }),
  };
  return [writer, readers];
}

/** A cluster of another service, such as DocumentDB, under the type of config that names its engine. */
function foreignResources(
  cluster: DatabaseCluster,
  instances: readonly DatabaseInstance[],
  place: Place,
  types: ResourceTypes,
): DescribedResource[] {
  return Object.entries(types).flatMap(([name, type]) => {
    const own = dimensionsInArn(type.arn, cluster.DBClusterArn);
    if (type.discovery.rdsEngine !== cluster.Engine || own === null) return [];
    return [
      {
        ...writerResource(cluster, instances, place),
        type: name,
        dimensions: metricDimensions(type, placeOf(place), own),
        traits: [],
      },
    ];
  });
}

/**
 * DB instances and clusters as resources; pure. An Aurora cluster is one resource, read by its WRITER role, since its instances swap
 * roles at a failover; its members are none of their own. Every other instance is a resource. Clusters of other services are those of
 * the type whose engine they have, or left out.
 */
export function databasesToResources(
  instances: readonly DatabaseInstance[],
  clusters: readonly DatabaseCluster[],
  place: Place,
  options: DatabaseOptions,
): DescribedResource[] {
  const alone = instances.filter((instance) => isRelational(instance) && !isAurora(instance));
  const aurora = clusters.filter((cluster) => isRelational(cluster) && isAurora(cluster));
  return [
    ...alone.map((instance) => instanceResource(instance, place)),
    ...aurora.flatMap((cluster) => clusterResources(cluster, instances, place, options)),
    ...clusters.flatMap((cluster) => foreignResources(cluster, instances, place, options.types)),
  ];
}
