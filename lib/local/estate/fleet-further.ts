import type { EstateResource } from "./estate.ts";
import { type FleetDays, type FleetMember, hexOf, usualCreation } from "./fleet-member.ts";
import { keyOf } from "./hash-noise.ts";
import { type Service, serviceNamed } from "./services.ts";

const REGION = "us-east-1";
const BROKERS_PER_CLUSTER = 3;

interface Plan {
  readonly name: string;
  readonly service: Service;
  /** False for what nobody ever gave a tag: the tagging API does not know it. */
  readonly isTagged: boolean;
}

function plan(name: string, serviceName: string, isTagged = true): Plan {
  return { name, service: serviceNamed(serviceName), isTagged };
}

const MSK = [plan("order-events", "order-api"), plan("clickstream", "recommendation", false)];
const DOCUMENTDB = ["menu-api", "cms", "crm", "loyalty-api"].map((name) => plan(`${name}-docs`, name));
const OPENSEARCH = [plan("logs", "log-shipper"), plan("product-search", "search", false)];

/** Beside the 371: 2 MSK clusters with their 6 brokers, 4 DocumentDB clusters and 2 OpenSearch domains. */
export function furtherMembers(days: FleetDays): FleetMember[] {
  return [
    ...MSK.flatMap((cluster) => [mskCluster(cluster, days), ...mskBrokers(cluster, days)]),
    ...DOCUMENTDB.map((cluster) => documentCluster(cluster, days)),
    ...OPENSEARCH.map((domain) => searchDomain(domain, days)),
  ];
}

function member(
  { name, service, isTagged }: Plan,
  days: FleetDays,
  own: Pick<EstateResource, "resourceId" | "type" | "dimensions"> & Partial<EstateResource>,
): FleetMember {
  const tags = { Name: name, Owner: service.team, Environment: "production", Service: service.name };
  return {
    service,
    resource: {
      accountId: service.accountId,
      region: REGION,
      name,
      engine: null,
      instanceClass: null,
      endpoints: [],
      tags: isTagged ? tags : {},
      owner: isTagged ? service.team : null,
      traits: [],
      groupId: null,
      createdAtSeconds: usualCreation(keyOf(`${own.type} ${name}`), days),
      deletedOn: null,
      gatewaySourceId: null,
      prometheusInstance: null,
      ...own,
    },
  };
}

function mskCluster(cluster: Plan, days: FleetDays): FleetMember {
  return member(cluster, days, {
    resourceId: `arn:aws:kafka:${REGION}:${cluster.service.accountId}:cluster/${cluster.name}/*`,
    type: "msk",
    dimensions: { "Cluster Name": cluster.name },
  });
}

/** Brokers carry no tags of their own: their owner is their cluster's. */
function mskBrokers(cluster: Plan, days: FleetDays): FleetMember[] {
  return Array.from({ length: BROKERS_PER_CLUSTER }, (_, index) => String(index + 1)).map((id) =>
    member({ ...cluster, isTagged: false }, days, {
      resourceId: `arn:aws:kafka:${REGION}:${cluster.service.accountId}:cluster/${cluster.name}/*/broker/${id}`,
      type: "mskbroker",
      name: `${cluster.name} ${id}`,
      dimensions: { "Cluster Name": cluster.name, "Broker ID": id },
      owner: cluster.isTagged ? cluster.service.team : null,
      groupId: cluster.name,
    }),
  );
}

function documentCluster(cluster: Plan, days: FleetDays): FleetMember {
  const { name, service } = cluster;
  const zone = `c${hexOf(keyOf(`${service.accountId} docdb`), 11)}`;
  return member(cluster, days, {
    resourceId: `arn:aws:rds:${REGION}:${service.accountId}:cluster:${name}`,
    type: "documentdb",
    engine: "docdb",
    instanceClass: "db.r6g.large",
    dimensions: { DBClusterIdentifier: name, Role: "WRITER" },
    endpoints: [`${name}.cluster-${zone}.${REGION}.docdb.amazonaws.com:27017`],
    groupId: name,
  });
}

function searchDomain(domain: Plan, days: FleetDays): FleetMember {
  const { name, service } = domain;
  return member(domain, days, {
    resourceId: `arn:aws:es:${REGION}:${service.accountId}:domain/${name}`,
    type: "opensearch",
    dimensions: { DomainName: name, ClientId: service.accountId },
  });
}
