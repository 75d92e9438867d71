import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { isAlive } from "#lib/local/services/is-alive.ts";
import { firstAnswer } from "#lib/local/services/probe.ts";
import { type RunningPrometheus, startPrometheus } from "#lib/local/services/prometheus.ts";
import { type RunningRedis, startRedis } from "#lib/local/services/redis.ts";
import { type RunningRedisExporter, startRedisExporter } from "#lib/local/services/redis-exporter.ts";
import { missing } from "./missing-program.ts";
import { ownTemporaryFolder } from "./own-temporary-folder.ts";

const reason = await missing("Redis, redis_exporter or Prometheus", async () => {
  for (const start of [startRedis, startRedisExporter, startPrometheus]) {
    await (await start()).stop();
  }
});

const Answer = z.object({
  status: z.literal("success"),
  data: z.object({
    result: z.array(
      z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) }),
    ),
  }),
});

/** The newest value of each series, by instance. */
async function query(prometheus: RunningPrometheus, promql: string): Promise<Record<string, string>> {
  const response = await fetch(`${prometheus.url}/api/v1/query?query=${encodeURIComponent(promql)}`);
  const { data } = Answer.parse(await response.json());
  return Object.fromEntries(data.result.map(({ metric, value }) => [metric.instance ?? "", value[1]]));
}

describe.skipIf(reason)("three Redis, one exporter, one Prometheus", () => {
  const folder = ownTemporaryFolder();
  let redis: RunningRedis[];
  let exporter: RunningRedisExporter;
  let prometheus: RunningPrometheus;
  const addresses = (): string[] => redis.map(({ address }) => address);

  beforeAll(async () => {
    redis = await Promise.all([
      startRedis({ maxMemoryBytes: 8 * 1024 * 1024 }),
      startRedis({ maxMemoryBytes: 0 }),
      startRedis({ password: "canary secret" }),
    ]);
    exporter = await startRedisExporter({
      passwordProtected: redis.filter(({ password }) => password !== undefined),
    });
    prometheus = await startPrometheus({
      scrapeIntervalSeconds: 1,
      redisTargets: addresses(),
      exporterAddress: exporter.address,
    });
  });
  afterAll(async () => {
    await Promise.all([prometheus, exporter, ...redis].map((server) => server.stop()));
    folder.remove();
  });

  it("see every Redis up, under its own address", async () => {
    const up = Object.fromEntries(addresses().map((address) => [address, "1"]));
    await expect.poll(() => query(prometheus, "redis_up"), { timeout: 15_000 }).toEqual(up);
  });

  it("report the memory limit that each was given", async () => {
    const limits = {
      [addresses()[0] ?? ""]: "8388608",
      [addresses()[1] ?? ""]: "0",
      [addresses()[2] ?? ""]: "67108864",
    };
    await expect.poll(() => query(prometheus, "redis_memory_max_bytes"), { timeout: 15_000 }).toEqual(limits);
  });

  it("refuse whoever comes without the password", async () => {
    expect(await firstAnswer(redis[2]?.port ?? 0, "PING\r\n")).toContain("NOAUTH");
  });

  it("report redis_up 0 for one that was killed, while up stays 1, and 1 again after its restart", async () => {
    const victim = addresses()[0] ?? "";
    await redis[0]?.kill();
    await expect
      .poll(async () => (await query(prometheus, "redis_up"))[victim], { timeout: 15_000 })
      .toBe("0");
    expect((await query(prometheus, "up"))[victim]).toBe("1");
    expect((await query(prometheus, "redis_up"))[addresses()[1] ?? ""]).toBe("1");
    await redis[0]?.restart();
    await expect
      .poll(async () => (await query(prometheus, "redis_up"))[victim], { timeout: 15_000 })
      .toBe("1");
  });

  it("leave no process and no file", async () => {
    const servers = [prometheus, exporter, ...redis];
    const pids = servers.map(({ pid }) => pid);
    await Promise.all(servers.map((server) => server.stop()));
    expect(pids.filter(isAlive)).toEqual([]);
    expect(folder.leftovers()).toEqual([]);
  });
});

describe.skipIf(reason)("a Prometheus with an account", () => {
  it("answers 401 without it and 200 with it", async () => {
    const prometheus = await startPrometheus({ basicAuth: { username: "reader", password: "canary" } });
    const url = `${prometheus.url}/api/v1/query?query=1`;
    const Authorization = `Basic ${Buffer.from("reader:canary").toString("base64")}`;
    expect((await fetch(url)).status).toBe(401);
    expect((await fetch(url, { headers: { Authorization } })).status).toBe(200);
    await prometheus.stop();
  });
});
