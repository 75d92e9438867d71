import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadConfig } from "#adapters/config-files/load-config.ts";
import { startPrometheus } from "#lib/local/services/prometheus.ts";
import { startRedis } from "#lib/local/services/redis.ts";
import { startRedisExporter } from "#lib/local/services/redis-exporter.ts";
import { ServiceUnavailable } from "#lib/local/services/service-unavailable.ts";
import { startTestServer } from "../adapters/mysql/test-database.ts";
import { type PipelineRun, type PipelineWorld, startWorld } from "../pipeline/harness.ts";
import { smallEstate } from "../pipeline/small-estate.ts";
import { type FastClock, startFastClockPrometheus } from "./fast-clock-prometheus.ts";
import { askByHand, newest, pointsOf, range, slotInstants } from "./prometheus-by-hand.ts";
import { startLoad } from "./redis-load.ts";

const MEGABYTE = 1024 * 1024;
/** A five-minute slot lasts a second. */
const SPEED = 300;
const DAY = "2026-11-02";
const MIDNIGHT = "2026-11-03T00:00:00Z";
/** Slots that everybody lives through, and slots after the death of one. */
const SLOTS_TOGETHER = 5;
const SLOTS_AFTER_DEATH = 4;

const config = await loadConfig(fileURLToPath(new URL("../../config", import.meta.url)), "demo");
const REDIS_METRICS = Object.entries(config.metrics).filter(([, { source }]) => source.kind === "prometheus");

const server = await startTestServer();
const services = await startServices().catch((error: unknown) => {
  if (error instanceof ServiceUnavailable) {
    process.stderr.write(`skipped: the pipeline against a real Prometheus, because ${error.message}\n`);
    return null;
  }
  throw error;
});

async function startServices() {
  const redis = await Promise.all([
    startRedis({ maxMemoryBytes: 3 * MEGABYTE }),
    startRedis({ maxMemoryBytes: 32 * MEGABYTE }),
    startRedis({ maxMemoryBytes: 0 }),
    startRedis({ maxMemoryBytes: 64 * MEGABYTE }),
  ]);
  const exporter = await startRedisExporter();
  const prometheus = await startPrometheus({
    scrapeIntervalSeconds: 1,
    redisTargets: redis.map(({ address }) => address),
    exporterAddress: exporter.address,
  });
  return { redis, exporter, prometheus };
}

afterAll(async () => {
  const running = services === null ? [] : [services.prometheus, services.exporter, ...services.redis];
  await Promise.all([...running, ...(server === undefined ? [] : [server])].map((one) => one.stop()));
});

describe.skipIf(server === undefined || services === null)(
  "a day of real Redis, read through a real Prometheus",
  () => {
    const { redis, prometheus } = services ?? ({} as NonNullable<typeof services>);
    const [full, , unlimited, victim] = (redis ?? []).map(({ address }) => address);
    const clock: FastClock = {
      speed: SPEED,
      anchor: { simulatedSeconds: Date.parse(MIDNIGHT) / 1000, realSeconds: 0 },
    };
    let world: PipelineWorld;
    let proxy: Awaited<ReturnType<typeof startFastClockPrometheus>>;
    let run: PipelineRun;
    let rows: Map<string, Record<string, unknown>>;
    let diedAt = 0;

    beforeAll(async () => {
      world = await startWorld(server, {
        estate: smallEstate({ pick: () => false }),
        hasHistory: false,
        snapshotDays: [],
      });
      proxy = await startFastClockPrometheus(prometheus.url, clock);
      process.env.PROMETHEUS_URL = proxy.url;
      const load = startLoad(redis);
      const upFor = `count_over_time((redis_up == 1)[1m:1s])`;
      await until(async () => {
        const answers = await newest(prometheus.url, upFor);
        return redis.every(({ address }) => Number(answers.get(address)) >= SLOTS_TOGETHER);
      });
      await redis[3]?.kill();
      await until(async () => (await newest(prometheus.url, "redis_up")).get(victim ?? "") === 0);
      diedAt = Date.now() / 1000;
      await sleep(SLOTS_AFTER_DEATH * 1000);
      load.stop();
      clock.anchor = { ...clock.anchor, realSeconds: Math.floor(Date.now() / 1000) };
      run = await world.run({ runDate: DAY, only: ["redis"] }, { now: MIDNIGHT });
      const stored = await world.sql(`SELECT * FROM infra_metric_daily WHERE metric_date = '${DAY}'`);
      rows = new Map(stored.map((row) => [`${row.resource_id} ${row.metric_name}`, row]));
    });
    afterAll(async () => {
      proxy?.stop();
      await world?.close();
    });

    it("is PARTIAL by definition, and says that one Redis is down", () => {
      expect(run).toMatchObject({ state: "PARTIAL", error: null });
      expect(run.warnings.join("\n")).toContain(`1 Redis are down, such as ${victim}`);
    });

    it("makes every target a resource of its own, since no cache node has its address", async () => {
      const inventory = await world.sql(
        "SELECT resource_id, type, account_id, status, first_seen FROM infra_fleet_inventory ORDER BY resource_id",
      );
      expect(inventory).toEqual(
        redis
          .map(({ address }) => address)
          .toSorted()
          .map((address) => ({
            resource_id: address,
            type: "redis",
            account_id: "",
            status: "described",
            first_seen: DAY,
          })),
      );
    });

    it.each(REDIS_METRICS)("stores of %s what the same PromQL answers by hand", async (name, metric) => {
      const byHand = await askByHand(prometheus.url, metric, clock);
      expect(byHand.size).toBeGreaterThan(0);
      for (const { address } of redis) {
        const row = rows.get(`${address} ${name}`);
        const expected = byHand.get(address);
        if (expected === undefined) {
          expect(row?.avg_value, address).toBeNull();
          continue;
        }
        expect(row, address).toMatchObject({ status: "ok", resolution: "samples", slots_expected: 288 });
        for (const [column, value] of Object.entries(expected))
          expect(Math.abs(Number(row?.[column]) - value), `${address} ${column}`).toBeLessThanOrEqual(
            1e-9 * Math.abs(value),
          );
      }
    });

    it("saw the load: evictions where memory was full, more clients than the exporter's own", () => {
      const average = (address: string | undefined, metric: string) =>
        Number(rows.get(`${address} ${metric}`)?.avg_value);
      expect(average(full, "redis.evicted_keys_per_second")).toBeGreaterThan(0);
      expect(average(full, "redis.memory_usage_pct")).toBeGreaterThan(50);
      expect(average(full, "redis.operations_per_second")).toBeGreaterThan(10);
      expect(average(full, "redis.connected_clients")).toBeGreaterThan(1);
    });

    it("has no memory usage of a Redis without a limit, and says why", () => {
      expect(rows.get(`${unlimited} redis.memory_usage_pct`)).toMatchObject({
        status: "not_available",
        avg_value: null,
      });
      expect(rows.get(`${unlimited} redis.connected_clients`)).toMatchObject({ status: "ok" });
    });

    it("ends the series of a killed Redis at its death, where a plain rate goes on in a flat line", async () => {
      const slots = slotInstants(clock).filter((at) => at > diedAt);
      expect(slots.length).toBeGreaterThanOrEqual(SLOTS_AFTER_DEATH - 1);
      for (const [name, metric] of REDIS_METRICS) {
        const points = (await pointsOf(prometheus.url, metric, clock)).get(victim ?? "") ?? [];
        expect(points.length, name).toBeGreaterThan(0);
        expect(
          points.filter(([at]) => at > diedAt),
          name,
        ).toEqual([]);
        expect(rows.get(`${victim} ${name}`)?.slots_got, name).toBe(points.length);
      }
      const unguarded = await range(prometheus.url, "rate(redis_commands_processed_total[5m])", clock);
      const flat = unguarded.get(victim ?? "")?.filter(([at]) => slots.includes(at)) ?? [];
      expect(flat).toHaveLength(slots.length);
    });
  },
);

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(200);
}
