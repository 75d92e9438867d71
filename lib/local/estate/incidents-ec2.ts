import type { EstateResource } from "./estate.ts";
import type { IncidentTemplate, TemplateEffect } from "./incident-template.ts";
import { EC2_RECIPES } from "./recipes-ec2.ts";

function isNitro(resource: EstateResource): boolean {
  return resource.traits.includes("nitro");
}

function isBurstable(resource: EstateResource): boolean {
  return resource.traits.includes("burstable");
}

const ALL_SILENT: readonly TemplateEffect[] = Object.keys(EC2_RECIPES).map((metric) => ({
  metric,
  curve: "silence",
  amount: 0,
}));

export const EC2_INCIDENTS: readonly IncidentTemplate[] = [
  {
    kind: "noisy_neighbour",
    metric: "ec2.cpu_utilization_pct",
    resourceType: "ec2",
    onset: 2,
    impact: 11,
    repairedAfterDays: 3,
    healthy: { "ec2.cpu_utilization_pct": { healthyLevel: 26 } },
    effects: [
      { metric: "ec2.cpu_utilization_pct", amount: 0.32 },
      { metric: "ec2.network_in_bytes_per_second", amount: -0.25 },
      { metric: "ec2.network_out_bytes_per_second", amount: -0.25 },
    ],
  },
  {
    kind: "silent_instance",
    metric: "ec2.cpu_utilization_pct",
    resourceType: "ec2",
    onset: 7,
    startHour: 14,
    impact: 13,
    healthy: {},
    effects: ALL_SILENT,
  },
  {
    kind: "credit_draining",
    metric: "ec2.cpu_credit_balance",
    resourceType: "ec2",
    canHit: isBurstable,
    onset: 2,
    impact: 16,
    healthy: {
      "ec2.cpu_credit_balance": { healthyLevel: 0.22, dayNoise: 0.25 },
      "ec2.cpu_utilization_pct": { healthyLevel: 18 },
    },
    effects: [
      { metric: "ec2.cpu_credit_balance", amount: -0.95 },
      { metric: "ec2.cpu_utilization_pct", amount: 0.5 },
    ],
  },
  {
    kind: "disk_write_growth",
    metric: "ec2.ebs_write_bytes_per_second",
    resourceType: "ec2",
    canHit: isNitro,
    onset: 9,
    impact: 17,
    healthy: {},
    effects: [{ metric: "ec2.ebs_write_bytes_per_second", amount: 0.35 }],
  },
  {
    kind: "failing_host",
    metric: "ec2.status_check_failed",
    resourceType: "ec2",
    onset: 8,
    startHour: 16,
    // A host that fails in the afternoon can be seen by the run of the next morning at the earliest: people notice a day after that.
    impact: 10,
    repairedAfterDays: 1,
    healthy: {},
    effects: [{ metric: "ec2.status_check_failed", curve: "step", operation: "add", amount: 1 }],
  },
];
