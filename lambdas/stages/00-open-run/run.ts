import { stageObjectKey } from "#contract/object-keys.ts";
import type { Archive } from "#core/model/archive.ts";
import { writeRows } from "#core/model/archive-rows.ts";
import { Run, type RunInput } from "#core/model/run.ts";
import type { RunConfig } from "#core/model/run-config.ts";
import { StageError } from "#core/model/stage-error.ts";
import { addDays, type UtcDay } from "#core/model/utc-day.ts";
import type { Stores } from "#core/ports/stores.ts";
import { parseInput } from "./parse-input.ts";
import { CATCH_UP_DAYS, resolveRange } from "./resolve-range.ts";
import { type NamedServices, runSources } from "./run-sources.ts";
import type { Answer, Event } from "./schema.ts";

interface Ports {
  readonly archive: Archive;
  readonly stores: Stores;
  /** Now, ISO 8601 UTC: the one clock of the run. */
  readonly now: () => string;
  readonly loadConfig: () => Promise<RunConfig>;
  readonly codeVersion: string;
  readonly named: NamedServices;
  /** As long as the state machine may run: no living execution loses its lease. */
  readonly leaseSeconds: number;
}

/**
 * Judges the input, checks the database, takes the lease, resolves the range by the clock of that moment and opens the run. A call that
 * outlived its execution finds its row closed and gives the lease back: nobody else would.
 */
export async function openRun({ input, executionName }: Event, ports: Ports): Promise<Answer> {
  const wish = parseInput(input);
  resolveRange(wish, ports.now().slice(0, 10), { coveredDays: [], newestCompleteDay: null });
  const config = await ports.loadConfig();
  runSources(wish, config.pipeline, ports.named);
  await requireDatabase(ports.stores);
  if (wish.dryRun === true) return open(wish, { runId: executionName, epoch: 0, input }, config, ports);
  const stored = await storedAnswer(executionName, ports);
  if (stored !== null) return stored;
  const { epoch } = await ports.stores.lease.take(executionName, ports.leaseSeconds);
  try {
    return await open(wish, { runId: executionName, epoch, input }, config, ports);
  } catch (error) {
    if (error instanceof StageError && error.name === "RunClosed")
      await ports.stores.lease.release(executionName);
    throw error;
  }
}

async function requireDatabase(stores: Stores): Promise<void> {
  await stores.requireKnownSchema();
  await requireRights(stores);
}

/** @throws AccessDenied naming every right that is missing */
export async function requireRights(stores: Pick<Stores, "missingRights">): Promise<void> {
  const missing = await stores.missingRights();
  if (missing.length > 0) {
    throw new StageError(
      "AccessDenied",
      `the database user lacks ${missing.join(", ")}: grant it, or name another user`,
    );
  }
}

/** A second call by the run that is open gets the first call's answer. @throws RunClosed if it has ended */
async function storedAnswer(runId: string, { stores }: Ports): Promise<Run | null> {
  const known = await stores.runLog.find(runId);
  if (known === null) return null;
  if (known.state !== "OPEN") {
    throw new StageError(
      "RunClosed",
      `run ${runId} ended as ${known.state}: start a new execution instead of running it again`,
    );
  }
  return Run.parse(known.answer);
}

async function open(
  wish: RunInput,
  identity: { runId: string; epoch: number; input: unknown },
  config: RunConfig,
  ports: Ports,
): Promise<Run> {
  const startedAt = ports.now();
  const today = startedAt.slice(0, 10);
  const newestCompleteDay = await ports.stores.runLog.newestCompleteDay();
  const coveredDays = await ports.stores.runLog.coveredDays(
    addDays(today, -CATCH_UP_DAYS),
    addDays(today, -1),
  );
  const range = resolveRange(wish, today, { coveredDays, newestCompleteDay });
  const { runId, epoch } = identity;
  const run: Run = {
    runId,
    from: range.from,
    to: range.to,
    ...runSources(wish, config.pipeline, ports.named),
    isDryRun: wish.dryRun === true,
    isCheck: false,
    tellsPeople: tellsPeople(wish, range.to, today),
    epoch,
    configKey: stageObjectKey(runId, "00-open-run", "config"),
    inventoryKey: stageObjectKey(runId, "00-open-run", "known-inventory"),
    configHash: config.hash,
    codeVersion: ports.codeVersion,
    startedAt,
    newestCompleteDay,
    warnings: [...range.warnings],
  };
  await writeRows(ports.archive, { run, stage: "00-open-run", part: "config" }, [config]);
  await writeRows(
    ports.archive,
    { run, stage: "00-open-run", part: "known-inventory", adopt: true },
    await ports.stores.inventory.readAll(),
  );
  if (!run.isDryRun) {
    await ports.stores.runLog.open({ ...run, input: identity.input ?? {}, answer: run });
  }
  return run;
}

/** People hear of the present only: not of a backfill, a rerun of an old day, or a rehearsal. */
function tellsPeople(wish: RunInput, to: UtcDay, today: UtcDay): boolean {
  return wish.backfillDays === undefined && wish.dryRun !== true && to >= addDays(today, -1);
}
