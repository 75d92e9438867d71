import { PRUNER } from "#contract/stages.ts";
import { addDays } from "#core/model/utc-day.ts";
import { AGEING_TABLES, type AgeingTable, type Retention } from "#core/ports/retention.ts";
import type { Answer } from "./schema.ts";

/** Below the share of the time limit at which an alarm speaks: being cut short by itself is no fault. */
const USABLE_SHARE = 0.7;

interface Ports {
  readonly retention: Retention;
  /** Now, ISO 8601 UTC. */
  readonly now: () => string;
  /** Milliseconds since this call began. */
  readonly elapsedMs: () => number;
  readonly report: (table: AgeingTable, rows: number) => void;
}

/**
 * Deletes what is older than `retentionDays`, table by table in small batches, until nothing is left or most of the function's time is
 * gone; the next call goes on from there. It takes no lease: a run writes the days of its own range and reads the 120 before them, and
 * whoever starts one over days past the retention sees them deleted again, as without it.
 *
 * @example with 400 days, at any hour of 2026-11-25: the rows of 2025-10-21 stay, those of 2025-10-20 go
 */
export async function prune(retentionDays: number, ports: Ports): Promise<Answer> {
  const keptFrom = addDays(ports.now().slice(0, 10), -retentionDays);
  const deadlineMs = PRUNER.timeoutSeconds * 1000 * USABLE_SHARE;
  const deleted: Record<string, number> = {};
  let isFinished = true;
  for (const table of AGEING_TABLES) {
    const { rows, isEmpty } = await pruneTable(table, keptFrom, deadlineMs, ports);
    deleted[table] = rows;
    isFinished &&= isEmpty;
    if (rows > 0) ports.report(table, rows);
  }
  return { keptFrom, deleted, isFinished };
}

async function pruneTable(
  table: AgeingTable,
  keptFrom: string,
  deadlineMs: number,
  { retention, elapsedMs }: Ports,
): Promise<{ rows: number; isEmpty: boolean }> {
  let rows = 0;
  while (elapsedMs() < deadlineMs) {
    const gone = await retention.deleteBatch(table, keptFrom);
    if (gone === 0) return { rows, isEmpty: true };
    rows += gone;
  }
  return { rows, isEmpty: false };
}
