import type { EstateResource } from "./estate.ts";
import type { IncidentTemplate } from "./incident-template.ts";

function hasOwnVolume(resource: EstateResource): boolean {
  return !resource.traits.includes("aurora");
}

export const RDS_INCIDENTS: readonly IncidentTemplate[] = [
  {
    kind: "cpu_creep",
    metric: "rds.cpu_utilization_pct",
    resourceType: "rds",
    onset: -6,
    impact: 8,
    healthy: { "rds.cpu_utilization_pct": { healthyLevel: 28, dayNoise: 0.03 } },
    effects: [{ metric: "rds.cpu_utilization_pct", amount: 0.9 }],
  },
  {
    kind: "connection_leak",
    metric: "rds.database_connections",
    resourceType: "rds",
    onset: 4,
    impact: 17,
    repairedAfterDays: 1,
    healthy: { "rds.database_connections": { healthyLevel: 0.5, dayNoise: 0.04 } },
    effects: [
      { metric: "rds.database_connections", amount: 0.7 },
      { metric: "database.connections_in_use_pct", amount: 0.7 },
    ],
  },
  {
    kind: "latency_creep",
    metric: "rds.read_latency_ms",
    resourceType: "rds",
    onset: 2,
    impact: 13,
    healthy: { "rds.read_latency_ms": { healthyLevel: 0.0095, dayNoise: 0.06 } },
    effects: [{ metric: "rds.read_latency_ms", amount: 0.65 }],
  },
  {
    kind: "iops_saturation",
    metric: "rds.read_iops",
    resourceType: "rds",
    canHit: hasOwnVolume,
    onset: 5,
    impact: 17,
    healthy: { "rds.read_iops": { healthyLevel: 1350, trafficShare: 0.2, dayNoise: 0.055 } },
    effects: [{ metric: "rds.read_iops", amount: 0.75 }],
  },
  {
    kind: "cpu_step",
    metric: "rds.cpu_utilization_pct",
    resourceType: "rds",
    onset: 6,
    startHour: 15,
    impact: 14,
    healthy: { "rds.cpu_utilization_pct": { healthyLevel: 22 } },
    effects: [{ metric: "rds.cpu_utilization_pct", curve: "step", amount: 0.7 }],
  },
  {
    kind: "storage_filling",
    metric: "rds.free_storage_bytes",
    resourceType: "rds",
    canHit: hasOwnVolume,
    onset: 3,
    impact: 16,
    healthy: { "rds.free_storage_bytes": { healthyLevel: 0.25, dayNoise: 0.02 } },
    effects: [{ metric: "rds.free_storage_bytes", power: 1.6, amount: -0.95 }],
  },
  {
    kind: "memory_decline",
    metric: "rds.freeable_memory_bytes",
    resourceType: "rds",
    onset: 1,
    impact: 15,
    healthy: { "rds.freeable_memory_bytes": { healthyLevel: 0.4, dayNoise: 0.055 } },
    effects: [{ metric: "rds.freeable_memory_bytes", power: 1.1, amount: -0.85 }],
  },
];
