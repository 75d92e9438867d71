import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { addDays, daysBetween } from "#core/model/utc-day.ts";
import { closeStores, storesOf } from "#runtime/connections/stores.ts";
import { readEnvironment } from "#runtime/environment.ts";
import type { Terminal } from "../command-line/terminal.ts";
import { cacheDirectory } from "../services/cache-directory.ts";
import { type DemoOptions, MONITORING_START } from "./demo-options.ts";
import { type DemoWorld, startDemoWorld } from "./demo-world.ts";
import { printMessages } from "./print-messages.ts";
import { printSummary } from "./print-summary.ts";
import { demoProgress } from "./progress.ts";
import { runDemo } from "./run-demo.ts";
import { type DemoSummary, demoSummary } from "./summary.ts";

/** Baselines of the first backfilled day look further back than the backfill: the estate's history begins before it. */
const HISTORY_DAYS = 100;
/** Seven days of database samples are read by the backfill; one more gives the first rate. */
const SNAPSHOT_DAYS = 8;
/** The last hour of the newest day is sampled for real; a whole day would take longer than all runs together. */
const SAMPLED_SLOTS = 4;

/** Runs the demo and prints what was found; when `signal` is aborted it stops the run under way, as an operator would. @returns whether every run ended COMPLETE */
export async function demo(options: DemoOptions, screen: Terminal, signal: AbortSignal): Promise<boolean> {
  const started = performance.now();
  const world = await startDemoWorld({
    backfillFrom: addDays(MONITORING_START, -HISTORY_DAYS),
    monitoringStart: MONITORING_START,
    lastDay: addDays(MONITORING_START, options.dailyRuns + 1),
    snapshotDays: daysBetween(addDays(MONITORING_START, -SNAPSHOT_DAYS), addDays(MONITORING_START, -1)),
    seed: options.seed,
    onProgress: (message) => screen.print(`  ${message}`),
  });
  try {
    const plan = {
      monitoringStart: MONITORING_START,
      dailyRuns: options.dailyRuns,
      sampledSlots: SAMPLED_SLOTS,
    };
    const runs = await runDemo(world, plan, demoProgress(screen, options.dailyRuns + 1), signal);
    if (signal.aborted) return false;
    const stores = await storesOf(readEnvironment());
    const seconds = (performance.now() - started) / 1000;
    const summary = await demoSummary(world, stores, { runs, monitoringStart: MONITORING_START, seconds });
    printSummary(summary, world.estate, screen.print);
    printMessages(await world.servers.published(), screen.print);
    const page = await keepPage(runs.at(-1)?.page ?? null, options);
    if (options.outDirectory !== null) await writeSummary(options.outDirectory, summary);
    printWhereToLook({ ...options, page }, world, screen);
    return runs.every((run) => run.state === "COMPLETE");
  } finally {
    await closeStores();
    await world.stop({ keepDatabase: options.isKept });
  }
}

async function writeSummary(directory: string, summary: DemoSummary): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, "summary.json"), `${JSON.stringify(summary, null, 2)}\n`);
}

/** The newest page outlives the archive of the demo. */
async function keepPage(address: string | null, { outDirectory }: DemoOptions): Promise<string | null> {
  if (address === null) return null;
  const directory = outDirectory ?? join(cacheDirectory(), "demo");
  await mkdir(directory, { recursive: true });
  const file = resolve(directory, "morning-page.html");
  await copyFile(new URL(address), file);
  return file;
}

function printWhereToLook(
  options: DemoOptions & { readonly page: string | null },
  world: DemoWorld,
  screen: Terminal,
): void {
  screen.print("\nWhere to look");
  if (options.page !== null)
    screen.print(`  ${options.page}    (the newest morning page: open it in a browser)`);
  if (options.isKept)
    screen.print(
      `  mysql ${world.database.url}    (infra_anomaly_alerts, infra_health_scores, infra_monitoring_pipeline_log, …)`,
    );
  else
    screen.print(
      "  npm run demo -- --keep          leaves the database up; sql/05, 06 and 07 run on it by hand",
    );
  if (options.outDirectory !== null) screen.print(`  ${join(options.outDirectory, "summary.json")}`);
}
