import { SNSClient } from "@aws-sdk/client-sns";
import { clientSettings } from "#adapters/aws-credentials/client-settings.ts";
import { publish } from "#adapters/sns/topic-publisher.ts";
import { SAMPLER } from "#contract/stages.ts";
import { addDays, startOfDay, type UtcDay } from "#core/model/utc-day.ts";
import { archiveOf } from "#runtime/connections/archive.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { handler as takeSample } from "#stages/sample-database/handler.ts";
import { type RunSummary, summariseRun } from "../pipeline/final-state.ts";
import { localPipeline } from "../pipeline/local-run.ts";
import { lambdaContext } from "../state-machine/lambda-context.ts";
import type { PublishedMessage } from "../state-machine/publisher.ts";
import type { DemoWorld } from "./demo-world.ts";
import { layClosedDay, laySnapshots } from "./lay-snapshots.ts";

const BACKFILL_DAYS = 90;
/** The daily schedule: 07:00 UTC. */
const RUN_SECONDS = 7 * 3600;
const SLOT_SECONDS = 900;

/** One run of the demo: the backfill, or a daily one. */
export interface DemoRun extends RunSummary {
  readonly runId: string;
  readonly kind: "backfill" | "daily";
  readonly seconds: number;
}

export interface DemoPlan {
  readonly monitoringStart: UtcDay;
  /** Daily runs after the backfill. */
  readonly dailyRuns: number;
  /** Slots of the last day whose snapshots the real sampler takes; the earlier ones are laid into the archive. */
  readonly sampledSlots: number;
}

export interface DemoObserver {
  onStage(runId: string, stage: string): void;
  onRun(run: DemoRun): void;
  onProgress(message: string): void;
}

/**
 * The backfill of 90 days, then one run a day at 07:00 UTC of the simulated calendar, each as the schedule would start it. It ends with a
 * run that failed: what ended that run, such as a database that is gone, would make the next ones wait in vain.
 */
export async function runDemo(
  world: DemoWorld,
  plan: DemoPlan,
  observer: DemoObserver,
  signal: AbortSignal,
): Promise<DemoRun[]> {
  let current = "";
  const pipeline = localPipeline({
    publish: publishToSns,
    onEvent: (event) => {
      if (event.type === "StateEntered") observer.onStage(current, event.state.name);
    },
  });
  signal.addEventListener("abort", () => pipeline.abort(), { once: true });
  const runs: DemoRun[] = [];
  const start = async (kind: DemoRun["kind"], day: UtcDay, input: unknown) => {
    if (signal.aborted) return;
    current = `${kind}-${day.replaceAll("-", "")}`;
    await setClock(world, startOfDay(day) + RUN_SECONDS);
    const started = performance.now();
    const summary = summariseRun(await pipeline.run(input, current));
    if (signal.aborted) return;
    const run = { runId: current, kind, seconds: (performance.now() - started) / 1000, ...summary };
    runs.push(run);
    observer.onRun(run);
  };
  try {
    await start("backfill", plan.monitoringStart, { backfillDays: BACKFILL_DAYS });
    for (let index = 1; index <= plan.dailyRuns && !signal.aborted && !hasFailed(runs); index += 1) {
      const day = addDays(plan.monitoringStart, index);
      await provideSnapshots(
        world,
        addDays(day, -1),
        index === plan.dailyRuns ? plan.sampledSlots : 0,
        observer,
      );
      await start("daily", day, {});
    }
  } finally {
    await pipeline.close();
  }
  return runs;
}

/** Whether the demo ended early, with a run that failed. */
export function hasFailed(runs: readonly DemoRun[]): boolean {
  return runs.at(-1)?.state === "FAILED";
}

/**
 * The snapshots of a day that is over: laid into the archive, but for the last slots of the last day. The real sampler takes those through
 * the gateway, and closes the day at its first call after midnight.
 */
async function provideSnapshots(
  world: DemoWorld,
  day: UtcDay,
  sampledSlots: number,
  observer: DemoObserver,
): Promise<void> {
  const archive = archiveOf(readEnvironment());
  if (sampledSlots === 0) return layClosedDay(world.estate, day, archive);
  const databases = world.estate.resources.filter((resource) => resource.gatewaySourceId !== null);
  observer.onProgress(
    `sampling ${databases.length} databases through the gateway, ${sampledSlots + 1} times`,
  );
  const midnight = startOfDay(addDays(day, 1));
  for (let slot = sampledSlots; slot > 0; slot -= 1) await sampleAt(world, midnight - slot * SLOT_SECONDS);
  await laySnapshots(world.estate, day, archive);
  await sampleAt(world, midnight);
}

async function sampleAt(world: DemoWorld, epochSeconds: number): Promise<void> {
  await setClock(world, epochSeconds);
  await takeSample({}, lambdaContext(SAMPLER.id));
}

const sns = () => new SNSClient(clientSettings());

/** To the simulated SNS, as the state machine would. */
async function publishToSns(message: PublishedMessage): Promise<void> {
  await publish(sns(), message);
}

async function setClock(world: DemoWorld, epochSeconds: number): Promise<void> {
  await world.servers.setClock(epochSeconds);
  process.env.PIPELINE_NOW = new Date(epochSeconds * 1000).toISOString();
}
