import { loadFleetCost } from "#adapters/config-files/fleet-cost.ts";
import { loadConfig } from "#adapters/config-files/load-config.ts";
import { stageObjectKey } from "#contract/object-keys.ts";
import { readRows } from "#core/model/archive-rows.ts";
import { Resource } from "#core/model/resource.ts";
import { RunConfig } from "#core/model/run-config.ts";
import { StageError } from "#core/model/stage-error.ts";
import type { ReportFacts } from "#core/reports/report-facts.ts";
import { archiveOf } from "#runtime/connections/archive.ts";
import { cloudInventory } from "#runtime/connections/cloud.ts";
import { prometheusOf } from "#runtime/connections/prometheus.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { grafanaRules } from "./grafana-rules.ts";
import { lookAtAws, lookAtPrometheus } from "./look-around.ts";

const NOT_IN_ARCHIVE = {
  state: "not_looked_at",
  why: "a run's archive does not hold it; npm run reports without --run asks",
} as const;

/** Facts of the estate that the environment names, asked now. `warnings`: what could not be read. */
export async function factsOfNow(
  configDirectory: string,
  now: Date,
  estate: string | null,
): Promise<{ readonly facts: ReportFacts; readonly warnings: readonly string[] }> {
  const environment = readEnvironment();
  const config = await loadConfig(configDirectory, environment.PIPELINE_ENVIRONMENT ?? null);
  const asOf = now.toISOString().slice(0, 10);
  const { warnings, ...aws } = await lookAtAws(config, cloudInventory(), asOf);
  const prometheus = await lookAtPrometheus(await prometheusOf(environment), now.getTime() / 1000);
  const facts = {
    asOf,
    estate: estate ?? `environment ${config.pipeline.environment}`,
    config,
    cost: config.cost,
    ...aws,
    prometheus,
    grafana: await grafanaRules(process.env.GRAFANA_URL, process.env.GRAFANA_TOKEN),
  };
  return { facts, warnings };
}

/** Facts as a run archived them. @throws ArchiveCorrupt if there is no such run */
export async function factsOfRun(configDirectory: string, runId: string): Promise<ReportFacts> {
  const archive = archiveOf(readEnvironment());
  const inventory = await readRows(
    archive,
    stageObjectKey(runId, "01-inventory", "inventory"),
    Resource,
  ).catch((error: unknown) => {
    if (!(error instanceof StageError) || error.name !== "ArchiveCorrupt") throw error;
    throw new StageError(
      "InputInvalid",
      `the archive of ARCHIVE_URL has no inventory of run ${runId} that can be read (${error.message})`,
      { cause: error },
    );
  });
  const [config] = await readRows(archive, stageObjectKey(runId, "00-open-run", "config"), RunConfig);
  if (config === undefined) throw new StageError("ArchiveCorrupt", `run ${runId} archived no config`);
  const described = inventory.filter(({ status }) => status === "described").map(({ lastSeen }) => lastSeen);
  return {
    asOf: described.toSorted().at(-1) ?? "an unknown day",
    estate: `run ${runId}`,
    resources: inventory,
    config,
    cost: config.cost ?? (await loadFleetCost(configDirectory)),
    alarmCount: NOT_IN_ARCHIVE,
    prometheus: NOT_IN_ARCHIVE,
    grafana: NOT_IN_ARCHIVE,
  };
}
