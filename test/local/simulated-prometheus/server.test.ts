import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startOfDay } from "#core/model/utc-day.ts";
import { createEstate } from "#lib/local/estate/create-estate.ts";
import type { Estate, EstateResource } from "#lib/local/estate/estate.ts";
import type { FaultKind } from "#lib/local/simulated-http/fault-book.ts";
import { loadMetrics } from "#lib/local/simulated-http/load-metrics.ts";
import type { SimulatedServer } from "#lib/local/simulated-http/serve.ts";
import { createSimulationState, type SimulationState } from "#lib/local/simulated-http/simulation-state.ts";
import { startSimulatedPrometheus } from "#lib/local/simulated-prometheus/server.ts";

const TODAY = "2026-11-20";
const NOW = startOfDay(TODAY) + 7 * 3600;
const DAY = startOfDay("2026-11-19");
const CLIENTS = "redis_connected_clients and on (instance, job) (redis_up == 1)";
const HIT_RATE =
  "rate(redis_keyspace_hits_total[20m]) / (rate(redis_keyspace_hits_total[20m]) + rate(redis_keyspace_misses_total[20m]) > 0) and on (instance, job) (redis_up == 1)";
const EVICTIONS = "rate(redis_evicted_keys_total[20m]) and on (instance, job) (redis_up == 1)";

let estate: Estate;
let state: SimulationState;
let server: SimulatedServer;
let node: EstateResource;

beforeAll(async () => {
  estate = createEstate({
    seed: 7,
    firstDay: "2026-10-01",
    lastDay: TODAY,
    monitoringStart: "2026-11-01",
  });
  state = createSimulationState(NOW);
  server = await startSimulatedPrometheus(estate, state, { metrics: await loadMetrics() });
  node = estate.resources.filter(({ type }) => type === "redis")[0] ?? (() => expect.unreachable())();
});
afterAll(() => server.stop());
afterEach(() => {
  state.faults.set([]);
  state.downInstances.clear();
  state.nowSeconds = NOW;
});

interface Reply {
  status: string;
  errorType?: string;
  error?: string;
  warnings?: string[];
  data: {
    resultType: string;
    result: { metric: Record<string, string>; value: [number, string]; values: [number, string][] }[];
  };
}

async function get(path: string, parameters: Record<string, string | number> = {}) {
  const query = new URLSearchParams(
    Object.entries(parameters).map(([name, value]): [string, string] => [name, String(value)]),
  );
  const response = await fetch(`${server.url}/api/v1/${path}?${query}`);
  const body: Reply = JSON.parse(await response.text());
  return { status: response.status, body };
}

function ofNode({ body }: { body: Reply }) {
  return body.data.result.find(({ metric }) => metric.instance === node.prometheusInstance);
}

async function instantValue(query: string, time: number): Promise<number | null> {
  const found = ofNode(await get("query", { query, time }));
  return found === undefined ? null : Number(found.value[1]);
}

function slotValues(metric: string, from: number, count: number): number[] {
  return [...(estate.slots(node.resourceId, metric, from, 300, count)?.avg ?? [])];
}

describe("queries", () => {
  it("a range query gives each slot's value, both ends included, and keeps the metric's name", async () => {
    const reply = await get("query_range", { query: CLIENTS, start: DAY, end: DAY + 3600, step: 300 });
    const series = ofNode(reply);
    expect(series?.metric).toEqual({
      __name__: "redis_connected_clients",
      instance: node.prometheusInstance,
      job: "redis",
    });
    expect(series?.values.map(([t]) => t)).toEqual(Array.from({ length: 13 }, (_, i) => DAY + i * 300));
    expect(series?.values.map(([, value]) => Number(value))).toEqual(
      slotValues("redis.connected_clients", DAY, 13),
    );
    expect(reply.body.data.result).toHaveLength(76);
  });

  it("takes any range in place of $window and drops the name of what was computed", async () => {
    const reply = await get("query_range", { query: HIT_RATE, start: DAY, end: DAY, step: "5m" });
    expect(ofNode(reply)?.metric).toEqual({ instance: node.prometheusInstance, job: "redis" });
    expect(Number(ofNode(reply)?.values[0]?.[1])).toBe(slotValues("redis.cache_hit_rate_pct", DAY, 1)[0]);
  });

  it.each([
    ["min", (values: number[]) => Math.min(...values)],
    ["max", (values: number[]) => Math.max(...values)],
    ["avg", (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length],
    ["sum", (values: number[]) => values.reduce((a, b) => a + b, 0)],
    ["count", (values: number[]) => values.length],
  ] as const)(
    "%s_over_time one second before midnight is over the day's 288 slots",
    async (name, expected) => {
      const query = `${name}_over_time((${CLIENTS})[1d:5m])`;
      const value = await instantValue(query, DAY + 86_400 - 1);
      expect(value).toBeCloseTo(expected(slotValues("redis.connected_clients", DAY, 288)), 9);
    },
  );

  it("a sub-query at midnight begins after the midnight before: (T - 1d, T]", async () => {
    const query = `min_over_time((${CLIENTS})[1d:5m])`;
    expect(await instantValue(query, DAY)).toBe(
      Math.min(...slotValues("redis.connected_clients", DAY - 86_400 + 300, 288)),
    );
  });

  it("(EXPR > 0) counts only what is above zero", async () => {
    const query = `count_over_time((${`(${EVICTIONS}) > 0`})[1d:5m])`;
    const above = slotValues("redis.evicted_keys_per_second", DAY, 288).filter((value) => value > 0).length;
    expect(await instantValue(query, DAY + 86_399)).toBe(above === 0 ? null : above);
  });

  it("without parentheses `> 0` binds to redis_up, as in PromQL, and filters nothing", async () => {
    const query = `count_over_time((${EVICTIONS} > 0)[1d:5m])`;
    expect(await instantValue(query, DAY + 86_399)).toBe(288);
  });

  it("keeps 15 days", async () => {
    const oldest = NOW - 15 * 86_400;
    const reply = await get("query_range", {
      query: CLIENTS,
      start: oldest - 86_400,
      end: oldest + 86_400,
      step: 300,
    });
    expect(ofNode(reply)?.values[0]?.[0]).toBe(oldest);
  });

  it("knows nothing after now", async () => {
    const reply = await get("query_range", { query: CLIENTS, start: NOW - 600, end: NOW + 3600, step: 300 });
    expect(ofNode(reply)?.values.at(-1)?.[0]).toBe(NOW);
  });

  it("takes 11,000 steps and refuses one more", async () => {
    const ask = (steps: number) =>
      get("query_range", { query: "up", start: NOW - steps * 60, end: NOW, step: 60 });
    expect((await ask(11_000)).status).toBe(200);
    const refused = await ask(11_001);
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({
      errorType: "bad_data",
      error: expect.stringContaining("11,000 points"),
    });
  });

  it.each([
    ["other PromQL", { query: "sum(up)", start: DAY, end: DAY, step: 300 }],
    ["an end before the start", { query: "up", start: DAY, end: DAY - 1, step: 300 }],
    ["a step of zero", { query: "up", start: DAY, end: DAY, step: 0 }],
    ["a time that is none", { query: "up", start: "yesterday", end: DAY, step: 300 }],
  ])("refuses %s as bad_data", async (_, parameters) => {
    const reply = await get("query_range", parameters);
    expect([reply.status, reply.body.errorType]).toEqual([400, "bad_data"]);
  });

  it("answers a POST with a form too", async () => {
    const response = await fetch(`${server.url}/api/v1/query`, {
      method: "POST",
      body: new URLSearchParams({ query: "up", time: String(NOW) }),
    });
    expect(response.status).toBe(200);
  });

  it("a dead Redis keeps up = 1, has redis_up = 0 and no gauges", async () => {
    state.downInstances.add(node.prometheusInstance ?? "");
    expect(await instantValue("up", NOW)).toBe(1);
    expect(await instantValue("redis_up", NOW)).toBe(0);
    expect(await instantValue(CLIENTS, NOW)).toBeNull();
    state.downInstances.clear();
    expect(await instantValue("redis_up", NOW)).toBe(1);
  });
});

describe("status", () => {
  it("tells version, retention and targets", async () => {
    expect((await get("status/buildinfo")).body.data).toMatchObject({ version: "2.43.0" });
    expect((await get("status/runtimeinfo")).body.data).toMatchObject({ storageRetention: "15d" });
    const targets: unknown = (await get("targets", { state: "active" })).body.data;
    expect(targets).toMatchObject({
      activeTargets: expect.arrayContaining([
        expect.objectContaining({
          labels: { instance: node.prometheusInstance, job: "redis" },
          health: "up",
        }),
      ]),
    });
  });
});

describe("faults", () => {
  const strike = (kind: FaultKind, share = 1) =>
    state.faults.set([{ service: "prometheus", action: "query", kind, share }]);
  const ask = () => fetch(`${server.url}/api/v1/query?query=redis_up&time=${NOW}`);

  it.each([
    ["internal_error", 503],
    ["throttle", 429],
    ["unprocessable", 422],
    ["deny", 403],
    ["http_500", 500],
  ] as const)("%s is HTTP %i", async (kind, status) => {
    strike(kind);
    expect((await ask()).status).toBe(status);
  });

  it("html is a login page under HTTP 200", async () => {
    strike("html");
    const response = await ask();
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/html"]);
  });

  it("truncate_body is half a JSON text under HTTP 200", async () => {
    strike("truncate_body");
    const response = await ask();
    expect(response.status).toBe(200);
    await expect(response.json()).rejects.toThrow(SyntaxError);
  });

  it("warnings come with the data", async () => {
    strike("warnings");
    const reply = await get("query", { query: "redis_up", time: NOW });
    expect(reply.body.warnings).toHaveLength(1);
    expect(reply.body.data.result).toHaveLength(76);
  });

  it("nan_values strikes the share of the values", async () => {
    strike("nan_values", 0.25);
    const reply = await get("query", { query: "redis_up", time: NOW });
    expect(reply.body.data.result.filter(({ value }) => value[1] === "NaN")).toHaveLength(19);
  });
});

describe("authentication", () => {
  it.each([
    [{ kind: "basic", user: "reader", password: "p:w" }, `Basic ${btoa("reader:p:w")}`],
    [{ kind: "bearer", token: "t0ken" }, "Bearer t0ken"],
  ] as const)("%o lets in who has it, and nobody else", async (auth, authorization) => {
    const closed = await startSimulatedPrometheus(estate, state, { metrics: await loadMetrics(), auth });
    const url = `${closed.url}/api/v1/status/buildinfo`;
    expect((await fetch(url)).status).toBe(401);
    expect((await fetch(url, { headers: { authorization } })).status).toBe(200);
    await closed.stop();
  });
});
