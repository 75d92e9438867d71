import type { MetricsConfig } from "#core/model/metric-definition.ts";
import type { Estate, EstateResource } from "#lib/local/estate/estate.ts";

/** A CloudWatch metric of one resource. */
export interface FoundMetric {
  readonly resource: EstateResource;
  /** Our name, such as `ec2.cpu_utilization_pct`. */
  readonly metric: string;
  /** True if the estate's average of a slot is the sum over its period. */
  readonly isPerPeriodSum: boolean;
}

/** A metric as a GetMetricData query names it. */
export interface MetricIdentity {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
}

/** What CloudWatch knows under a namespace, name and exact dimensions; null if nothing ever reported it. */
export type MetricLookup = (identity: MetricIdentity) => FoundMetric | null;

export function createMetricLookup(estate: Estate, metrics: MetricsConfig["metrics"]): MetricLookup {
  const metricByName = new Map<string, Omit<FoundMetric, "resource"> & { readonly type: string }>();
  for (const [metric, { source, resourceType }] of Object.entries(metrics)) {
    if (source.kind === "cloudwatch") {
      metricByName.set(`${source.namespace}/${source.metricName}`, {
        metric,
        isPerPeriodSum: source.form === "per_period_sum",
        type: resourceType,
      });
    }
  }
  const resourceByDimensions = new Map(
    estate.resources.map((resource) => [
      `${resource.type} ${dimensionsKey(Object.entries(resource.dimensions))}`,
      resource,
    ]),
  );
  return ({ Namespace, MetricName, Dimensions }) => {
    const found = metricByName.get(`${Namespace}/${MetricName}`);
    if (found === undefined) return null;
    const { type, ...metric } = found;
    const key = dimensionsKey(Dimensions.map(({ Name, Value }) => [Name, Value]));
    const resource = resourceByDimensions.get(`${type} ${key}`);
    return resource === undefined ? null : { resource, ...metric };
  };
}

function dimensionsKey(dimensions: readonly (readonly [string, string])[]): string {
  return dimensions
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join("\n");
}
