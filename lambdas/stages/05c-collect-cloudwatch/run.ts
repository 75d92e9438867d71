import { collectCloudWatch } from "#core/collect/collect-cloudwatch.ts";
import { runCollector } from "#core/collect/run-collector.ts";
import type { Archive } from "#core/model/archive.ts";
import type { MetricSource } from "#core/ports/metric-source.ts";
import type { Answer, Event } from "./schema.ts";

/** Reads one shard of the further types from CloudWatch and archives what it said. */
export function collectFurtherTypes(
  event: Event,
  ports: { readonly archive: Archive; readonly source: MetricSource },
): Promise<Answer> {
  return runCollector("05c-collect-cloudwatch", event, ports.archive, (work, config) =>
    collectCloudWatch(work, config, ports.source),
  );
}
