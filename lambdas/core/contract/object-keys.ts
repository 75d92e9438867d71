import type { StageId } from "./stages.ts";

/** Key of what `stage` of run `runId` archived for one shard (or for all of it: `all`). */
export function stageObjectKey(runId: string, stage: StageId, part: string): string {
  return `runs/${runId}/${stage}/${part}`;
}

/** Folder of the raw database snapshots of one UTC day. */
export function snapshotPrefix(date: string): string {
  return `samples/database/${date}/`;
}

/** Key of the snapshot of all gateway sources taken at `time` (HHMM, UTC) of `date` (YYYY-MM-DD). */
export function snapshotKey(date: string, time: string): string {
  return `${snapshotPrefix(date)}${time}`;
}

/** Key of all snapshots of a day that is over, in one object; it sorts behind those of the day's times. */
export function closedDayKey(date: string): string {
  return `${snapshotPrefix(date)}closed`;
}
