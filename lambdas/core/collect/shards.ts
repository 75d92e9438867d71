import type { MetricDefinition } from "../model/metric-definition.ts";
import { isPrometheusOnly, type Resource, type Source } from "../model/resource.ts";
import type { Shard } from "../model/shard.ts";
import type { UtcDay } from "../model/utc-day.ts";

/** Prometheus and the gateway know no accounts: their shards span all of them. */
const EVERYWHERE = "all";

/** Prometheus may know Redis that no account describes: it is asked even if there is no cache node to ask for. */
const PROMETHEUS_ONLY: Shard = {
  id: "redis-all-all-001",
  source: "redis",
  accountId: EVERYWHERE,
  region: EVERYWHERE,
  offset: 0,
  count: 0,
};

export interface ShardSizing {
  readonly resourcesPerShard: number;
  readonly maxShardsPerSource: number;
}

/** What decides whom a source is asked about: the run's first day, and the metrics of its config. */
export interface AskedFor {
  readonly from: UtcDay;
  readonly metrics: Readonly<Record<string, MetricDefinition>>;
}

/**
 * Resources that a source reads for days from `from` on, in the order that shards count in. One that is gone still answers for the
 * days that it lived through; one whose account did not answer is not asked there, while Prometheus and the gateway, which
 * need no account, still know it.
 */
export function resourcesOfSource(
  source: Source,
  inventory: readonly Resource[],
  { from, metrics }: AskedFor,
): Resource[] {
  const types = typesOf(source, metrics);
  return inventory
    .filter((resource) => types.has(resource.type) && isAsked(source, resource, from))
    .toSorted(
      (a, b) => compare(placeOf(source, a), placeOf(source, b)) || compare(a.resourceId, b.resourceId),
    );
}

/**
 * Cuts the resources of a source into shards of one account and region each. Shards grow, rather than multiply, once a source would
 * need more than `maxShardsPerSource`: what passes between states stays small. Redis has a shard even without a cache node.
 */
export function planShards(
  source: Source,
  inventory: readonly Resource[],
  options: ShardSizing & AskedFor,
): Shard[] {
  const resources = resourcesOfSource(source, inventory, options);
  const size = shardSize(source, resources.length, options);
  const places = Map.groupBy(resources, (resource) => placeOf(source, resource));
  if (places.size === 0 && source === "redis") return [PROMETHEUS_ONLY];
  return [...places.values()].flatMap((members) => {
    const [first] = members;
    const accountId = isGlobal(source) ? EVERYWHERE : (first?.accountId ?? EVERYWHERE);
    const region = isGlobal(source) ? EVERYWHERE : (first?.region ?? EVERYWHERE);
    return Array.from({ length: Math.ceil(members.length / size) }, (_, index) => ({
      id: [source, accountId, region, String(index + 1).padStart(3, "0")].join("-"),
      source,
      accountId,
      region,
      offset: index * size,
      count: Math.min(size, members.length - index * size),
    }));
  });
}

/** The resources that a shard stands for. */
export function resourcesOfShard(shard: Shard, inventory: readonly Resource[], asked: AskedFor): Resource[] {
  const place = isGlobal(shard.source) ? EVERYWHERE : `${shard.accountId} ${shard.region}`;
  return resourcesOfSource(shard.source, inventory, asked)
    .filter((resource) => placeOf(shard.source, resource) === place)
    .slice(shard.offset, shard.offset + shard.count);
}

/** Types of resources with a metric that the source collects. */
function typesOf(source: Source, metrics: AskedFor["metrics"]): Set<string> {
  const own = Object.values(metrics).filter(({ collectedBy }) => collectedBy === source);
  return new Set(own.map(({ resourceType }) => resourceType));
}

function isAsked(source: Source, resource: Resource, from: UtcDay): boolean {
  if (resource.status === "gone" && resource.lastSeen < from) return false;
  return isGlobal(source) || (resource.status !== "stale" && !isPrometheusOnly(resource));
}

/** One query answers for every instance that Prometheus or the gateway knows: a second shard would ask the same again. */
function shardSize(source: Source, resourceCount: number, sizing: ShardSizing): number {
  if (isGlobal(source)) return Math.max(1, resourceCount);
  return Math.max(sizing.resourcesPerShard, Math.ceil(resourceCount / sizing.maxShardsPerSource));
}

/** True for a source that knows no accounts: one shard asks for all of its resources. */
export function isGlobal(source: Source): boolean {
  return source === "redis" || source === "database";
}

function placeOf(source: Source, resource: Resource): string {
  return isGlobal(source) ? EVERYWHERE : `${resource.accountId} ${resource.region}`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
