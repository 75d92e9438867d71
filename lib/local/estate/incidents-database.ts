import { isPostgres } from "./capacity.ts";
import type { EstateResource } from "./estate.ts";
import type { IncidentTemplate } from "./incident-template.ts";

function isMysqlFamily(resource: EstateResource): boolean {
  return !isPostgres(resource);
}

export const DATABASE_INCIDENTS: readonly IncidentTemplate[] = [
  {
    kind: "replication_lag",
    metric: "database.replication_lag_seconds",
    resourceType: "rds",
    canHit: (resource) => resource.traits.includes("replica"),
    onset: 4,
    impact: 15,
    healthy: {},
    effects: [{ metric: "database.replication_lag_seconds", operation: "add", power: 3, amount: 90 }],
  },
  {
    kind: "buffer_pool_decay",
    metric: "database.buffer_pool_hit_pct",
    resourceType: "rds",
    canHit: isMysqlFamily,
    onset: 6,
    impact: 18,
    healthy: { "database.buffer_pool_hit_pct": { healthyLevel: 0.8, dayNoise: 0.15 } },
    effects: [
      { metric: "database.buffer_pool_hit_pct", operation: "add", amount: -0.9 },
      { metric: "rds.read_iops", amount: 0.3 },
    ],
  },
  {
    kind: "slow_query_growth",
    metric: "database.slow_queries_per_second",
    resourceType: "rds",
    canHit: isMysqlFamily,
    onset: 8,
    impact: 18,
    healthy: { "database.slow_queries_per_second": { healthyLevel: 0.15, dayNoise: 0.1 } },
    effects: [{ metric: "database.slow_queries_per_second", amount: 0.6 }],
  },
  {
    kind: "lock_waits",
    metric: "database.row_lock_waits_per_second",
    resourceType: "rds",
    canHit: isMysqlFamily,
    onset: 10,
    impact: 18,
    repairedAfterDays: 1,
    healthy: { "database.row_lock_waits_per_second": { healthyLevel: 0.4, dayNoise: 0.1 } },
    effects: [
      { metric: "database.row_lock_waits_per_second", power: 1.2, amount: 1.6 },
      { metric: "database.longest_transaction_seconds", power: 1.2, amount: 2 },
    ],
  },
  {
    kind: "vacuum_stalled",
    metric: "database.xid_age",
    resourceType: "rds",
    canHit: isPostgres,
    onset: 5,
    impact: 19,
    healthy: { "database.xid_age": { healthyLevel: 55_000_000, dayNoise: 0.05 } },
    effects: [{ metric: "database.xid_age", amount: 0.4 }],
  },
];
