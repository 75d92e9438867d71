import { checkCollector } from "#core/collect/check-collector.ts";
import type { Archive } from "#core/model/archive.ts";
import { instantSeconds } from "#core/model/day-resolution.ts";
import { StageError } from "#core/model/stage-error.ts";
import type { PrometheusApi } from "#core/ports/prometheus-api.ts";
import { metricExpression } from "#core/promql/metric-expression.ts";
import type { Answer, Event } from "./schema.ts";

/** Asks Prometheus for one Redis metric, as it is now, for every instance. */
export function checkRedis(
  event: Event,
  ports: { readonly archive: () => Archive; readonly prometheus: () => Promise<PrometheusApi | null> },
): Promise<Answer> {
  return checkCollector("Redis metrics", event, ports.archive, async ({ run, resources }, config) => {
    const prometheus = await ports.prometheus();
    if (prometheus === null)
      throw new StageError("EnvironmentInvalid", "no Prometheus is configured: PROMETHEUS_URL is not set");
    const asked = Object.entries(config.metrics).flatMap(([metric, { source }]) =>
      source.kind === "prometheus" ? [{ metric, query: source.query }] : [],
    )[0];
    if (asked === undefined) throw new StageError("ConfigInvalid", "no metric is read from Prometheus");
    const expression = metricExpression(asked.query, config.pipeline.prometheus.scrapeIntervalSeconds);
    const { series } = await prometheus.instant(expression, instantSeconds(run.startedAt));
    if (series.length === 0)
      throw new StageError(
        "SourceUnavailable",
        `${asked.metric}: no instance has it: is redis_exporter scraped?`,
      );
    return `${asked.metric}: ${series.length} instances answered for ${resources.length} cache nodes`;
  });
}
