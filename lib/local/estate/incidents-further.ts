import type { IncidentTemplate } from "./incident-template.ts";

/** One on a type that only config knows: retention was raised, and the broker's disk fills. */
export const FURTHER_INCIDENTS: readonly IncidentTemplate[] = [
  {
    kind: "disk_filling",
    metric: "mskbroker.data_disk_used_pct",
    resourceType: "mskbroker",
    onset: 2,
    impact: 15,
    healthy: { "mskbroker.data_disk_used_pct": { healthyLevel: 52 } },
    effects: [{ metric: "mskbroker.data_disk_used_pct", operation: "add", amount: 42 }],
  },
];
