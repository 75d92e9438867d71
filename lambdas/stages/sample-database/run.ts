import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { snapshotKey } from "#contract/object-keys.ts";
import { SAMPLER } from "#contract/stages.ts";
import { ARCHIVE_SCHEMA_VERSION, type Archive } from "#core/model/archive.ts";
import { SnapshotLine } from "#core/model/database-snapshot.ts";
import { addDays, type UtcDay } from "#core/model/utc-day.ts";
import type { DatabaseGateway } from "#core/ports/database-gateway.ts";
import { closeDay } from "./close-day.ts";
import type { Answer } from "./schema.ts";
import { slotAt } from "./slot.ts";

/** More did not make one gateway faster, and each source gets its own connections to its database. */
const DEFAULT_CONCURRENCY = 8;
/** Leaves a minute of the function's time for the archive. */
const DEFAULT_DEADLINE_MS = (SAMPLER.timeoutSeconds - 60) * 1000;
const ERROR_LENGTH = 300;

/** @see sampleDatabase */
export interface SamplerSettings {
  /** The instant of the call, in epoch seconds. */
  readonly nowSeconds: number;
  /** Databases asked at once. Default 8. */
  readonly concurrency?: number;
  /** For all databases together; who has not answered by then has failed. Default 240 s. */
  readonly deadlineMs?: number;
}

export interface SamplerPorts {
  readonly gateway: DatabaseGateway;
  readonly archive: Archive;
}

/**
 * Takes one snapshot of each database behind the gateway and archives them as one object, that of the quarter of an hour in which it
 * is called. A database that fails is a line that says so. Where the slot's object is there already, it stays and no database is asked.
 * The first call of a day also closes the day before.
 *
 * @throws SourceUnavailable, AccessDenied, ContractBroken if the gateway cannot even name its databases; ArchiveUnavailable,
 *   ArchiveCorrupt
 * @example called at 10:29:59 of 2026-11-21 it writes samples/database/2026-11-21/1015
 */
export async function sampleDatabase(settings: SamplerSettings, ports: SamplerPorts): Promise<Answer> {
  const slot = slotAt(settings.nowSeconds);
  const taken = await takeSlot(slot, settings, ports);
  await closeDay(addDays(slot.date, -1), ports.archive);
  return taken;
}

async function takeSlot(
  { date, time }: { readonly date: UtcDay; readonly time: string },
  settings: SamplerSettings,
  ports: SamplerPorts,
): Promise<Answer> {
  const { gateway, archive } = ports;
  const key = snapshotKey(date, time);
  if (await archive.has(key)) return adopted(key, ports);
  const lines = await snapshots(await gateway.sources(), settings, gateway);
  const header = {
    runId: `sample-${date}T${time}`,
    stage: SAMPLER.id,
    schemaVersion: ARCHIVE_SCHEMA_VERSION,
  };
  const state = await archive.write(key, header, lines, { adopt: true });
  return state === "adopted" ? adopted(key, ports) : answer(key, state, lines, gateway);
}

async function adopted(key: string, { gateway, archive }: SamplerPorts): Promise<Answer> {
  const lines = z.array(SnapshotLine).parse(await archive.read(key));
  return answer(key, "adopted", lines, gateway);
}

function answer(
  key: string,
  state: Answer["state"],
  lines: readonly SnapshotLine[],
  gateway: DatabaseGateway,
): Answer {
  const answered = lines.filter((line) => line.state === "ok").length;
  return { key, state, answered, failed: lines.length - answered, calls: gateway.callCount };
}

/** One line per source, in the order of their names. */
async function snapshots(
  sourceIds: readonly string[],
  settings: SamplerSettings,
  gateway: DatabaseGateway,
): Promise<SnapshotLine[]> {
  const deadlineMs = settings.deadlineMs ?? DEFAULT_DEADLINE_MS;
  const timer = new AbortController();
  const deadline = sleep(deadlineMs, "late" as const, { signal: timer.signal });
  const lines = new Map<string, SnapshotLine>();
  const waiting = [...sourceIds];
  async function work(): Promise<void> {
    for (let sourceId = waiting.shift(); sourceId !== undefined; sourceId = waiting.shift()) {
      lines.set(sourceId, await lineOf(sourceId, gateway));
    }
  }
  const workers = Array.from({ length: settings.concurrency ?? DEFAULT_CONCURRENCY }, work);
  await Promise.race([Promise.all(workers), deadline]);
  waiting.length = 0;
  timer.abort();
  deadline.catch(() => undefined);
  const late = `SourceUnavailable: no answer within the ${deadlineMs} ms that all databases have together`;
  return sourceIds
    .toSorted()
    .map((sourceId) => lines.get(sourceId) ?? { state: "failed", sourceId, error: late });
}

async function lineOf(sourceId: string, gateway: DatabaseGateway): Promise<SnapshotLine> {
  try {
    return { state: "ok", snapshot: await gateway.snapshot(sourceId) };
  } catch (error) {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { state: "failed", sourceId, error: text.slice(0, ERROR_LENGTH) };
  }
}
