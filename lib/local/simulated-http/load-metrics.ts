import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { MetricsConfig } from "#core/model/metric-definition.ts";

const FILE = new URL("../../../config/metrics_config.yaml", import.meta.url);

/** The metrics' configuration of this checkout: it says which metric of a source is which of the estate's. */
export async function loadMetrics(): Promise<MetricsConfig["metrics"]> {
  return MetricsConfig.parse(parse(await readFile(FILE, "utf8"))).metrics;
}
