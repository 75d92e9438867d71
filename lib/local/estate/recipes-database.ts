import { isPostgres } from "./capacity.ts";
import type { EstateResource } from "./estate.ts";
import { absolute, type MetricRecipe, type RecipeBook } from "./metric-recipe.ts";
import { CONNECTIONS } from "./recipes-rds.ts";

function isMysqlFamily(resource: EstateResource): boolean {
  return !isPostgres(resource);
}

function eventRate(level: readonly [number, number], dayNoise: number): MetricRecipe {
  return {
    scale: absolute,
    level,
    trafficShare: 0.6,
    dayNoise,
    hourNoise: 0.08,
    slotNoise: 0.15,
    spread: 0.1,
  };
}

function hitRate(level: readonly [number, number]): MetricRecipe {
  return {
    scale: absolute,
    level,
    trafficShare: 0.1,
    dayNoise: 0.06,
    hourNoise: 0.04,
    slotNoise: 0.05,
    spread: 0.05,
    complementOf: 100,
    possibleMax: 100,
  };
}

/** What only SQL can see. Rates a second are what the counters of two snapshots give. */
export const DATABASE_RECIPES: RecipeBook = {
  "database.connections_in_use_pct": {
    ...CONNECTIONS,
    scale: () => 100,
    quantum: 0.001,
    sameAs: "rds.database_connections",
  },
  "database.threads_running": {
    scale: absolute,
    level: [4, 14],
    trafficShare: 0.6,
    dayNoise: 0.03,
    hourNoise: 0.08,
    slotNoise: 0.15,
    spread: 0.1,
    quantum: 1,
  },
  "database.slow_queries_per_second": {
    ...eventRate([0.02, 0.2], 0.05),
    emitted: isMysqlFamily,
  },
  "database.buffer_pool_hit_pct": { ...hitRate([0.15, 1.4]), emitted: isMysqlFamily },
  "database.row_lock_waits_per_second": { ...eventRate([0.03, 0.5], 0.06), emitted: isMysqlFamily },
  "database.deadlocks_per_second": eventRate([0.0004, 0.004], 0.06),
  "database.replication_lag_seconds": {
    ...eventRate([0.2, 1.2], 0.06),
    emitted: (resource) => resource.traits.includes("replica"),
  },
  "database.longest_transaction_seconds": {
    ...eventRate([4, 20], 0.06),
    trafficShare: 0.2,
    slotNoise: 0.3,
  },
  "database.aborted_connects_per_second": { ...eventRate([0.004, 0.03], 0.06), emitted: isMysqlFamily },
  "database.xid_age": {
    scale: absolute,
    level: [40_000_000, 70_000_000],
    trafficShare: 0,
    dayNoise: 0.035,
    hourNoise: 0.002,
    slotNoise: 0.0005,
    spread: 0,
    emitted: isPostgres,
  },
  "database.cache_hit_pct": { ...hitRate([0.2, 1.6]), emitted: isPostgres },
};
