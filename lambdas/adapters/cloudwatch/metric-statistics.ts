import type { MetricQuery } from "#core/ports/metric-source.ts";

/** CloudWatch statistics of each form, in the order in which their columns are kept. */
const STATISTICS = {
  gauge: ["Minimum", "Maximum", "Sum", "SampleCount"],
  per_period_sum: ["Sum"],
} as const;

/** At most five statistics of one metric in one request bill as one unit, so they are always asked together. */
export function statisticsOf(form: MetricQuery["form"]): readonly string[] {
  return STATISTICS[form];
}
