import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DatabaseSnapshot } from "#core/model/database-snapshot.ts";
import { snapshotSamples } from "#stages/05b-collect-database/snapshot-samples.ts";
import { aSnapshot } from "../../support/database-snapshots.ts";
import { SHIPPED } from "../../support/pipeline-rows.ts";

fc.configureGlobal({ seed: 1 });

type Counters = Partial<DatabaseSnapshot["counters"]>;

/** Snapshots at seconds, each with an uptime and some counters. */
function at(
  seconds: number,
  uptimeSeconds: number,
  counters: Counters = {},
  gauges: Partial<DatabaseSnapshot["gauges"]> = {},
) {
  const base = aSnapshot();
  return aSnapshot({
    takenAtSeconds: seconds,
    uptimeSeconds,
    counters: { ...base.counters, ...counters },
    gauges: { ...base.gauges, ...gauges },
  });
}

const values = (field: string, ...snapshots: DatabaseSnapshot[]) => snapshotSamples(snapshots, field).value;

describe("gauges", () => {
  it("are the value of their moment, and nothing where the server has none", () => {
    expect(values("threads_running", at(0, 9), at(900, 909, {}, { threads_running: null }))).toEqual([
      3,
      null,
    ]);
  });

  it("lie on the quarter of an hour in which they were taken", () => {
    expect(snapshotSamples([at(899, 1), at(900, 2), at(1799, 3)], "threads_running")).toMatchObject({
      stepSeconds: 900,
      t: [0, 900, 900],
    });
  });
});

describe("rates by difference of neighbours", () => {
  it("are the growth over the seconds between: 90 in 900 are 0.1 a second", () => {
    expect(
      values("slow_queries", at(0, 5000, { slow_queries: 100 }), at(900, 5900, { slow_queries: 190 })),
    ).toEqual([null, 0.1]);
  });

  it("use the true distance, not the grid: 90 in 903 seconds", () => {
    expect(
      values("slow_queries", at(2, 5000, { slow_queries: 0 }), at(905, 5903, { slow_queries: 90 }))?.[1],
    ).toBeCloseTo(90 / 903, 12);
  });

  it.each<[string, DatabaseSnapshot, DatabaseSnapshot]>([
    [
      "the server restarted: its uptime is smaller",
      at(0, 5000, { slow_queries: 0 }),
      at(900, 300, { slow_queries: 9 }),
    ],
    [
      "it restarted twice: its uptime has grown by less than the time between",
      at(0, 100, { slow_queries: 0 }),
      at(900, 800, { slow_queries: 9 }),
    ],
    ["the counter fell", at(0, 5000, { slow_queries: 10 }), at(900, 5900, { slow_queries: 9 })],
    [
      "the pause was longer than half an hour",
      at(0, 5000, { slow_queries: 0 }),
      at(1801, 6801, { slow_queries: 9 }),
    ],
    ["both were taken at once", at(900, 5000, { slow_queries: 0 }), at(900, 5000, { slow_queries: 9 })],
    [
      "the engine does not count it",
      at(0, 5000, { slow_queries: null }),
      at(900, 5900, { slow_queries: null }),
    ],
    ["it began to count it", at(0, 5000, { slow_queries: null }), at(900, 5900, { slow_queries: 9 })],
  ])("do not exist where %s", (_, before, now) => {
    expect(values("slow_queries", before, now)).toEqual([null, null]);
  });

  it("exist over a pause of exactly half an hour, where one snapshot is missing", () => {
    expect(
      values("slow_queries", at(0, 5000, { slow_queries: 0 }), at(1800, 6800, { slow_queries: 9 })),
    ).toEqual([null, 0.005]);
  });

  it("go on after a restart, from the snapshot after it", () => {
    const snapshots = [
      at(0, 5000, { slow_queries: 50 }),
      at(900, 300, { slow_queries: 3 }),
      at(1800, 1200, { slow_queries: 12 }),
    ];
    expect(values("slow_queries", ...snapshots)).toEqual([null, null, 0.01]);
  });

  it("are never negative", () => {
    const steps = fc.array(
      fc.record({ pause: fc.integer({ min: 0, max: 3000 }), counter: fc.nat(1000), uptime: fc.nat(10_000) }),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(steps, (drawn) => {
        let seconds = 0;
        const snapshots = drawn.map(({ pause, counter, uptime }) => {
          seconds += pause;
          return at(seconds, uptime, {
            slow_queries: counter,
            buffer_pool_read_requests: counter,
            buffer_pool_disk_reads: counter * 2,
          });
        });
        expect(
          (values("slow_queries", ...snapshots) ?? []).every((value) => value === null || value >= 0),
        ).toBe(true);
        const hits = values("buffer_pool_hit_pct", ...snapshots) ?? [];
        expect(hits.every((value) => value === null || (value >= 0 && value <= 100))).toBe(true);
      }),
    );
  });
});

describe("hit rates", () => {
  const pool = (requests: number, reads: number): Counters => ({
    buffer_pool_read_requests: requests,
    buffer_pool_disk_reads: reads,
  });
  const blocks = (hit: number, read: number): Counters => ({
    cache_blocks_hit: hit,
    cache_blocks_read: read,
  });

  it("of the buffer pool are requests that did not go to disk: 10 of 1,000 are 99 %", () => {
    expect(values("buffer_pool_hit_pct", at(0, 5000, pool(5000, 70)), at(900, 5900, pool(6000, 80)))).toEqual(
      [null, 99],
    );
  });

  it("of PostgreSQL are hits among hits and reads: 990 and 10 are 99 %", () => {
    expect(values("cache_hit_pct", at(0, 5000, blocks(0, 0)), at(900, 5900, blocks(990, 10)))).toEqual([
      null,
      99,
    ]);
  });

  it("are nothing where nobody asked, not 0 and not 100 %", () => {
    expect(values("buffer_pool_hit_pct", at(0, 5000, pool(5000, 70)), at(900, 5900, pool(5000, 70)))).toEqual(
      [null, null],
    );
    expect(values("cache_hit_pct", at(0, 5000, blocks(5, 5)), at(900, 5900, blocks(5, 5)))).toEqual([
      null,
      null,
    ]);
  });

  it("are nothing on an engine without those counters", () => {
    expect(values("cache_hit_pct", at(0, 5000), at(900, 5900))).toEqual([null, null]);
  });
});

it("every gateway field of the shipped config is one that snapshots can answer", () => {
  const full = (seconds: number, growth: number) =>
    at(
      seconds,
      5000 + seconds,
      Object.fromEntries(Object.keys(aSnapshot().counters).map((name) => [name, growth])),
      Object.fromEntries(Object.keys(aSnapshot().gauges).map((name) => [name, growth])),
    );
  const fields = Object.values(SHIPPED.metrics).flatMap(({ source }) =>
    source.kind === "gateway" ? [source.field] : [],
  );
  expect(fields).toHaveLength(11);
  for (const field of fields)
    expect([field, values(field, full(0, 0), full(900, 90))?.[1]]).toEqual([field, expect.any(Number)]);
  expect(values("no_such_field", full(0, 0), full(900, 90))).toEqual([null, null]);
});
