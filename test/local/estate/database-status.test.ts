import { describe, expect, it } from "vitest";
import { startOfDay } from "#core/model/utc-day.ts";
import { createEstate } from "#lib/local/estate/create-estate.ts";
import { databaseStatus } from "#lib/local/estate/database-status.ts";
import type { EstateResource } from "#lib/local/estate/estate.ts";
import { DAYS } from "./days.ts";

const estate = createEstate({ seed: 7, ...DAYS });
const databases = estate.resources.filter((resource) => resource.type === "rds");
const restart = estate.benignEvents.find((event) => event.kind === "server_restart");
const QUARTER_SECONDS = 900;

function statusOf(resource: EstateResource, atSeconds: number) {
  const status = databaseStatus(estate, resource, atSeconds);
  if (status === null) throw new Error(`${resource.name} has no status`);
  return status;
}

function metricOf(resource: EstateResource, metric: string, atSeconds: number): number | null {
  return estate.slots(resource.resourceId, metric, atSeconds, QUARTER_SECONDS, 1)?.avg[0] ?? null;
}

const RATES = [
  ["slow_queries", "database.slow_queries_per_second"],
  ["row_lock_waits", "database.row_lock_waits_per_second"],
  ["deadlocks", "database.deadlocks_per_second"],
  ["aborted_connects", "database.aborted_connects_per_second"],
] as const;

describe("the status of a database", () => {
  it("has counters whose rate between two snapshots is the metric, to the nearest event", () => {
    for (const resource of databases) {
      const at = startOfDay("2026-11-04") + 13 * 3600;
      const [first, second] = [statusOf(resource, at), statusOf(resource, at + QUARTER_SECONDS)];
      for (const [counter, metric] of RATES) {
        const rate = metricOf(resource, metric, at);
        const [from, to] = [first.counters[counter], second.counters[counter]];
        expect(from === null).toBe(rate === null);
        if (rate === null || from === null || to === null) continue;
        expect(Math.abs(to - from - rate * QUARTER_SECONDS)).toBeLessThanOrEqual(1.001);
      }
    }
  });

  it("has counters whose total over a day is the day's mean rate", () => {
    for (const resource of databases.slice(0, 10)) {
      const at = startOfDay("2026-11-04");
      const [first, second] = [statusOf(resource, at), statusOf(resource, at + 86_400)];
      const rate =
        estate.slots(resource.resourceId, "database.slow_queries_per_second", at, 86_400, 1)?.avg[0] ?? 0;
      const counted = (second.counters.slow_queries ?? 0) - (first.counters.slow_queries ?? 0);
      expect(Math.abs(counted - rate * 86_400)).toBeLessThanOrEqual(1.001);
    }
  });

  it("has pairs of counters whose hit rate between two snapshots is the metric", () => {
    for (const resource of databases) {
      const at = startOfDay("2026-11-04") + 9 * 3600;
      const [first, second] = [
        statusOf(resource, at).counters,
        statusOf(resource, at + QUARTER_SECONDS).counters,
      ];
      const grown = (key: keyof typeof first) => (second[key] ?? 0) - (first[key] ?? 0);
      const pool = metricOf(resource, "database.buffer_pool_hit_pct", at);
      const cache = metricOf(resource, "database.cache_hit_pct", at);
      expect(pool === null).not.toBe(cache === null);
      if (pool !== null) {
        const hitPct = 100 * (1 - grown("buffer_pool_disk_reads") / grown("buffer_pool_read_requests"));
        expect(hitPct).toBeCloseTo(pool, 3);
      }
      if (cache !== null) {
        const hits = grown("cache_blocks_hit");
        expect((100 * hits) / (hits + grown("cache_blocks_read"))).toBeCloseTo(cache, 3);
      }
    }
  });

  it("only grows, except at the one restart, where uptime and counters begin again", () => {
    for (const resource of [...databases.slice(0, 6), ...databases.slice(30, 34)]) {
      expect(fallsOf(resource, DAYS.firstDay)).toEqual([]);
    }
    const restarted = databases.find((resource) => restart?.resourceIds.includes(resource.resourceId));
    if (restarted === undefined) throw new Error("no database is restarted");
    const at = startOfDay(restart?.from ?? "");
    expect(fallsOf(restarted, restart?.from ?? "")).toEqual([at + 4.25 * 3600]);
    expect(statusOf(restarted, at + 4.25 * 3600).uptimeSeconds).toBe(450);
    expect(statusOf(restarted, at + 4.25 * 3600).counters.slow_queries).toBeLessThan(500);
  });

  it("has gauges that are the metric of their moment, and connections that fit them", () => {
    for (const resource of databases) {
      const at = startOfDay("2026-11-04") + 3600;
      const { gauges, connectionsCount, maxConnectionsCount } = statusOf(resource, at + 17);
      for (const key of [
        "connections_in_use_pct",
        "threads_running",
        "longest_transaction_seconds",
        "xid_age",
        "replication_lag_seconds",
      ] as const) {
        expect(gauges[key]).toBe(
          estate.slots(resource.resourceId, `database.${key}`, at, 300, 1)?.avg[0] ?? null,
        );
      }
      expect(
        Math.abs((connectionsCount / maxConnectionsCount) * 100 - (gauges.connections_in_use_pct ?? 0)),
      ).toBeLessThan(0.3);
      const connections =
        estate.slots(resource.resourceId, "rds.database_connections", at, 300, 1)?.avg[0] ?? 0;
      if (!Number.isNaN(connections)) expect(Math.abs(connections - connectionsCount)).toBeLessThanOrEqual(1);
    }
  });

  it("is null for what the gateway does not serve and refuses other days", () => {
    const instance = estate.resources[0];
    if (instance === undefined) throw new Error("no resource");
    expect(databaseStatus(estate, instance, startOfDay("2026-11-04"))).toBeNull();
    const [database] = databases;
    if (database === undefined) throw new Error("no database");
    expect(() => databaseStatus(estate, database, startOfDay("2026-12-04"))).toThrow(RangeError);
  });
});

/** Instants of the snapshots of one day at which uptime or a counter is smaller than in the snapshot before. */
function fallsOf(resource: EstateResource, day: string): number[] {
  const snapshots = Array.from({ length: 96 }, (_, index) => startOfDay(day) + index * QUARTER_SECONDS);
  return snapshots.slice(1).filter((at) => {
    const [before, after] = [statusOf(resource, at - QUARTER_SECONDS), statusOf(resource, at)];
    const numbers = (status: typeof before) => [status.uptimeSeconds, ...Object.values(status.counters)];
    const later = numbers(after);
    return numbers(before).some((value, index) => (later[index] ?? 0) < (value ?? 0));
  });
}
