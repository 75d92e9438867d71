import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { parseMetricsConfig } from "#adapters/config-files/load-config.ts";
import { prometheusApi } from "#adapters/prometheus/client.ts";
import type { PrometheusAnswer } from "#core/ports/prometheus-api.ts";
import { metricExpression } from "#core/promql/metric-expression.ts";
import { startPrometheus } from "#lib/local/services/prometheus.ts";
import { type RunningRedis, startRedis } from "#lib/local/services/redis.ts";
import { startRedisExporter } from "#lib/local/services/redis-exporter.ts";
import { ServiceUnavailable } from "#lib/local/services/service-unavailable.ts";

const SCRAPE_SECONDS = 1;
/** Samples with a time in this second may still be on their way. */
const SETTLED_SECONDS = 2;

const services = await startAll().catch((error: unknown) => {
  if (error instanceof ServiceUnavailable) {
    process.stderr.write(`SKIPPED, no Prometheus with Redis on this machine: ${error.message}\n`);
    return null;
  }
  throw error;
});

async function startAll() {
  const busy = await startRedis({ maxMemoryBytes: 64 * 1024 * 1024 });
  const idle = await startRedis({ maxMemoryBytes: 0 });
  const doomed = await startRedis();
  const exporter = await startRedisExporter();
  const prometheus = await startPrometheus({
    scrapeIntervalSeconds: SCRAPE_SECONDS,
    redisTargets: [busy, idle, doomed].map((redis) => redis.address),
    exporterAddress: exporter.address,
  });
  return { busy, idle, doomed, exporter, prometheus };
}

afterAll(async () => {
  for (const service of Object.values(services ?? {})) {
    await service.stop();
  }
});

describe.skipIf(services === null)("the specification's Redis metrics on a real Prometheus", () => {
  if (services === null) {
    return;
  }
  const { busy, idle, doomed, prometheus } = services;
  const api = prometheusApi({ baseUrl: prometheus.url, allowLoopback: true });
  const expressions = new Map<string, string>();

  beforeAll(async () => {
    const config = parseMetricsConfig(await readFile("config/metrics_config.yaml", "utf8"));
    for (const [name, { source }] of Object.entries(config.metrics)) {
      if (source.kind === "prometheus") {
        expressions.set(name, metricExpression(source.query, SCRAPE_SECONDS));
      }
    }
    // A rate needs a sample from before the load, and the first scrape comes seconds after the start.
    await until(async () => valuesByInstance(await api.instant("redis_up", settledSecond())).size === 3);
    await lightLoad(busy, 4);
    await lightLoad(doomed, 2);
  });

  async function valuesNow(metric: string): Promise<Map<string, number | null>> {
    return valuesByInstance(await api.instant(expressions.get(metric) ?? "", settledSecond()));
  }

  it("are six, and each query runs", async () => {
    expect([...expressions.keys()]).toEqual([
      "redis.memory_usage_pct",
      "redis.connected_clients",
      "redis.operations_per_second",
      "redis.cpu_usage_pct",
      "redis.cache_hit_rate_pct",
      "redis.evicted_keys_per_second",
    ]);
    for (const expression of expressions.values()) {
      expect(await api.instant(expression, settledSecond())).toMatchObject({
        isPartial: false,
        nonFiniteCount: 0,
      });
    }
  });

  it("of a busy Redis are what the plain series give by hand", async () => {
    const at = settledSecond();
    const hand = async (query: string): Promise<number> => byHand(prometheus.url, query, busy.address, at);
    const ours = async (metric: string): Promise<number> => {
      const answer = await api.instant(expressions.get(metric) ?? "", at);
      return Number(valuesByInstance(answer).get(busy.address));
    };
    const hits = await hand("rate(redis_keyspace_hits_total[5m])");
    const misses = await hand("rate(redis_keyspace_misses_total[5m])");
    const memory = (await hand("redis_memory_used_bytes")) / (await hand("redis_memory_max_bytes"));
    expect(await ours("redis.memory_usage_pct")).toBe(memory);
    expect(await ours("redis.connected_clients")).toBe(await hand("redis_connected_clients"));
    expect(await ours("redis.operations_per_second")).toBe(
      await hand("rate(redis_commands_processed_total[5m])"),
    );
    expect(await ours("redis.cpu_usage_pct")).toBe(await hand("rate(redis_cpu_user_seconds_total[5m])"));
    expect(await ours("redis.cache_hit_rate_pct")).toBeCloseTo(hits / (hits + misses), 12);
    expect(await ours("redis.evicted_keys_per_second")).toBe(0);
    // Three hits to each miss, as the load asks.
    expect(hits / (hits + misses)).toBeCloseTo(0.75, 1);
  });

  it("of a Redis without memory limit and without traffic have no memory share and no hit rate", async () => {
    expect((await valuesNow("redis.memory_usage_pct")).has(idle.address)).toBe(false);
    expect((await valuesNow("redis.cache_hit_rate_pct")).has(idle.address)).toBe(false);
    expect((await valuesNow("redis.connected_clients")).get(idle.address)).toBeGreaterThan(0);
    // What the guards in the queries are for:
    const plain = await api.instant("redis_memory_used_bytes / redis_memory_max_bytes", settledSecond());
    expect(valuesByInstance(plain).get(idle.address)).toBeNull();
    expect(plain.nonFiniteCount).toBe(1);
  });

  it("of a range are one point per step", async () => {
    const end = settledSecond();
    const { series } = await api.range(expressions.get("redis.connected_clients") ?? "", {
      start: end - 3,
      end,
      stepSeconds: 1,
    });
    expect(series.find((one) => one.labels.instance === busy.address)?.t.at(-1)).toBe(end);
  });

  it("stop when a Redis dies, though its targets stay up and its rates go on", async () => {
    await doomed.kill();
    await until(async () => {
      const up = valuesByInstance(await api.instant("redis_up", settledSecond()));
      return up.get(doomed.address) === 0;
    });
    for (const metric of expressions.keys()) {
      const values = await valuesNow(metric);
      expect(values.has(doomed.address), metric).toBe(false);
      expect(values.has(busy.address), metric).toBe(true);
    }
    const at = settledSecond();
    expect(await byHand(prometheus.url, "up", doomed.address, at)).toBe(1);
    const zombie = "rate(redis_commands_processed_total[5m])";
    expect(await byHand(prometheus.url, zombie, doomed.address, at)).toBeGreaterThan(0);
  });

  it("that are misspelt are empty, not an error, and PromQL that is wrong is refused", async () => {
    expect((await api.instant("redis_keyspace_hits", settledSecond())).series).toEqual([]);
    await expect(api.instant("rate(redis_up", settledSecond())).rejects.toMatchObject({
      name: "SourceRefused",
    });
  });

  it("come with the status of Prometheus", async () => {
    expect(await api.status()).toMatchObject({
      version: expect.stringMatching(/^2\./),
      retentionSeconds: 90 * 86_400,
      jobs: ["redis"],
      targetsUp: 3,
      targetsDown: 0,
    });
  });
});

function settledSecond(): number {
  return Math.floor(Date.now() / 1000) - SETTLED_SECONDS;
}

function valuesByInstance(answer: PrometheusAnswer): Map<string, number | null> {
  return new Map(answer.series.map(({ labels, values }) => [labels.instance ?? "", values[0] ?? null]));
}

/** The same question without our client. */
async function byHand(url: string, query: string, instance: string, at: number): Promise<number> {
  const answer = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query, time: String(at) })}`);
  const Sample = z.object({
    metric: z.object({ instance: z.string() }),
    value: z.tuple([z.number(), z.string()]),
  });
  const { data } = z.object({ data: z.object({ result: z.array(Sample) }) }).parse(await answer.json());
  return Number(data.result.find(({ metric }) => metric.instance === instance)?.value[1]);
}

/** Three hits and a miss at a time, for so many seconds, until Prometheus has seen some of them. */
async function lightLoad(redis: RunningRedis, seconds: number): Promise<void> {
  const socket = connect({ host: "127.0.0.1", port: redis.port });
  socket.resume();
  socket.write("SET key value\r\n");
  for (let round = 0; round < seconds * 10; round++) {
    socket.write("GET key\r\nGET key\r\nGET key\r\nGET nothing\r\n");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await new Promise((resolve) => setTimeout(resolve, 1000 * (SETTLED_SECONDS + SCRAPE_SECONDS)));
  socket.destroy();
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await isTrue()) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("not within 20 s");
}
