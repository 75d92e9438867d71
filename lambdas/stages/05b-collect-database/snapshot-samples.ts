import type { DatabaseSnapshot } from "#core/model/database-snapshot.ts";
import type { RawSamples } from "#core/model/raw-series.ts";

/** The sampler takes one snapshot each quarter of an hour. */
export const SNAPSHOT_STEP_SECONDS = 900;
/** A rate over a longer pause than this would smear over what nobody saw. */
const LONGEST_STEP_SECONDS = 2 * SNAPSHOT_STEP_SECONDS;

type Counter = keyof DatabaseSnapshot["counters"];

/** Fields that are the growth of one counter, per second. */
const RATES: Readonly<Record<string, Counter>> = {
  slow_queries: "slow_queries",
  row_lock_waits: "row_lock_waits",
  deadlocks: "deadlocks",
  aborted_connects: "aborted_connects",
};

/** Fields that are a hit rate in percent, from the growth of two counters: all requests, and those that missed or hit. */
const HIT_RATES: Readonly<Record<string, { requests?: Counter; hits?: Counter; misses: Counter }>> = {
  buffer_pool_hit_pct: { requests: "buffer_pool_read_requests", misses: "buffer_pool_disk_reads" },
  cache_hit_pct: { hits: "cache_blocks_hit", misses: "cache_blocks_read" },
};

/**
 * The samples of one catalogue field from the snapshots of one database, ascending in time. A gauge is its value; a counter becomes the
 * difference to the snapshot before over the seconds between, and no value where the server restarted in between, the
 * pause was too long, or nothing was asked of a cache.
 */
export function snapshotSamples(snapshots: readonly DatabaseSnapshot[], field: string): RawSamples {
  const t: number[] = [];
  const value: (number | null)[] = [];
  for (const [index, snapshot] of snapshots.entries()) {
    t.push(snapshot.takenAtSeconds - (snapshot.takenAtSeconds % SNAPSHOT_STEP_SECONDS));
    value.push(fieldValue(field, snapshot, snapshots[index - 1]));
  }
  return { stepSeconds: SNAPSHOT_STEP_SECONDS, t, value };
}

function fieldValue(
  field: string,
  now: DatabaseSnapshot,
  before: DatabaseSnapshot | undefined,
): number | null {
  if (isGauge(field)) return now.gauges[field];
  if (before === undefined || !isComparable(now, before)) return null;
  const growth = (counter: Counter | undefined) =>
    counter === undefined ? null : difference(now.counters[counter], before.counters[counter]);
  const rate = RATES[field];
  if (rate !== undefined) {
    const grown = growth(rate);
    return grown === null ? null : grown / (now.takenAtSeconds - before.takenAtSeconds);
  }
  const hitRate = HIT_RATES[field];
  return hitRate === undefined
    ? null
    : hitPct(growth(hitRate.requests), growth(hitRate.hits), growth(hitRate.misses));
}

function isGauge(field: string): field is keyof DatabaseSnapshot["gauges"] {
  return GAUGES.includes(field);
}

const GAUGES: readonly string[] = [
  "connections_in_use_pct",
  "threads_running",
  "replication_lag_seconds",
  "longest_transaction_seconds",
  "xid_age",
] satisfies (keyof DatabaseSnapshot["gauges"])[];

/** An uptime that is smaller than before, or than the time since then, means a restart: the counters began again. */
function isComparable(now: DatabaseSnapshot, before: DatabaseSnapshot): boolean {
  const seconds = now.takenAtSeconds - before.takenAtSeconds;
  const hasRestarted = now.uptimeSeconds < before.uptimeSeconds || now.uptimeSeconds < seconds;
  return seconds > 0 && seconds <= LONGEST_STEP_SECONDS && !hasRestarted;
}

function difference(now: number | null, before: number | null): number | null {
  return now === null || before === null || now < before ? null : now - before;
}

function hitPct(requests: number | null, hits: number | null, misses: number | null): number | null {
  if (misses === null) return null;
  const asked = requests ?? (hits === null ? null : hits + misses);
  return asked === null || asked === 0 ? null : 100 * Math.max(0, 1 - misses / asked);
}
