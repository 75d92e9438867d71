import { addDays, SECONDS_PER_DAY, startOfDay } from "#core/model/utc-day.ts";
import type { Effect } from "./effect.ts";
import type { EstateResource, Incident } from "./estate.ts";
import { CONSTANT_CLIENTS, DELETED, STOPPED_AT_NIGHT, YOUNG_NAMES } from "./fleet.ts";
import { type FleetDays, pick } from "./fleet-member.ts";
import { keyOf } from "./hash-noise.ts";
import type { IncidentTemplate, RecipeChange, TemplateEffect } from "./incident-template.ts";
import { DATABASE_INCIDENTS } from "./incidents-database.ts";
import { EC2_INCIDENTS } from "./incidents-ec2.ts";
import { FURTHER_INCIDENTS } from "./incidents-further.ts";
import { RDS_INCIDENTS } from "./incidents-rds.ts";
import { REDIS_INCIDENTS } from "./incidents-redis.ts";

const TEMPLATES: readonly IncidentTemplate[] = [
  ...REDIS_INCIDENTS,
  ...DATABASE_INCIDENTS,
  ...RDS_INCIDENTS,
  ...EC2_INCIDENTS,
  ...FURTHER_INCIDENTS,
];

/** An incident before its series have been looked at. */
export type PlannedIncident = Omit<Incident, "staticThreshold"> & {
  readonly effects: readonly Effect[];
  readonly healthy: Readonly<Record<string, RecipeChange>>;
};

/**
 * Whom the seed lets each incident hit: one resource each, never one that is odd already.
 * @param taken ids of resources that other events use
 */
export function planIncidents(
  resources: readonly EstateResource[],
  days: FleetDays,
  seed: number,
  taken: ReadonlySet<string>,
): PlannedIncident[] {
  const used = new Set(taken);
  return TEMPLATES.map((template) => {
    const candidates = resources.filter(
      (resource) => canHit(template, resource) && !used.has(resource.resourceId),
    );
    const victim = pick(candidates, keyOf(`${template.kind} ${template.metric}`, seed));
    used.add(victim.resourceId);
    return planned(template, victim, days);
  });
}

function canHit(template: IncidentTemplate, resource: EstateResource): boolean {
  if (resource.type !== template.resourceType) return false;
  return template.kind === "undersized_cache" || !isOdd(resource)
    ? (template.canHit?.(resource) ?? true)
    : false;
}

/** True for resources that were made unusual for another reason. */
export function isOdd(resource: EstateResource): boolean {
  const { name } = resource;
  return (
    YOUNG_NAMES.includes(name) || name in DELETED || name === STOPPED_AT_NIGHT || name === CONSTANT_CLIENTS
  );
}

function planned(template: IncidentTemplate, victim: EstateResource, days: FleetDays): PlannedIncident {
  const onset = addDays(days.monitoringStart, template.onset);
  const fromSeconds = startOfDay(onset) + (template.startHour ?? 0) * 3600;
  const impact = addDays(days.monitoringStart, template.impact);
  const repairedOn =
    template.repairedAfterDays === undefined ? null : addDays(impact, template.repairedAfterDays);
  const timing = {
    resourceId: victim.resourceId,
    fromSeconds,
    untilSeconds: repairedOn === null ? Number.POSITIVE_INFINITY : startOfDay(repairedOn),
    fullAfterSeconds: Math.max(SECONDS_PER_DAY, startOfDay(impact) - fromSeconds),
  };
  return {
    id: `${template.kind}-${template.metric.split(".")[0]}`,
    kind: template.kind,
    resourceId: victim.resourceId,
    metric: template.metric,
    onset,
    impact,
    healthy: template.healthy,
    effects: template.effects.map((effect) => ({ ...defaultsOf(effect), ...timing })),
  };
}

function defaultsOf(effect: TemplateEffect) {
  return {
    metric: effect.metric,
    amount: effect.amount,
    curve: effect.curve ?? "ramp",
    power: effect.power ?? 1,
    operation: effect.operation ?? "multiply",
  } as const;
}
