import type { MetricDefinition } from "./metric-definition.ts";
import type { Resource, Source } from "./resource.ts";
import { UNSAMPLED_TRAIT } from "./sampling.ts";
import type { UtcDay } from "./utc-day.ts";

/** Whether a metric exists on a resource at all; if not, it is `not_applicable` in the coverage, never `no_data`. */
export function isApplicable(
  metric: MetricDefinition,
  resource: Pick<Resource, "type" | "traits" | "engine">,
): boolean {
  if (metric.resourceType !== resource.type || resource.traits.includes(UNSAMPLED_TRAIT)) return false;
  const { traits, withoutTraits, engines } = metric.appliesTo;
  return (
    traits.every((trait) => resource.traits.includes(trait)) &&
    !withoutTraits.some((trait) => resource.traits.includes(trait)) &&
    (engines.length === 0 || (resource.engine !== null && engines.includes(resource.engine)))
  );
}

/** Names of the metrics of one source that a resource should have, sorted. */
export function expectedMetrics(
  metrics: Readonly<Record<string, MetricDefinition>>,
  resource: Pick<Resource, "type" | "traits" | "engine">,
  sources: readonly Source[],
): string[] {
  return Object.entries(metrics)
    .filter(([, metric]) => sources.includes(metric.collectedBy) && isApplicable(metric, resource))
    .map(([name]) => name)
    .sort();
}

/** True if a resource existed, as far as is known, on a day: its first evidence is not later, and it is still described or was last on or after it. */
export function existedOn(
  resource: Pick<Resource, "firstSeen" | "lastSeen" | "status">,
  day: UtcDay,
): boolean {
  return resource.firstSeen <= day && (resource.status !== "gone" || day <= resource.lastSeen);
}
