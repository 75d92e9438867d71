import { catalogueHash } from "#adapters/mcp-gateway/catalogue.ts";
import { snapshotKey } from "#contract/object-keys.ts";
import { SAMPLER } from "#contract/stages.ts";
import { ARCHIVE_SCHEMA_VERSION, type Archive } from "#core/model/archive.ts";
import type { SnapshotLine } from "#core/model/database-snapshot.ts";
import { startOfDay, type UtcDay } from "#core/model/utc-day.ts";
import { databaseStatus } from "../estate/database-status.ts";
import type { Estate, EstateResource } from "../estate/estate.ts";

const SLOT_SECONDS = 900;
const SLOTS_PER_DAY = 96;
/** Objects written beside each other. */
const CONCURRENCY = 12;

/** Lays a past day's 96 snapshots into the archive, as the sampler would have taken them. */
export async function laySnapshots(estate: Estate, day: UtcDay, archive: Archive): Promise<void> {
  const databases = estate.resources.filter((resource) => resource.gatewaySourceId !== null);
  for (let slot = 0; slot < SLOTS_PER_DAY; slot += CONCURRENCY) {
    const batch = Array.from({ length: CONCURRENCY }, (_, index) => slot + index);
    await Promise.all(
      batch.map((index) => laySnapshot(estate, databases, startOfDay(day) + index * SLOT_SECONDS, archive)),
    );
  }
}

async function laySnapshot(
  estate: Estate,
  databases: readonly EstateResource[],
  atSeconds: number,
  archive: Archive,
): Promise<void> {
  const instant = new Date(atSeconds * 1000).toISOString();
  const date = instant.slice(0, 10);
  const time = instant.slice(11, 16).replace(":", "");
  const lines = databases
    .filter((resource) => existsAt(resource, atSeconds, date))
    .flatMap((resource) => lineOf(estate, resource, atSeconds));
  const header = {
    runId: `sample-${date}T${time}`,
    stage: SAMPLER.id,
    schemaVersion: ARCHIVE_SCHEMA_VERSION,
  };
  await archive.write(snapshotKey(date, time), header, lines, { adopt: true });
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
