import { collectCloudWatch } from "#core/collect/collect-cloudwatch.ts";
import { runCollector } from "#core/collect/run-collector.ts";
import type { Archive } from "#core/model/archive.ts";
import type { MetricSource } from "#core/ports/metric-source.ts";
import type { Answer, Event } from "./schema.ts";

/** Reads one shard of RDS from CloudWatch and archives what it said. */
export function collectRds(
  event: Event,
  ports: { readonly archive: Archive; readonly source: MetricSource },
): Promise<Answer> {
  return runCollector("04-collect-rds", event, ports.archive, (work, config) =>
    collectCloudWatch(work, config, ports.source),
  );
}
