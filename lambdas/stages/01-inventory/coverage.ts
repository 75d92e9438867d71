import { isApplicable } from "#core/model/expected-series.ts";
import type { MetricDefinition } from "#core/model/metric-definition.ts";
import type { Resource } from "#core/model/resource.ts";
import { UNSAMPLED_TRAIT } from "#core/model/sampling.ts";

export type CoverageState = "watched" | "not_applicable" | "excluded";

/** One line of the coverage object. */
export interface CoverageLine {
  readonly resourceId: string;
  readonly metric: string;
  readonly state: CoverageState;
}

/** What is watched of each resource, and why the rest is not: every metric of its type has a line. */
export function coverageOf(
  resources: readonly Resource[],
  metrics: Readonly<Record<string, MetricDefinition>>,
): CoverageLine[] {
  return resources
    .filter((resource) => resource.status !== "gone")
    .flatMap((resource) =>
      Object.entries(metrics)
        .filter(([, metric]) => metric.resourceType === resource.type)
        .map(([metric, definition]) => ({
          resourceId: resource.resourceId,
          metric,
          state: stateOf(resource, definition),
        })),
    );
}

function stateOf(resource: Resource, metric: MetricDefinition): CoverageState {
  if (resource.traits.includes(UNSAMPLED_TRAIT)) return "excluded";
  return isApplicable(metric, resource) ? "watched" : "not_applicable";
}
