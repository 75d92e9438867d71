import { paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { clientSettings } from "#adapters/aws-credentials/client-settings.ts";
import { STAGES } from "#contract/stages.ts";
import { USD_PER_METRIC_REQUESTED } from "#core/model/cloudwatch-price.ts";
import { addDays, startOfDay, type UtcDay } from "#core/model/utc-day.ts";
import { archiveOf } from "#runtime/connections/archive.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { type DemoWorld, startDemoWorld } from "../demo/demo-world.ts";
import { laySnapshots } from "../demo/lay-snapshots.ts";
import { summariseRun } from "../pipeline/final-state.ts";
import { localPipeline } from "../pipeline/local-run.ts";
import { countTransitions } from "../state-machine/history.ts";
import type { RunCounts } from "./run-counts.ts";

const TODAY: UtcDay = "2026-11-03";
const RUN_ID = "counted";
const BUCKET = "archive";
/** 07:00 UTC. */
const RUN_SECONDS = 7 * 3600;
/** Days whose samples one daily run reads, and the one before, for the first rate. */
const SNAPSHOT_DAYS = 3;

/** Runs the pipeline once over the whole simulated estate, as the schedule would on an ordinary day, with the archive in the simulated S3. */
export async function countCalls(onProgress: (message: string) => void): Promise<RunCounts> {
  const world = await startDemoWorld({
    seed: 1,
    backfillFrom: addDays(TODAY, -90),
    monitoringStart: TODAY,
    lastDay: TODAY,
    onProgress,
  });
  try {
    return await countIn(world, onProgress);
  } finally {
    await world.stop();
  }
}

async function countIn(world: DemoWorld, onProgress: (message: string) => void): Promise<RunCounts> {
  const now = startOfDay(TODAY) + RUN_SECONDS;
  process.env.ARCHIVE_URL = `s3://${BUCKET}`;
  process.env.PIPELINE_NOW = new Date(now * 1000).toISOString();
  await world.servers.setClock(now);
  const archive = archiveOf(readEnvironment());
  onProgress(`laying ${SNAPSHOT_DAYS} days of database snapshots`);
  for (let back = SNAPSHOT_DAYS; back > 0; back -= 1)
    await laySnapshots(world.estate, addDays(TODAY, -back), archive);
  const pipeline = localPipeline({ publish: async () => undefined });
  onProgress("running the pipeline");
  await world.servers.resetCalls();
  const range = { from: addDays(TODAY, -2), to: addDays(TODAY, -1) };
  const result = await pipeline.run(range, RUN_ID).finally(() => pipeline.close());
  const calls = await world.servers.calls();
  const run = summariseRun(result);
  if (run.state !== "COMPLETE")
    throw new Error(`the run ended ${run.state}: ${run.error ?? run.warnings.join("; ")}`);
  const samples = await stored("samples/");
  const total = (...names: string[]) => names.reduce((sum, name) => sum + (calls[`s3.${name}`] ?? 0), 0);
  return {
    resources: world.estate.resources.length,
    series: run.steps.find(({ step }) => step === "10-score")?.outCount ?? 0,
    cloudWatchMetrics: Math.round(
      run.steps.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0) / USD_PER_METRIC_REQUESTED,
    ),
    stateTransitions: countTransitions(result.history),
    lambdaCalls: result.history.filter((event) => event.type === "StateEntered" && isStage(event.state.name))
      .length,
    s3Writes: total("PutObject", "ListObjectsV2"),
    s3Reads: total("GetObject", "HeadObject"),
    archiveBytes: (await stored(`runs/${RUN_ID}/`)).bytes,
    snapshotBytes: Math.round(samples.bytes / samples.objects),
  };
}

const isStage = (state: string): boolean => STAGES.some(({ id }) => id === state);

/** Number and size of the archived objects below a prefix. */
async function stored(Prefix: string): Promise<{ objects: number; bytes: number }> {
  const client = new S3Client({ ...clientSettings(), forcePathStyle: true });
  const sizes: number[] = [];
  const pages = paginateListObjectsV2({ client }, { Bucket: BUCKET, Prefix });
  for await (const { Contents = [] } of pages) sizes.push(...Contents.map(({ Size = 0 }) => Size));
  client.destroy();
  return { objects: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}
