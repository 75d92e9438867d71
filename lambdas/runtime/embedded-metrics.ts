import { readEnvironment } from "./environment.ts";

/**
 * Writes CloudWatch metrics as one log line in the embedded metric format: no call that could fail, and no way out of the VPC needed.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function emitMetrics(
  namespace: string,
  values: Readonly<Record<string, number>>,
  timestampMs: number,
): void {
  if (readEnvironment().LOG_LEVEL === "silent") return;
  const line = {
    _aws: {
      Timestamp: timestampMs,
      CloudWatchMetrics: [
        { Namespace: namespace, Dimensions: [[]], Metrics: Object.keys(values).map((Name) => ({ Name })) },
      ],
    },
    ...values,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
