import type { PrometheusFacts } from "#core/model/prometheus-facts.ts";
import type { RunConfig } from "#core/model/run-config.ts";
import { StageError } from "#core/model/stage-error.ts";
import type { CloudInventory } from "#core/ports/cloud-inventory.ts";
import type { PrometheusApi } from "#core/ports/prometheus-api.ts";
import { gatherPrometheusFacts } from "#core/reports/gather-prometheus-facts.ts";
import type { ReportFacts, Seen } from "#core/reports/report-facts.ts";
import { describeEverywhere, nothingRead } from "#stages/01-inventory/describe-everywhere.ts";
import { mergeInventory } from "#stages/01-inventory/merge-inventory.ts";
import { sampled } from "#stages/01-inventory/plan-work.ts";

/** The fleet as a run would describe it now, and its alarms. @throws AccessDenied, EnvironmentInvalid, SourceThrottled or SourceUnavailable if no account could be read */
export async function lookAtAws(
  config: RunConfig,
  cloud: CloudInventory,
  today: string,
): Promise<Pick<ReportFacts, "resources" | "alarmCount"> & { readonly warnings: readonly string[] }> {
  const description = await describeEverywhere(config, cloud);
  const { answers, alarmCount, warnings } = description;
  if (answers.every(({ resources }) => resources === null)) throw nothingRead(description);
  const isWhole = answers.every(({ resources }) => resources !== null);
  return {
    resources: mergeInventory([], answers, today).map((one) => sampled(one, config.pipeline.ec2SampleShare)),
    alarmCount: isWhole
      ? { state: "seen", value: alarmCount }
      : { state: "not_looked_at", why: "an account could not be read" },
    warnings,
  };
}

/** What Prometheus says of itself and of other exporters. */
export async function lookAtPrometheus(
  prometheus: PrometheusApi | null,
  nowSeconds: number,
): Promise<Seen<PrometheusFacts>> {
  if (prometheus === null) return { state: "not_looked_at", why: "PROMETHEUS_URL is not set" };
  try {
    const value = await gatherPrometheusFacts(prometheus, await prometheus.status(), nowSeconds);
    return { state: "seen", value };
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    return { state: "not_looked_at", why: `${error.name}: ${error.message}` };
  }
}
