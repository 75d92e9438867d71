import { CACHE_CLASSES } from "./capacity.ts";
import { type FleetDays, type FleetMember, hexOf, pick, usualCreation } from "./fleet-member.ts";
import { keyOf } from "./hash-noise.ts";
import { SERVICES, type Service, serviceNamed } from "./services.ts";

interface ReplicationGroup {
  readonly name: string;
  readonly service: Service;
  readonly region: string;
  /** Endings of its nodes' names, the primary of each shard first. */
  readonly nodes: readonly string[];
}

const PAIR = ["001", "002"];
const TRIPLE = ["001", "002", "003"];
/** Cluster mode: three shards of a primary and a replica. */
const SHARDED = ["0001-001", "0001-002", "0002-001", "0002-002", "0003-001", "0003-002"];
const SHARDED_SERVICES = ["order-api", "mobile-bff", "loyalty-api"];
const TRIPLE_SERVICES = ["menu-api", "payment-gateway"];
/** They keep nothing in Redis. */
const WITHOUT_CACHE = ["bastion", "log-shipper", "airflow", "cms"];

/** Short region names inside ElastiCache endpoints. */
const REGION_CODES: Record<string, string> = { "us-east-1": "use1", "us-west-2": "usw2" };

/** The 76 cache nodes: 26 pairs, 2 groups of three and 3 sharded clusters of six. */
export function redisMembers(days: FleetDays): FleetMember[] {
  return replicationGroups().flatMap((group) =>
    group.nodes.map((ending) => redisMember(group, ending, days)),
  );
}

function replicationGroups(): ReplicationGroup[] {
  const ordinary = SERVICES.filter((service) => !WITHOUT_CACHE.includes(service.name)).map((service) =>
    groupOf(`${service.name}-cache`, service, nodesOf(service.name)),
  );
  return [
    ...ordinary,
    groupOf("coupon-flash-cache", serviceNamed("coupon-engine"), PAIR),
    groupOf("order-rate-limit", serviceNamed("order-api"), PAIR),
    groupOf("payment-idempotency", serviceNamed("payment-gateway"), PAIR),
    { ...groupOf("menu-west-cache", serviceNamed("menu-api"), PAIR), region: "us-west-2" },
    { ...groupOf("pos-west-cache", serviceNamed("pos-sync"), PAIR), region: "us-west-2" },
  ];
}

function groupOf(name: string, service: Service, nodes: readonly string[]): ReplicationGroup {
  return { name, service, region: "us-east-1", nodes };
}

function nodesOf(serviceName: string): readonly string[] {
  if (SHARDED_SERVICES.includes(serviceName)) return SHARDED;
  return TRIPLE_SERVICES.includes(serviceName) ? TRIPLE : PAIR;
}

function redisMember(group: ReplicationGroup, ending: string, days: FleetDays): FleetMember {
  const { service, region } = group;
  const name = `${group.name}-${ending}`;
  const key = keyOf(`redis ${name}`);
  const zone = hexOf(keyOf(`${service.accountId} ${region} cache`), 6);
  const host = `${name}.${zone}.0001.${REGION_CODES[region]}.cache.amazonaws.com`;
  return {
    service,
    resource: {
      resourceId: `arn:aws:elasticache:${region}:${service.accountId}:cluster:${name}`,
      type: "redis",
      accountId: service.accountId,
      region,
      name,
      engine: "redis",
      instanceClass: pick(CACHE_CLASSES, keyOf(`redis ${group.name}`)),
      dimensions: { CacheClusterId: name, CacheNodeId: "0001" },
      endpoints: [`${host}:6379`],
      tags: { Name: name, Owner: service.team, Environment: "production", Service: service.name },
      owner: service.team,
      traits: [],
      groupId: group.name,
      createdAtSeconds: usualCreation(key, days),
      deletedOn: null,
      gatewaySourceId: null,
      prometheusInstance: `redis://${host}:6379`,
    },
  };
}
