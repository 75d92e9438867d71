import type { EstateResource } from "./estate.ts";
import { keyOf } from "./hash-noise.ts";

const GIB = 1024 ** 3;

/** GiB of memory. */
const DATABASE_MEMORY_GIB: Record<string, number> = {
  "db.t3.medium": 4,
  "db.m5.large": 8,
  "db.m6g.large": 8,
  "db.m5.xlarge": 16,
  "db.r5.large": 16,
  "db.r6g.xlarge": 32,
};
const CACHE_MEMORY_GIB: Record<string, number> = {
  "cache.t3.medium": 3.09,
  "cache.m6g.large": 6.38,
  "cache.r5.large": 13.07,
  "cache.r6g.xlarge": 26.32,
};
/** Credits that a burstable instance can bank: 24 hours of what it earns. */
const CREDIT_MAXIMUM: Record<string, number> = {
  "t2.small": 288,
  "t2.medium": 576,
  "t3.small": 576,
  "t3.medium": 576,
  "t3.large": 864,
};
const STORAGE_GIB = [100, 200, 400, 500, 1000];
/** What a gp3 volume gives without paying for more. */
const GP3_BASELINE_IOPS = 3000;
/** Groups whose parameter group leaves maxmemory at 0: no share of it can be computed. */
const UNLIMITED_CACHES: readonly string[] = ["ci-runner-cache", "reporting-cache"];

export const DATABASE_CLASSES: readonly string[] = Object.keys(DATABASE_MEMORY_GIB);
export const CACHE_CLASSES: readonly string[] = Object.keys(CACHE_MEMORY_GIB);

/** Memory of a database instance in bytes; the smallest class' for a class that is not listed. */
export function databaseMemoryBytes(resource: EstateResource): number {
  return (DATABASE_MEMORY_GIB[resource.instanceClass ?? ""] ?? 4) * GIB;
}

/** `max_connections` by the default formulas of RDS: memory / 12582880 (MySQL family), memory / 9531392 (PostgreSQL, at most 5000). */
export function maxConnections(resource: EstateResource): number {
  const memory = databaseMemoryBytes(resource);
  return isPostgres(resource)
    ? Math.min(5000, Math.floor(memory / 9_531_392))
    : Math.floor(memory / 12_582_880);
}

/** True for PostgreSQL and Aurora PostgreSQL. */
export function isPostgres(resource: EstateResource): boolean {
  return resource.engine === "postgres" || resource.engine === "aurora-postgresql";
}

/** Allocated storage in bytes; null on Aurora, whose volume grows by itself. */
export function allocatedStorageBytes(resource: EstateResource): number | null {
  if (resource.traits.includes("aurora")) return null;
  const gib = STORAGE_GIB[keyOf(`${resource.resourceId} storage`) % STORAGE_GIB.length] ?? 100;
  return gib * GIB;
}

/** Operations per second that the volume can do. */
export function provisionedIops(): number {
  return GP3_BASELINE_IOPS;
}

/** `maxmemory` of a cache node in bytes; 0 where none is set. */
export function redisMaxMemoryBytes(resource: EstateResource): number {
  if (UNLIMITED_CACHES.includes(resource.groupId ?? "")) return 0;
  return Math.round((CACHE_MEMORY_GIB[resource.instanceClass ?? ""] ?? 3.09) * GIB);
}

/** Credits that the instance can bank at most; 0 for classes that earn none. */
export function creditMaximum(resource: EstateResource): number {
  return CREDIT_MAXIMUM[resource.instanceClass ?? ""] ?? 0;
}
