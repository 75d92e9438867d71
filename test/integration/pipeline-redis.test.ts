import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { loadConfig } from "#adapters/config-files/load-config.ts";
import { startPrometheus } from "#lib/local/services/prometheus.ts";
import { type RunningRedis, startRedis } from "#lib/local/services/redis.ts";
import { startRedisExporter } from "#lib/local/services/redis-exporter.ts";
import { ServiceUnavailable } from "#lib/local/services/service-unavailable.ts";
import { startTestServer } from "../adapters/mysql/test-database.ts";
import { type PipelineRun, type PipelineWorld, startWorld } from "../pipeline/harness.ts";
import { smallEstate } from "../pipeline/small-estate.ts";
import { type FastClock, realSeconds, startFastClockPrometheus } from "./fast-clock-prometheus.ts";

const MEGABYTE = 1024 * 1024;
/** A five-minute slot lasts a second. */
const SPEED = 300;
const SLOT_SECONDS = 300;
const DAY = "2026-11-02";
const MIDNIGHT = "2026-11-03T00:00:00Z";
/** Slots that everybody lives through, and slots after the death of one. */
const SLOTS_TOGETHER = 5;
const SLOTS_AFTER_DEATH = 4;

const config = await loadConfig(fileURLToPath(new URL("../../config", import.meta.url)), "demo");
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

    it.each(Object.entries(config.metrics).filter(([, metric]) => metric.source.kind === "prometheus"))(
      "stores of %s what the same PromQL answers by hand",
      async (name) => {
        const byHand = await askByHand(prometheus.url, name, clock);
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
      },
    );

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
      for (const name of [
        "redis.operations_per_second",
        "redis.connected_clients",
        "redis.memory_usage_pct",
      ]) {
        const points = (await pointsOf(prometheus.url, name, clock)).get(victim ?? "") ?? [];
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

/** The day's instants on the real clock, on which Prometheus was asked. */
function slotInstants(clock: FastClock): number[] {
  const first = realSeconds(clock, Date.parse(`${DAY}T00:00:00Z`) / 1000);
  return Array.from({ length: 288 }, (_, slot) => first + (slot * SLOT_SECONDS) / clock.speed);
}

const Point = z.tuple([z.number(), z.string()]);
const Labels = z.object({ instance: z.string() });
const Vector = z.object({ data: z.object({ result: z.array(z.object({ metric: Labels, value: Point })) }) });
const Matrix = z.object({
  data: z.object({ result: z.array(z.object({ metric: Labels, values: z.array(Point) })) }),
});

/** The newest value of each instance. */
async function newest(url: string, query: string): Promise<Map<string, number>> {
  const answer = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query })}`);
  const { data } = Vector.parse(await answer.json());
  return new Map(data.result.map(({ metric, value }) => [metric.instance, Number(value[1])]));
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(200);
}

async function range(url: string, query: string, clock: FastClock): Promise<Map<string, [number, number][]>> {
  const instants = slotInstants(clock);
  const parameters = { start: instants.at(0), end: instants.at(-1), step: SLOT_SECONDS / clock.speed };
  const search = new URLSearchParams({ query, ...mapText(parameters) });
  const answer = await fetch(`${url}/api/v1/query_range?${search}`);
  const { data } = Matrix.parse(await answer.json());
  return new Map(
    data.result.map(({ metric, values }) => [
      metric.instance,
      values.map(([at, value]): [number, number] => [at, Number(value)]),
    ]),
  );
}

function mapText(values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

/** Points of a metric by instance, in the source's unit. */
function pointsOf(url: string, name: string, clock: FastClock): Promise<Map<string, [number, number][]>> {
  const source = config.metrics[name]?.source;
  if (source?.kind !== "prometheus") throw new Error(`${name} is not a metric of Prometheus`);
  return range(url, source.query.replaceAll("$window", "5m"), clock);
}

/** The statistics of the day of each instance, without any code of the pipeline. */
async function askByHand(url: string, name: string, clock: FastClock) {
  const answers = await pointsOf(url, name, clock);
  const factor = config.metrics[name]?.conversion.factor ?? Number.NaN;
  return new Map(
    [...answers].map(([instance, points]) => {
      const values = points.map(([, value]) => value * factor).toSorted((a, b) => a - b);
      const at = 0.95 * (values.length - 1);
      const [below = 0, above = 0] = [values[Math.floor(at)], values[Math.ceil(at)]];
      const statistics = {
        min_value: values.at(0) ?? Number.NaN,
        max_value: values.at(-1) ?? Number.NaN,
        avg_value: values.reduce((sum, value) => sum + value, 0) / values.length,
        p95_value: below + (above - below) * (at - Math.floor(at)),
        slots_got: values.length,
        slots_above_zero: values.filter((value) => value > 0).length,
      };
      return [instance, statistics] as const;
    }),
  );
}

/** A few hundred commands a second in bursts: writes of a kilobyte, reads that hit and miss, connections that come and go. */
function startLoad(redis: readonly RunningRedis[]): { stop: () => void } {
  const value = "v".repeat(1024);
  const sockets: Socket[] = [];
  let count = 0;
  const open = (port: number): Socket => {
    const socket = connect(port, "127.0.0.1").on("error", () => undefined);
    sockets.push(socket.resume());
    return socket;
  };
  const writers = redis.map(({ port }) => open(port));
  const timer = setInterval(() => {
    count += 1;
    for (const [index, socket] of writers.entries()) {
      const commands = Array.from({ length: 5 * (index + 1) + (count % 7) * 3 }, (_, part) => {
        const key = `k${count}.${part}`;
        return index === 2 ? `SET ${key} ${value}` : `SET ${key} ${value}\r\nGET ${key}\r\nGET absent`;
      });
      if (!socket.destroyed) socket.write(`${commands.join("\r\n")}\r\n`);
    }
    if (count % 10 === 0) open(redis[0]?.port ?? 0);
  }, 50);
  return {
    stop() {
      clearInterval(timer);
      for (const socket of sockets) socket.destroy();
    },
  };
}
