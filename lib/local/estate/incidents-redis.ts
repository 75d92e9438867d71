import { redisMaxMemoryBytes } from "./capacity.ts";
import type { EstateResource } from "./estate.ts";
import { YOUNG_NAMES } from "./fleet.ts";
import type { IncidentTemplate } from "./incident-template.ts";

function hasMemoryLimit(resource: EstateResource): boolean {
  return redisMaxMemoryBytes(resource) > 0;
}

/** Slow ones move by about one standard deviation of the healthy days a day. */
export const REDIS_INCIDENTS: readonly IncidentTemplate[] = [
  {
    kind: "memory_leak",
    metric: "redis.memory_usage_pct",
    resourceType: "redis",
    canHit: hasMemoryLimit,
    onset: 3,
    impact: 18,
    healthy: { "redis.memory_usage_pct": { healthyLevel: 0.64, dayNoise: 0.028 } },
    effects: [{ metric: "redis.memory_usage_pct", operation: "add", amount: 0.27 }],
  },
  {
    kind: "connection_leak",
    metric: "redis.connected_clients",
    resourceType: "redis",
    onset: 1,
    impact: 12,
    repairedAfterDays: 2,
    healthy: { "redis.connected_clients": { healthyLevel: 320, dayNoise: 0.045 } },
    effects: [{ metric: "redis.connected_clients", amount: 0.35 }],
  },
  {
    kind: "hit_rate_decay",
    metric: "redis.cache_hit_rate_pct",
    resourceType: "redis",
    onset: 4,
    impact: 18,
    healthy: { "redis.cache_hit_rate_pct": { healthyLevel: 0.038, dayNoise: 0.1 } },
    effects: [{ metric: "redis.cache_hit_rate_pct", operation: "add", amount: -0.06 }],
  },
  {
    kind: "eviction_storm",
    metric: "redis.evicted_keys_per_second",
    resourceType: "redis",
    canHit: hasMemoryLimit,
    onset: 9,
    startHour: 13,
    impact: 14,
    repairedAfterDays: 1,
    healthy: { "redis.memory_usage_pct": { healthyLevel: 0.64 } },
    effects: [
      { metric: "redis.evicted_keys_per_second", curve: "step", operation: "add", amount: 35 },
      { metric: "redis.memory_usage_pct", curve: "step", operation: "add", amount: 0.34 },
      { metric: "redis.cache_hit_rate_pct", curve: "step", operation: "add", amount: -0.07 },
    ],
  },
  {
    kind: "undersized_cache",
    metric: "redis.memory_usage_pct",
    resourceType: "redis",
    canHit: (resource) => resource.name === YOUNG_NAMES[3],
    onset: -5,
    impact: 9,
    healthy: { "redis.memory_usage_pct": { healthyLevel: 0.62, dayNoise: 0.006 } },
    effects: [{ metric: "redis.memory_usage_pct", curve: "step", operation: "add", amount: 0.33 }],
  },
];
