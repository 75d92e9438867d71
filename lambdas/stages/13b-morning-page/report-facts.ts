import type { PrometheusFacts } from "#core/model/prometheus-facts.ts";
import type { Resource } from "#core/model/resource.ts";
import type { RunConfig } from "#core/model/run-config.ts";
import type { ReportFacts, Seen } from "#core/reports/report-facts.ts";
import type { Event } from "./schema.ts";

/** A run has no login at Grafana. */
const NO_GRAFANA = {
  state: "not_looked_at",
  why: "a run does not ask Grafana; npm run reports with GRAFANA_URL does",
} as const;

/** What the stages of this run saw of the estate, for its reports. */
export function reportFacts(
  { state }: Event,
  { resources, config }: { readonly resources: readonly Resource[]; readonly config: RunConfig },
): ReportFacts {
  return {
    asOf: state.run.startedAt.slice(0, 10),
    estate: `environment ${config.pipeline.environment}, run ${state.run.runId}`,
    resources,
    config,
    cost: config.cost,
    alarmCount: alarmsOf(state),
    prometheus: prometheusOf(state),
    grafana: NO_GRAFANA,
  };
}

function alarmsOf({ inventory }: Event["state"]): Seen<number> {
  if (inventory?.state !== "ok" || inventory.alarmCount === undefined)
    return { state: "not_looked_at", why: "an account could not be read" };
  return { state: "seen", value: inventory.alarmCount };
}

function prometheusOf({ prometheus }: Event["state"]): Seen<PrometheusFacts> {
  const facts = prometheus?.facts ?? null;
  if (facts !== null) return { state: "seen", value: facts };
  const why = prometheus?.warnings?.[0] ?? "this run did not ask it";
  return { state: "not_looked_at", why };
}
