import type { MetricDefinition } from "../model/metric-definition.ts";

/** The statistics of a day, as people call them. */
export const STATISTIC_IN_WORDS: Readonly<Record<MetricDefinition["scoredStatistic"], string>> = {
  min: "minimum",
  max: "maximum",
  avg: "mean",
  p95: "95th percentile",
};
