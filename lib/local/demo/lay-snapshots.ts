import { catalogueHash } from "#adapters/mcp-gateway/catalogue.ts";
import { closedDayKey, snapshotKey } from "#contract/object-keys.ts";
import { SAMPLER } from "#contract/stages.ts";
import { ARCHIVE_SCHEMA_VERSION, type Archive, type ArchiveHeader } from "#core/model/archive.ts";
import type { SnapshotLine } from "#core/model/database-snapshot.ts";
import { startOfDay, type UtcDay } from "#core/model/utc-day.ts";
import { databaseStatus } from "../estate/database-status.ts";
import type { Estate, EstateResource } from "../estate/estate.ts";

const SLOT_SECONDS = 900;
const SLOTS_PER_DAY = 96;

/** Lays a past day's 96 snapshots into the archive as one object, as the sampler leaves a day that is over. */
export async function layClosedDay(estate: Estate, day: UtcDay, archive: Archive): Promise<void> {
  const lines = Array.from({ length: SLOTS_PER_DAY }, (_, slot) => linesOf(estate, day, slot)).flat();
  await archive.write(closedDayKey(day), headerOf(`sample-${day}`), lines, { adopt: true });
}

/** As {@link layClosedDay}, one day after the other. */
export async function layClosedDays(
  estate: Estate,
  days: readonly UtcDay[],
  archive: Archive,
): Promise<void> {
  for (const day of days) await layClosedDay(estate, day, archive);
}

/** Lays a day's snapshots into the archive one by one, as the sampler does while the day lasts; those that it took stay. */
export async function laySnapshots(estate: Estate, day: UtcDay, archive: Archive): Promise<void> {
  for (let slot = 0; slot < SLOTS_PER_DAY; slot += 1) {
    const time = new Date(slot * SLOT_SECONDS * 1000).toISOString().slice(11, 16).replace(":", "");
    const lines = linesOf(estate, day, slot);
    await archive.write(snapshotKey(day, time), headerOf(`sample-${day}T${time}`), lines, { adopt: true });
  }
}

function headerOf(runId: string): ArchiveHeader {
  return { runId, stage: SAMPLER.id, schemaVersion: ARCHIVE_SCHEMA_VERSION };
}

function linesOf(estate: Estate, day: UtcDay, slot: number): SnapshotLine[] {
  const atSeconds = startOfDay(day) + slot * SLOT_SECONDS;
  return estate.resources
    .filter((resource) => resource.gatewaySourceId !== null && existsAt(resource, atSeconds, day))
    .flatMap((resource) => lineOf(estate, resource, atSeconds));
}

function existsAt(resource: EstateResource, atSeconds: number, date: UtcDay): boolean {
  return resource.createdAtSeconds <= atSeconds && (resource.deletedOn === null || date < resource.deletedOn);
}

function lineOf(estate: Estate, resource: EstateResource, atSeconds: number): SnapshotLine[] {
  const status = databaseStatus(estate, resource, atSeconds);
  if (status === null) return [];
  const { engine, uptimeSeconds, gauges, counters } = status;
  const snapshot = {
    sourceId: resource.gatewaySourceId ?? resource.name,
    endpoint: resource.endpoints[0] ?? "",
    engine,
    takenAtSeconds: atSeconds,
    uptimeSeconds,
    gauges,
    counters,
    catalogueHash: catalogueHash(engine),
  };
  return [{ state: "ok", snapshot }];
}
