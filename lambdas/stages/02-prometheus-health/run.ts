import { isAddress, resourceIdsByEndpoint } from "#core/collect/redis-instances.ts";
import type { Archive } from "#core/model/archive.ts";
import { readRows } from "#core/model/archive-rows.ts";
import { instantSeconds } from "#core/model/day-resolution.ts";
import { Resource } from "#core/model/resource.ts";
import { StageError } from "#core/model/stage-error.ts";
import { capWarnings, NO_COUNTS } from "#core/model/stage-report.ts";
import type { PrometheusApi } from "#core/ports/prometheus-api.ts";
import { gatherPrometheusFacts } from "#core/reports/gather-prometheus-facts.ts";
import type { Answer, Event } from "./schema.ts";

interface Ports {
  readonly archive: Archive;
  /** Null where no Prometheus is configured. Opened here: a secret that cannot be read is one of the reasons to go without. */
  readonly prometheus: () => Promise<PrometheusApi | null>;
}

/** What is answered where Prometheus was not asked. */
export const SKIPPED: Answer = {
  state: "skipped",
  counts: NO_COUNTS,
  warnings: [],
  canCollect: false,
  retentionSeconds: null,
  version: null,
  facts: null,
  targets: { up: 0, down: 0, missing: 0, unknown: 0 },
};

/** Asks Prometheus what it can see before anyone relies on it; a Prometheus that cannot be asked degrades the run, it does not end it. */
export async function checkPrometheus(event: Event, { archive, prometheus }: Ports): Promise<Answer> {
  if (!event.run.sources.includes("redis")) return SKIPPED;
  let api: PrometheusApi | null = null;
  try {
    api = await prometheus();
    if (api === null) return without(["no Prometheus is configured: PROMETHEUS_URL is not set"], 0);
    const nodes = (await readRows(archive, event.inventoryKey, Resource)).filter(
      (resource) => resource.type === "redis",
    );
    return await askPrometheus(nodes, api, instantSeconds(event.run.startedAt));
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    return without([`${error.name}: ${error.message}`], api?.callCount ?? 0);
  }
}

function without(warnings: readonly string[], callCount: number): Answer {
  const counts = { ...NO_COUNTS, calls: callCount };
  return { ...SKIPPED, state: "failed", counts, warnings: capWarnings(warnings) };
}

async function askPrometheus(
  nodes: readonly Resource[],
  prometheus: PrometheusApi,
  nowSeconds: number,
): Promise<Answer> {
  const status = await prometheus.status();
  const answer = await prometheus.instant("redis_up", nowSeconds);
  const facts = await gatherPrometheusFacts(prometheus, status, nowSeconds);
  const resolve = resourceIdsByEndpoint(nodes.filter((node) => node.status !== "gone"));
  const seen = answer.series.map((series) => ({
    ...resolve(series.labels.instance ?? ""),
    isUp: series.values.at(-1) === 1,
  }));
  const seenIds = new Set(seen.map(({ resourceId }) => resourceId));
  const missing = nodes.filter((node) => node.status === "described" && !seenIds.has(node.resourceId));
  const down = seen.filter(({ isUp }) => !isUp);
  const unknown = seen.filter(({ isKnown }) => !isKnown);
  const leftOut = unknown.filter(({ resourceId }) => !isAddress(resourceId));
  const warnings = [
    ...answer.warnings,
    ...(seen.length === 0 ? ["Prometheus has no redis_up at all: is redis_exporter scraped?"] : []),
    ...(missing.length === 0
      ? []
      : [`${missing.length} cache nodes have no target, such as ${missing[0]?.name}`]),
    ...(unknown.length === 0
      ? []
      : [`${unknown.length} targets match no cache node, such as ${unknown[0]?.resourceId}`]),
    ...(leftOut.length === 0
      ? []
      : [
          `${leftOut.length} targets are left out: their instance label is no address of at most 255 characters`,
        ]),
    ...(down.length === 0 ? [] : [`${down.length} Redis are down, such as ${down[0]?.resourceId}`]),
  ];
  return {
    state: answer.isPartial || seen.length === 0 ? "partial" : "ok",
    counts: {
      ...NO_COUNTS,
      in: nodes.length,
      out: seen.length,
      skipped: missing.length,
      calls: prometheus.callCount,
    },
    warnings: capWarnings(warnings),
    canCollect: seen.length > 0,
    retentionSeconds: status.retentionSeconds,
    version: status.version,
    facts,
    targets: {
      up: seen.length - down.length,
      down: down.length,
      missing: missing.length,
      unknown: unknown.length,
    },
  };
}
