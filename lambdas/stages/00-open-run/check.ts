import { stageObjectKey } from "#contract/object-keys.ts";
import type { Archive } from "#core/model/archive.ts";
import { writeRows } from "#core/model/archive-rows.ts";
import { type CheckLine, checkLine } from "#core/model/check-line.ts";
import { SOURCES } from "#core/model/resource.ts";
import type { Run, RunInput } from "#core/model/run.ts";
import type { RunConfig } from "#core/model/run-config.ts";
import type { Stores } from "#core/ports/stores.ts";
import { resolveRange } from "./resolve-range.ts";
import { requireRights } from "./run.ts";
import { type NamedServices, type RunSources, runSources } from "./run-sources.ts";

interface Ports {
  /** Opened inside a line: a wrong address or secret is one of the things that a check finds. */
  readonly archive: () => Archive;
  readonly stores: () => Promise<Stores>;
  /** Now, ISO 8601 UTC. */
  readonly now: () => string;
  readonly loadConfig: () => Promise<RunConfig>;
  readonly codeVersion: string;
  readonly named: NamedServices;
}

/** The opening of a check: tries config, archive and database, takes no lease and writes no row. @throws InputInvalid */
export async function checkOpening(wish: RunInput, runId: string, ports: Ports): Promise<Run> {
  const startedAt = ports.now();
  const range = resolveRange(wish, startedAt.slice(0, 10), { coveredDays: [], newestCompleteDay: null });
  const configKey = stageObjectKey(runId, "00-open-run", "config");
  let config: RunConfig | null = null;
  const lines: CheckLine[] = [
    await checkLine("config", async () => {
      config = await ports.loadConfig();
      return `${Object.keys(config.metrics).length} metrics, ${config.pipeline.accounts.length} accounts`;
    }),
    await checkLine("archive", async () => {
      const archive = ports.archive();
      const [part, rows] = config === null ? ["check", []] : ["config", [config]];
      const place = { run: { runId }, stage: "00-open-run" as const, part };
      await archive.read(await writeRows(archive, place, rows));
      return "an object was written and read";
    }),
    ...(await databaseLines(ports)),
  ];
  return {
    runId,
    from: range.from,
    to: range.to,
    ...sourcesOf(wish, config, ports),
    isDryRun: false,
    isCheck: true,
    tellsPeople: false,
    epoch: 0,
    configKey,
    inventoryKey: stageObjectKey(runId, "00-open-run", "known-inventory"),
    configHash: hashOf(config),
    codeVersion: ports.codeVersion,
    startedAt,
    newestCompleteDay: null,
    warnings: [],
    checks: lines,
  };
}

/** Without a config nothing is known to be left out. */
function sourcesOf(wish: RunInput, config: RunConfig | null, { named }: Ports): RunSources {
  if (config === null) return { sources: [...new Set(wish.only ?? SOURCES)], leftOut: [] };
  return runSources(wish, config.pipeline, named);
}

function hashOf(config: RunConfig | null): string {
  return config?.hash ?? "";
}

async function databaseLines(ports: Ports): Promise<CheckLine[]> {
  return [
    await checkLine("database", async () => {
      await (await ports.stores()).requireKnownSchema();
      return "its tables are those that this code knows";
    }),
    await checkLine("database rights", async () => {
      await requireRights(await ports.stores());
      return "every table may be read and written";
    }),
    await checkLine("run lease", async () => {
      const { runId, expiresAt } = await (await ports.stores()).lease.state();
      return runId === null ? "free" : `held by ${runId} until ${expiresAt}`;
    }),
  ];
}
