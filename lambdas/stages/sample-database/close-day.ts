import { closedDayKey, snapshotKey } from "#contract/object-keys.ts";
import { SAMPLER } from "#contract/stages.ts";
import { ARCHIVE_SCHEMA_VERSION, type Archive } from "#core/model/archive.ts";
import type { UtcDay } from "#core/model/utc-day.ts";
import { SLOTS_PER_DAY, slotTime } from "./slot.ts";

/**
 * Puts the snapshots of a day that is over into one object, in the order of their times: each run reads that one instead of 96. Does
 * nothing where it is there already or nothing was sampled. Looks for each time by name, because the sampler may not list.
 *
 * @throws ArchiveUnavailable, ArchiveCorrupt; the next call tries again
 */
export async function closeDay(date: UtcDay, archive: Archive): Promise<void> {
  const key = closedDayKey(date);
  if (await archive.has(key)) return;
  const lines: unknown[] = [];
  for (let slot = 0; slot < SLOTS_PER_DAY; slot += 1) {
    const ofSlot = snapshotKey(date, slotTime(slot));
    if (await archive.has(ofSlot)) lines.push(...(await archive.read(ofSlot)));
  }
  if (lines.length === 0) return;
  const header = { runId: `sample-${date}`, stage: SAMPLER.id, schemaVersion: ARCHIVE_SCHEMA_VERSION };
  await archive.write(key, header, lines, { adopt: true });
}
