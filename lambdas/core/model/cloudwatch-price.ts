/** CloudWatch GetMetricData, us-east-1 list price of 2026: $0.01 per 1,000 metrics requested. */
export const USD_PER_METRIC_REQUESTED = 0.01 / 1000;
