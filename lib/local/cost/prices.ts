/** A unit price as AWS or another vendor lists it, in US dollars. */
export interface ListedPrice {
  readonly usd: number;
  readonly per: string;
  readonly source: string;
}

/** When the sources below were read; us-east-1. */
export const PRICES_LISTED_ON = "2026-11-22";

const INFRACOST = "infracost price files, August 2026";
const CLOUDWATCH_PAGE = "CloudWatch price page, May 2026";
/** Long unchanged, but not read in a dated copy. */
const UNDATED = "AWS price page, undated";

/** List prices without any free tier or discount. */
export const PRICES = {
  cloudWatchMetric: {
    usd: 0.01 / 1000,
    per: "metric requested of GetMetricData, up to five statistics included",
    source: CLOUDWATCH_PAGE,
  },
  alarm: { usd: 0.1, per: "alarm and month", source: INFRACOST },
  customMetric: { usd: 0.3, per: "custom metric and month", source: CLOUDWATCH_PAGE },
  lambdaGbSecond: { usd: 0.0000133334, per: "GB-second of Lambda on arm64", source: INFRACOST },
  lambdaRequest: { usd: 0.2 / 1e6, per: "call of Lambda", source: UNDATED },
  stateTransition: { usd: 0.025 / 1000, per: "state transition, Standard", source: INFRACOST },
  s3Write: { usd: 0.005 / 1000, per: "PUT or LIST of S3", source: INFRACOST },
  s3Read: { usd: 0.0004 / 1000, per: "GET of S3", source: UNDATED },
  s3GbMonth: { usd: 0.023, per: "GB and month in S3", source: INFRACOST },
  logsGb: { usd: 0.5, per: "GB of logs written", source: INFRACOST },
  secretMonth: { usd: 0.4, per: "secret and month", source: INFRACOST },
  secretCall: { usd: 0.05 / 10_000, per: "call of Secrets Manager", source: INFRACOST },
  keyMonth: { usd: 1, per: "customer-managed key and month", source: UNDATED },
  interfaceEndpointMonth: {
    usd: 7.3,
    per: "interface endpoint, availability zone and month",
    source: INFRACOST,
  },
  natMonth: { usd: 32.85, per: "NAT gateway and month", source: INFRACOST },
  anomalyAlarmMonth: {
    usd: 0.3,
    per: "anomaly detection alarm and month: three alarm metrics",
    source: `${INFRACOST}; CloudWatch user guide`,
  },
  devOpsGuruHour: {
    usd: 0.0042,
    per: "resource of group B and hour in DevOps Guru",
    source: "DevOps Guru price page, October 2026",
  },
  agentHostMonth: {
    usd: 15,
    per: "host and month of an agent-based service (Datadog Pro, yearly)",
    source: "Datadog price page, 2026",
  },
} as const satisfies Readonly<Record<string, ListedPrice>>;
