import { StageError } from "#core/model/stage-error.ts";
import type { PrometheusApi } from "#core/ports/prometheus-api.ts";

/**
 * Resources whose Redis has no maxmemory: a share of nothing cannot be computed, so their memory usage is `not_available` rather
 * than missing. An answer that cannot be had leaves them among the missing.
 */
export async function unlimitedInstances(
  prometheus: PrometheusApi,
  atSeconds: number,
  resourceOf: (instance: string) => string,
): Promise<ReadonlySet<string>> {
  try {
    const answer = await prometheus.instant("redis_memory_max_bytes == 0", atSeconds);
    return new Set(answer.series.map((series) => resourceOf(series.labels.instance ?? "")));
  } catch (error) {
    if (error instanceof StageError) return new Set();
    throw error;
  }
}
