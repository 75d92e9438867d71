import { createConnection } from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SAMPLER } from "#contract/stages.ts";
import { readRows } from "#core/model/archive-rows.ts";
import { type DatabaseSnapshot, SnapshotLine } from "#core/model/database-snapshot.ts";
import { RawSeries } from "#core/model/raw-series.ts";
import { startDbhub } from "#lib/local/services/dbhub.ts";
import { startMariaDB } from "#lib/local/services/mariadb.ts";
import { startPostgres } from "#lib/local/services/postgres.ts";
import { ServiceUnavailable } from "#lib/local/services/service-unavailable.ts";
import { lambdaContext } from "#lib/local/state-machine/lambda-context.ts";
import { handler as takeSample } from "#stages/sample-database/handler.ts";
import { startTestServer } from "../adapters/mysql/test-database.ts";
import { type PipelineRun, type PipelineWorld, startWorld } from "../pipeline/harness.ts";
import { smallEstate } from "../pipeline/small-estate.ts";
import { globalStatus, load, SLOW_QUERIES_COUNT } from "./database-load.ts";

const TOKEN = "token-of-this-test";
const DAY = "2026-11-02";
/** Both sides of the border of two slots, near enough that databases as young as these have lived through the time between. */
const [BEFORE_BORDER, AFTER_BORDER, AFTER_RESTART] = ["10:14:59", "10:15:01", "10:30:00"] as const;
const SECONDS_BETWEEN = 2;
const SLOT_SECONDS = 900;

const server = await startTestServer();
const services = await startServices().catch((error: unknown) => {
  if (error instanceof ServiceUnavailable) {
    process.stderr.write(`skipped: the pipeline against real databases, because ${error.message}\n`);
    return null;
  }
  throw error;
});

/** Sources named after two databases of the inventory, which is how they are found: neither knows its own endpoint at AWS. */
async function startServices() {
  const [mariadb, postgres] = await Promise.all([startMariaDB({ durable: false }), startPostgres()]);
  const root = await createConnection(mariadb.rootUrl);
  await root.query("CREATE USER monitor@'%' IDENTIFIED BY 'm'");
  await root.query("GRANT PROCESS, SLAVE MONITOR ON *.* TO monitor@'%'");
  await root.query("CREATE TABLE test.stock (id INT PRIMARY KEY, amount INT) ENGINE=InnoDB");
  await root.query("INSERT INTO test.stock VALUES (1, 0), (2, 0)");
  await root.end();
  const dbhub = await startDbhub({
    token: TOKEN,
    sources: [
      {
        id: "menu_api_mysql",
        dsn: `mariadb://monitor:m@${mariadb.host}:${mariadb.port}/information_schema`,
      },
      { id: "recommendation_pg", dsn: postgres.url },
    ],
  });
  return { mariadb, postgres, dbhub };
}

afterAll(async () => {
  const { dbhub, mariadb, postgres } = services ?? {};
  await Promise.all([dbhub?.stop(), mariadb?.stop(), postgres?.stop(), server?.stop()]);
});

describe.skipIf(server === undefined || services === null)(
  "a day of real databases, sampled through a real gateway",
  () => {
    const { mariadb, dbhub } = services ?? ({} as NonNullable<typeof services>);
    let world: PipelineWorld;
    let run: PipelineRun;
    let least: (name: string) => number;
    let most: (name: string) => number;

    beforeAll(async () => {
      world = await startWorld(server, {
        estate: smallEstate({ pick: ({ name }) => ["menu-api-mysql", "recommendation-pg"].includes(name) }),
        hasHistory: false,
        snapshotDays: [],
      });
      Object.assign(process.env, { MCP_GATEWAY_URL: dbhub.url, MCP_GATEWAY_TOKEN: TOKEN });
      const direct = await createConnection(mariadb.rootUrl);
      const outerFrom = await globalStatus(direct);
      await sampleAt(BEFORE_BORDER);
      const innerFrom = await globalStatus(direct);
      await load(mariadb.rootUrl);
      const innerTo = await globalStatus(direct);
      await sampleAt(AFTER_BORDER);
      const outerTo = await globalStatus(direct);
      direct.destroy();
      least = (name) => innerTo(name) - innerFrom(name);
      most = (name) => outerTo(name) - outerFrom(name);
      await mariadb.restart();
      await sampleAt(AFTER_RESTART);
      run = await world.run({ runDate: DAY, only: ["database"] }, { now: "2026-11-03T07:00:00Z" });
    });
    afterAll(() => world?.close());

    async function sampleAt(time: string): Promise<void> {
      await world.setNow(`${DAY}T${time}Z`);
      const answer = await takeSample({}, lambdaContext(SAMPLER.id));
      expect(answer).toMatchObject({ state: "written", answered: 2, failed: 0 });
    }

    const snapshotsOf = async (sourceId: string): Promise<DatabaseSnapshot[]> => {
      const keys = await world.archive().list(`samples/database/${DAY}/`);
      const lines = await Promise.all(keys.map((key) => readRows(world.archive(), key, SnapshotLine)));
      return lines
        .flat()
        .flatMap((line) =>
          line.state === "ok" && line.snapshot.sourceId === sourceId ? [line.snapshot] : [],
        );
    };
    const dailyRow = async (name: string, metric: string) => {
      const [row] = await world.sql(
        `SELECT d.* FROM infra_metric_daily d JOIN infra_fleet_inventory i USING (resource_id)
       WHERE i.name = '${name}' AND d.metric_name = '${metric}' AND d.metric_date = '${DAY}'`,
      );
      return row ?? {};
    };

    it("is PARTIAL by definition and without an error", () => {
      expect(run).toMatchObject({ state: "PARTIAL", error: null, from: DAY, to: DAY });
    });

    it("collects rates that are the difference of SHOW GLOBAL STATUS over the seconds between two slots", async () => {
      const [key = ""] = await world.archive().list(`runs/${run.name}/05b-collect-database/`);
      const series = await readRows(world.archive(), key, RawSeries);
      for (const [metric, variable] of [
        ["database.slow_queries_per_second", "Slow_queries"],
        ["database.row_lock_waits_per_second", "Innodb_row_lock_waits"],
        ["database.deadlocks_per_second", "Innodb_deadlocks"],
        ["database.aborted_connects_per_second", "Aborted_connects"],
      ] as const) {
        const collected = series.find(
          (one) => one.metric === metric && one.resourceId.endsWith("menu-api-mysql"),
        );
        const ten = Date.parse(`${DAY}T10:00:00Z`) / 1000;
        expect(collected?.samples?.t, metric).toEqual([ten, ten + SLOT_SECONDS, ten + 2 * SLOT_SECONDS]);
        const [first, rate, afterRestart] = collected?.samples?.value ?? [];
        expect([first, afterRestart], metric).toEqual([null, null]);
        expect(Number(rate) * SECONDS_BETWEEN, metric).toBeGreaterThanOrEqual(least(variable) - 1e-9);
        expect(Number(rate) * SECONDS_BETWEEN, metric).toBeLessThanOrEqual(most(variable) + 1e-9);
      }
    });

    it.each([
      ["database.slow_queries_per_second", SLOW_QUERIES_COUNT],
      ["database.deadlocks_per_second", 1],
      ["database.aborted_connects_per_second", 1],
    ])("stores %s of the one slot that has a rate: %i over the seconds between", async (metric, count) => {
      const row = await dailyRow("menu-api-mysql", metric);
      expect(row).toMatchObject({ status: "ok", slots_got: 1, slots_expected: 96, slots_above_zero: 1 });
      for (const column of ["min_value", "max_value", "avg_value", "p95_value"])
        expect(row[column]).toBeCloseTo(count / SECONDS_BETWEEN, 12);
    });

    it("stores the hit rate of the buffer pool from the growth of both counters", async () => {
      const [before, after] = (await snapshotsOf("menu_api_mysql")).map(({ counters }) => counters);
      const requests = Number(after?.buffer_pool_read_requests) - Number(before?.buffer_pool_read_requests);
      const misses = Number(after?.buffer_pool_disk_reads) - Number(before?.buffer_pool_disk_reads);
      expect(requests).toBeGreaterThan(0);
      const row = await dailyRow("menu-api-mysql", "database.buffer_pool_hit_pct");
      expect(row.avg_value).toBeCloseTo(100 * (1 - misses / requests), 9);
    });

    it.each([
      ["menu-api-mysql", "menu_api_mysql", "database.connections_in_use_pct", "connections_in_use_pct"],
      ["menu-api-mysql", "menu_api_mysql", "database.threads_running", "threads_running"],
      ["recommendation-pg", "recommendation_pg", "database.connections_in_use_pct", "connections_in_use_pct"],
      ["recommendation-pg", "recommendation_pg", "database.xid_age", "xid_age"],
    ] as const)("stores of %s the gauges of its snapshots: %s, %s", async (name, sourceId, metric, field) => {
      const values = (await snapshotsOf(sourceId)).map(({ gauges }) => Number(gauges[field]));
      expect(values).toHaveLength(3);
      const row = await dailyRow(name, metric);
      expect(row).toMatchObject({
        status: "ok",
        slots_got: 3,
        min_value: Math.min(...values),
        max_value: Math.max(...values),
      });
      expect(row.avg_value).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / 3, 9);
    });

    it("stores the cache hits of PostgreSQL, and its deadlocks of none as zero", async () => {
      const [before, after] = (await snapshotsOf("recommendation_pg")).map(({ counters }) => counters);
      const hits = Number(after?.cache_blocks_hit) - Number(before?.cache_blocks_hit);
      const misses = Number(after?.cache_blocks_read) - Number(before?.cache_blocks_read);
      const row = await dailyRow("recommendation-pg", "database.cache_hit_pct");
      // PostgreSQL publishes its counters when a session ends: nothing may have grown, and then there is no rate.
      if (hits + misses === 0) expect(row).toMatchObject({ status: "no_data", avg_value: null });
      else expect(row.avg_value).toBeCloseTo((100 * hits) / (hits + misses), 9);
      const deadlocks = await dailyRow("recommendation-pg", "database.deadlocks_per_second");
      expect(deadlocks).toMatchObject({ status: "ok", slots_got: 1, avg_value: 0, slots_above_zero: 0 });
    });
  },
);
