import { SAMPLE_EVERY_MINUTES } from "#contract/time-limits.ts";
import { ALARM_NAMES } from "#lib/aws/alarm-names.ts";
import { PRICES } from "./prices.ts";
import type { RunCounts } from "./run-counts.ts";

/** One line of the bill. */
export interface CostLine {
  readonly service: string;
  /** How the amount comes about, in words and figures. */
  readonly counted: string;
  readonly usdPerMonth: number;
}

const DAYS = 30;
const HOURS = 24 * DAYS;
const GB = 1e9;
/** Days for which the archive keeps objects by default. */
const ARCHIVE_DAYS = 90;
/** Assumed for every call of a stage: far more than any takes, so the line is an upper bound. */
const SECONDS_PER_CALL = 30;
const MEMORY_GB = 0.5;
/** Start, end, report and one line of our own in every call. */
const LOG_BYTES_PER_CALL = 2_000;
/** Metrics that the functions emit: seven of a run, two of the sampler. */
const OWN_METRICS = 9;
/** Database, migration, gateway and Prometheus. */
const SECRETS = 4;
const ZONES = 2;

const usd = (value: number): string => `$${Number(value.toPrecision(3))}`;
const whole = (value: number): string => Math.round(value).toLocaleString("en-US");

/** What this pipeline costs a month, by service, at list prices and without any free tier. */
export function pipelineCost(counts: RunCounts): CostLine[] {
  const samples = (DAYS * 24 * 60) / SAMPLE_EVERY_MINUTES;
  const calls = counts.lambdaCalls * DAYS + samples;
  const gbSeconds = calls * SECONDS_PER_CALL * MEMORY_GB;
  const storedGb = (ARCHIVE_DAYS * (counts.archiveBytes + (samples / DAYS) * counts.snapshotBytes)) / GB;
  const logsGb = (calls * LOG_BYTES_PER_CALL) / GB;
  const alarms = ALARM_NAMES.length;
  return [
    {
      service: "CloudWatch GetMetricData",
      counted: `${whole(counts.cloudWatchMetrics)} metrics a run`,
      usdPerMonth: counts.cloudWatchMetrics * DAYS * PRICES.cloudWatchMetric.usd,
    },
    {
      service: "CloudWatch alarms and own metrics",
      counted: `${alarms} alarms, ${OWN_METRICS} metrics`,
      usdPerMonth: alarms * PRICES.alarm.usd + OWN_METRICS * PRICES.customMetric.usd,
    },
    {
      service: "Lambda",
      counted: `${counts.lambdaCalls} calls a run, ${whole(samples)} samples a month, ${SECONDS_PER_CALL} s of ${MEMORY_GB} GB at most each`,
      usdPerMonth: gbSeconds * PRICES.lambdaGbSecond.usd + calls * PRICES.lambdaRequest.usd,
    },
    {
      service: "Step Functions",
      counted: `${counts.stateTransitions} state transitions a run`,
      usdPerMonth: counts.stateTransitions * DAYS * PRICES.stateTransition.usd,
    },
    {
      service: "S3",
      counted: `${counts.s3Writes} writes and ${counts.s3Reads} reads a run; ${storedGb.toFixed(1)} GB kept for ${ARCHIVE_DAYS} days`,
      usdPerMonth:
        (counts.s3Writes * DAYS + samples) * PRICES.s3Write.usd +
        (counts.s3Reads * DAYS + samples) * PRICES.s3Read.usd +
        storedGb * PRICES.s3GbMonth.usd,
    },
    {
      service: "Logs",
      counted: `${whole(calls)} calls of ${LOG_BYTES_PER_CALL / 1000} kB`,
      usdPerMonth: logsGb * PRICES.logsGb.usd,
    },
    {
      service: "Secrets Manager and KMS",
      counted: `${SECRETS} secrets, read at most once a call; one key`,
      usdPerMonth: SECRETS * PRICES.secretMonth.usd + calls * PRICES.secretCall.usd + PRICES.keyMonth.usd,
    },
  ];
}

/** What the network adds, by the way that config names; database, Prometheus and gateway exist already. */
export function networkCost(): CostLine[] {
  return [
    {
      service: "Network `existing`",
      counted: "endpoints or NAT that the VPC has already",
      usdPerMonth: 0,
    },
    {
      service: "Network `endpoints`",
      counted: `one interface endpoint (Secrets Manager) in ${ZONES} zones; that of S3 is free`,
      usdPerMonth: ZONES * PRICES.interfaceEndpointMonth.usd,
    },
    { service: "Network `nat`", counted: "one NAT gateway", usdPerMonth: PRICES.natMonth.usd },
  ];
}

/** What the same coverage costs elsewhere. */
export function alternativeCost({ series, resources }: RunCounts, hosts: number): CostLine[] {
  return [
    {
      service: "CloudWatch anomaly detection alarms",
      counted: `${whole(series)} series x ${usd(PRICES.anomalyAlarmMonth.usd)}`,
      usdPerMonth: series * PRICES.anomalyAlarmMonth.usd,
    },
    {
      service: "DevOps Guru",
      counted: `${resources} resources x ${HOURS} h x ${usd(PRICES.devOpsGuruHour.usd)}`,
      usdPerMonth: resources * HOURS * PRICES.devOpsGuruHour.usd,
    },
    {
      service: "Agent per host",
      counted: `${hosts} EC2 hosts x ${usd(PRICES.agentHostMonth.usd)}, RDS and Redis not counted`,
      usdPerMonth: hosts * PRICES.agentHostMonth.usd,
    },
  ];
}
