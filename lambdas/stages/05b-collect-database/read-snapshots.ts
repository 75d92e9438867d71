import { closedDayKey, snapshotPrefix } from "#contract/object-keys.ts";
import type { Archive } from "#core/model/archive.ts";
import { readRows } from "#core/model/archive-rows.ts";
import { type DatabaseSnapshot, SnapshotLine } from "#core/model/database-snapshot.ts";
import { addDays, type UtcDay } from "#core/model/utc-day.ts";

/** Objects read beside each other. */
const CONCURRENCY = 8;
const ALL_SNAPSHOTS = "samples/database/";

/** What the archive holds for some days. */
export interface SnapshotDays {
  /** Ascending in time, by gateway source. */
  readonly bySource: ReadonlyMap<string, readonly DatabaseSnapshot[]>;
  /** Days of the question that have at least one snapshot object. */
  readonly sampledDays: ReadonlySet<UtcDay>;
  /** Day of the oldest snapshot of all; null if there is none. */
  readonly oldestDay: UtcDay | null;
  /** Sources that never answered in these days. */
  readonly silentSourceCount: number;
}

/** The snapshots of the days, and the last one before them, which the first rate is measured from. */
export async function readSnapshots(archive: Archive, days: readonly UtcDay[]): Promise<SnapshotDays> {
  const oldest = await archive.first(ALL_SNAPSHOTS);
  const keysByDay = await Promise.all(days.map((day) => keysOf(archive, day)));
  const [first] = days;
  const before = first === undefined ? [] : await newestKey(archive, addDays(first, -1));
  const lines = await readAll(archive, [...before, ...keysByDay.flat()]);
  const snapshots = lines.flatMap((line) => (line.state === "ok" ? [line.snapshot] : []));
  const sorted = snapshots.toSorted((a, b) => a.takenAtSeconds - b.takenAtSeconds);
  return {
    bySource: Map.groupBy(sorted, (snapshot) => snapshot.sourceId),
    sampledDays: new Set(days.filter((_, index) => (keysByDay[index] ?? []).length > 0)),
    oldestDay:
      oldest === null ? null : oldest.slice(ALL_SNAPSHOTS.length, ALL_SNAPSHOTS.length + "YYYY-MM-DD".length),
    silentSourceCount: silentSources(lines),
  };
}

/** The object of a closed day; else those of its times. */
async function keysOf(archive: Archive, day: UtcDay): Promise<readonly string[]> {
  const keys = await archive.list(snapshotPrefix(day));
  return keys.includes(closedDayKey(day)) ? [closedDayKey(day)] : keys;
}

/** The smallest object that holds the last snapshot of a day; none where nothing was sampled. */
async function newestKey(archive: Archive, day: UtcDay): Promise<readonly string[]> {
  const keys = await archive.list(snapshotPrefix(day));
  const times = keys.filter((key) => key !== closedDayKey(day));
  return times.length > 0 ? times.slice(-1) : keys;
}

function silentSources(lines: readonly SnapshotLine[]): number {
  const answered = new Set(lines.flatMap((line) => (line.state === "ok" ? [line.snapshot.sourceId] : [])));
  return new Set(
    lines.flatMap((line) => (line.state === "failed" && !answered.has(line.sourceId) ? [line.sourceId] : [])),
  ).size;
}

async function readAll(archive: Archive, keys: readonly string[]): Promise<SnapshotLine[]> {
  const lines: SnapshotLine[] = [];
  for (let index = 0; index < keys.length; index += CONCURRENCY) {
    const batch = keys.slice(index, index + CONCURRENCY);
    const objects = await Promise.all(batch.map((key) => readRows(archive, key, SnapshotLine)));
    for (const line of objects.flat()) lines.push(line);
  }
  return lines;
}
