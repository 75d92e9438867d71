/** What an engineer wants to know of a resource, and how the names of metrics say that they tell it. */
export const SIGNALS = [
  { name: "CPU", pattern: /cpu/ },
  { name: "memory", pattern: /memory|buffer_pool|database\.cache_hit/ },
  { name: "storage space", pattern: /storage|disk_used|filesystem|hdfs|xid_age/ },
  { name: "storage speed", pattern: /iops|ebs_/ },
  { name: "latency", pattern: /latency|response|slow_queries|age_seconds|duration|transaction_seconds/ },
  { name: "traffic", pattern: /network|operations|bytes_in|requests|messages/ },
  { name: "connections", pattern: /connect|threads|clients/ },
  {
    name: "errors",
    pattern: /failed|offline|red$|unhealthy|errors|5xx|evicted|deadlocks|aborted|throttles|lock_waits/,
  },
  { name: "replication", pattern: /replication/ },
  { name: "efficiency", pattern: /hit_rate|hit_pct/ },
] as const;

export type SignalName = (typeof SIGNALS)[number]["name"];

/** Signals that a type of resource has at all; a type that is not listed is expected to have CPU, memory, latency and errors. */
const EXPECTED: Readonly<Record<string, readonly SignalName[]>> = {
  ec2: ["CPU", "memory", "storage space", "storage speed", "traffic", "errors"],
  rds: [
    ...(["CPU", "memory", "storage space", "storage speed", "latency", "connections"] as const),
    ...(["errors", "replication", "efficiency"] as const),
  ],
  redis: ["CPU", "memory", "latency", "traffic", "connections", "errors", "replication", "efficiency"],
  eks: ["CPU", "memory", "storage space", "traffic", "errors"],
  msk: ["traffic", "errors"],
  mskbroker: ["CPU", "memory", "storage space", "latency", "traffic", "connections"],
  documentdb: ["CPU", "memory", "storage space", "latency", "connections", "errors", "replication"],
  opensearch: ["CPU", "memory", "storage space", "latency", "traffic", "errors"],
  emr: ["CPU", "memory", "storage space", "errors"],
};
const USUAL: readonly SignalName[] = ["CPU", "memory", "latency", "errors"];

/** The signals that somebody should see of a type, watched or not. */
export function expectedSignals(type: string): readonly SignalName[] {
  return EXPECTED[type] ?? USUAL;
}

/** Names of the metrics among these that tell of a signal. @example metricsOfSignal("CPU", ["rds.cpu_utilization_pct"]) */
export function metricsOfSignal(signal: SignalName, metrics: readonly string[]): string[] {
  const pattern = SIGNALS.find(({ name }) => name === signal)?.pattern;
  return pattern === undefined ? [] : metrics.filter((metric) => pattern.test(metric));
}
