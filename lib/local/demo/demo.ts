import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { connectionSettings } from "#adapters/mysql/connection-settings.ts";
import { addDays, daysBetween } from "#core/model/utc-day.ts";
import { closeStores, storesOf } from "#runtime/connections/stores.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { makeOutputFolder } from "../command-line/output-folder.ts";
import type { Terminal } from "../command-line/terminal.ts";
import { cacheDirectory } from "../services/cache-directory.ts";
import { type DemoOptions, MONITORING_START } from "./demo-options.ts";
import { type DemoWorld, startDemoWorld } from "./demo-world.ts";
import { keepPage } from "./keep-page.ts";
import { printMessages } from "./print-messages.ts";
import { printSummary } from "./print-summary.ts";
import { demoProgress } from "./progress.ts";
import { hasFailed, runDemo } from "./run-demo.ts";
import { type DemoSummary, demoSummary } from "./summary.ts";

/** Baselines of the first backfilled day look further back than the backfill: the estate's history begins before it. */
const HISTORY_DAYS = 100;
/** Seven days of database samples are read by the backfill; one more gives the first rate. */
const SNAPSHOT_DAYS = 8;
const A_DAY_MS = 86_400_000;
/** The last hour of the newest day is sampled for real; a whole day would take longer than all runs together. */
const SAMPLED_SLOTS = 4;

/**
 * Runs the demo and prints what was found.
 *
 * @param whenUp gets, as soon as there is something to stop in order, what stops the run under way as an operator would
 * @returns whether every run ended COMPLETE
 */
export async function demo(
  options: DemoOptions,
  screen: Terminal,
  whenUp: (stop: () => void) => void,
): Promise<boolean> {
  const started = performance.now();
  if (options.outDirectory !== null) makeOutputFolder(options.outDirectory);
  const world = await startDemoWorld({
    backfillFrom: addDays(MONITORING_START, -HISTORY_DAYS),
    monitoringStart: MONITORING_START,
    lastDay: addDays(MONITORING_START, options.dailyRuns + 1),
    snapshotDays: daysBetween(addDays(MONITORING_START, -SNAPSHOT_DAYS), addDays(MONITORING_START, -1)),
    seed: options.seed,
    onProgress: (message) => screen.print(`  ${message}`),
  });
  const stopping = new AbortController();
  const { signal } = stopping;
  whenUp(() => stopping.abort());
  const isKept = options.isKept && !world.isGivenDatabase;
  try {
    const plan = {
      monitoringStart: MONITORING_START,
      dailyRuns: options.dailyRuns,
      sampledSlots: SAMPLED_SLOTS,
    };
    const runs = await runDemo(world, plan, demoProgress(screen, options.dailyRuns + 1), signal);
    if (signal.aborted) return false;
    if (hasFailed(runs)) {
      screen.note("The demo ends here: a run failed. Correct what its line above names, and start again.");
      return false;
    }
    const stores = await storesOf(readEnvironment());
    const seconds = (performance.now() - started) / 1000;
    const summary = await demoSummary(world, stores, { runs, monitoringStart: MONITORING_START, seconds });
    printSummary(summary, { estate: world.estate, runs }, screen.print);
    printMessages(await world.servers.published(), screen.print);
    const newest = runs.at(-1)?.page ?? null;
    const kept = options.outDirectory ?? join(cacheDirectory(), "demo");
    const page = newest === null ? null : await keepPage(newest, kept);
    if (options.outDirectory !== null) await writeSummary(options.outDirectory, summary);
    printWhereToLook({ ...options, page, isKept }, world, screen);
    const isComplete = runs.every((run) => run.state === "COMPLETE");
    if (isKept) await untilStopped(signal);
    return isComplete;
  } finally {
    await closeStores();
    await world.stop();
  }
}

/** A container is no child of this process: without the timer nothing would keep it alive. */
async function untilStopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const alive = setInterval(() => undefined, A_DAY_MS);
  await once(signal, "abort");
  clearInterval(alive);
}

async function writeSummary(directory: string, summary: DemoSummary): Promise<void> {
  await writeFile(join(directory, "summary.json"), `${JSON.stringify(summary, null, 2)}\n`);
}

function printWhereToLook(
  options: DemoOptions & { readonly page: string | null },
  world: DemoWorld,
  screen: Terminal,
): void {
  screen.print("\nWhere to look");
  if (options.page !== null)
    screen.print(`  ${options.page}    (the newest morning page: open it in a browser)`);
  if (options.outDirectory !== null) screen.print(`  ${join(options.outDirectory, "summary.json")}`);
  if (world.isGivenDatabase) screen.print(`  ${world.database.description}    (the tables infra_*)`);
  else if (options.isKept) printKeptDatabase(world.database.url, screen);
  else
    screen.print(
      "  npm run demo -- --keep          leaves the database up; sql/05, 06 and 07 run on it by hand",
    );
}

/** What to paste into a second terminal; the password is of a throw-away server on loopback. */
function printKeptDatabase(url: string, { print }: Terminal): void {
  const { host, port, user, password, database } = connectionSettings({ DATABASE_URL: url });
  const client = `mysql --host=${host} --port=${port} --user=${user} --password=${password} ${database}`;
  print("\nThe database stays up until Ctrl-C. In a second terminal:");
  print(`  export DATABASE_URL=${url} PIPELINE_ENVIRONMENT=demo`);
  print("  npm run alerts -- list          and explain, backtest -- --from-db");
  print(`  ${client} < sql/06_health_score_aggregation.sql`);
}
