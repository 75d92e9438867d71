import { isApplicable } from "#core/model/expected-series.ts";
import type { MetricDefinition } from "#core/model/metric-definition.ts";
import type { Resource, Source } from "#core/model/resource.ts";
import { UNSAMPLED_TRAIT } from "#core/model/sampling.ts";

export type CoverageState = "watched" | "not_applicable" | "excluded";

/** One line of the coverage object. */
export interface CoverageLine {
  readonly resourceId: string;
  readonly metric: string;
  readonly state: CoverageState;
}

/**
 * What is watched of each resource, and why the rest is not: every metric of its type has a line.
 * @param leftOut - sources that config does without
 */
export function coverageOf(
  resources: readonly Resource[],
  metrics: Readonly<Record<string, MetricDefinition>>,
  leftOut: readonly Source[],
): CoverageLine[] {
  return resources
    .filter((resource) => resource.status !== "gone")
    .flatMap((resource) =>
      Object.entries(metrics)
        .filter(([, metric]) => metric.resourceType === resource.type)
        .map(([metric, definition]) => ({
          resourceId: resource.resourceId,
          metric,
          state: stateOf(resource, definition, leftOut),
        })),
    );
}

function stateOf(resource: Resource, metric: MetricDefinition, leftOut: readonly Source[]): CoverageState {
  if (resource.traits.includes(UNSAMPLED_TRAIT)) return "excluded";
  if (!isApplicable(metric, resource)) return "not_applicable";
  return leftOut.includes(metric.collectedBy) ? "excluded" : "watched";
}
