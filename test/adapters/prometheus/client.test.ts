import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { type PrometheusOptions, prometheusApi } from "#adapters/prometheus/client.ts";
import { httpServer, json, matrix, vector } from "./http-server.ts";

const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(endings.splice(0).map((end) => end()));
});

async function start(
  respond: (url: URL, response: ServerResponse, request: IncomingMessage) => void,
  options: Partial<PrometheusOptions> = {},
) {
  const server = await httpServer(respond);
  endings.push(server.stop);
  const api = prometheusApi({ baseUrl: server.url, allowLoopback: true, timeoutMs: 5_000, ...options });
  return { server, api };
}

const DAY = { start: 1_795_219_200, end: 1_795_219_500, stepSeconds: 300 };

describe("a range query", () => {
  it("gives each series with its labels, times and values", async () => {
    const { api, server } = await start((_url, response) =>
      json(
        response,
        matrix([
          {
            metric: { instance: "a" },
            values: [
              [DAY.start, "1"],
              [DAY.end, "2.5e+06"],
            ],
          },
          { metric: {}, values: [[DAY.start, "-0.25"]] },
        ]),
      ),
    );
    expect(await api.range("up", DAY)).toEqual({
      series: [
        { labels: { instance: "a" }, t: [DAY.start, DAY.end], values: [1, 2_500_000] },
        { labels: {}, t: [DAY.start], values: [-0.25] },
      ],
      nonFiniteCount: 0,
      isPartial: false,
      warnings: [],
    });
    expect(server.requests.map(String)).toEqual([
      "http://server/api/v1/query_range?query=up&start=1795219200&end=1795219500&step=300",
    ]);
    expect(api.callCount).toBe(1);
  });

  it("takes NaN and Inf for no value, and counts them", async () => {
    const texts = ["NaN", "+Inf", "-Inf", "0"];
    const { api } = await start((_url, response) =>
      json(response, matrix([{ metric: {}, values: texts.map((text, index) => [index, text]) }])),
    );
    const answer = await api.range("x", DAY);
    expect(answer.series[0]?.values).toEqual([null, null, null, 0]);
    expect(answer.nonFiniteCount).toBe(3);
  });

  it("is partial if Prometheus warns", async () => {
    const { api } = await start((_url, response) =>
      json(
        response,
        matrix([], { warnings: ["remote read failed"], infos: ["metric might not be a counter"] }),
      ),
    );
    expect(await api.range("x", DAY)).toMatchObject({
      isPartial: true,
      warnings: ["remote read failed"],
      series: [],
    });
  });

  it("of 45 days at five minutes is asked in parts that Prometheus allows, without gap or overlap", async () => {
    const { api, server } = await start((url, response) => {
      const [from, to, step] = ["start", "end", "step"].map((name) => Number(url.searchParams.get(name)));
      const count = ((to ?? 0) - (from ?? 0)) / (step ?? 1) + 1;
      if (count > 11_000) {
        return json(
          response,
          { status: "error", errorType: "bad_data", error: "exceeded maximum resolution" },
          400,
        );
      }
      const values = Array.from({ length: count }, (_, index) => [(from ?? 0) + index * (step ?? 1), "1"]);
      json(
        response,
        matrix([
          { metric: { b: "2", a: "1" }, values },
          { metric: { a: "1" }, values },
        ]),
      );
    });
    const days = 45;
    const end = DAY.start + days * 86_400 - 300;
    const { series } = await api.range("x", { start: DAY.start, end, stepSeconds: 300 });
    expect(server.requests).toHaveLength(2);
    expect(series).toHaveLength(2);
    for (const { t } of series) {
      expect(t).toEqual(Array.from({ length: days * 288 }, (_, index) => DAY.start + index * 300));
    }
  });

  it("keeps as many series as its cap, and says that there were more", async () => {
    const result = Array.from({ length: 200_000 }, (_, index) => ({
      metric: { id: `${index}` },
      values: [[0, "1"]],
    }));
    const { api } = await start((_url, response) => json(response, matrix(result)), { maxSeries: 1_000 });
    const answer = await api.range("x", DAY);
    expect(answer.series).toHaveLength(1_000);
    expect(answer).toMatchObject({
      isPartial: true,
      warnings: ["200000 series, of which the first 1000 were kept"],
    });
  });
});

describe("an instant query", () => {
  it("gives one point per series", async () => {
    const { api, server } = await start((_url, response) =>
      json(response, vector([{ metric: { instance: "a" }, value: [86_399, "3"] }])),
    );
    expect((await api.instant("x", 86_399)).series).toEqual([
      { labels: { instance: "a" }, t: [86_399], values: [3] },
    ]);
    expect(String(server.requests[0])).toMatch(/\/api\/v1\/query\?query=x&time=86399$/);
  });
});

describe("logging in", () => {
  it.each([
    [{ kind: "basic", username: "reader", password: "pw" } as const, `Basic ${btoa("reader:pw")}`],
    [{ kind: "bearer", token: "t-1" } as const, "Bearer t-1"],
  ])("sends %o", async (auth, header) => {
    const { api } = await start(
      (_url, response, request) => {
        json(response, vector([]), request.headers.authorization === header ? 200 : 401);
      },
      { auth },
    );
    await expect(api.instant("x", 0)).resolves.toMatchObject({ series: [] });
  });

  it("keeps a path before /api/v1", async () => {
    const server = await httpServer((_url, response) => json(response, vector([])));
    endings.push(server.stop);
    await prometheusApi({ baseUrl: `${server.url}/select/0/`, allowLoopback: true }).instant("x", 0);
    expect(server.requests[0]?.pathname).toBe("/select/0/api/v1/query");
  });
});

describe("the status", () => {
  const targets = [
    { health: "up", labels: { job: "redis", instance: "a" } },
    { health: "down", labels: { job: "redis", instance: "b" } },
    { health: "unknown", labels: { job: "node", instance: "c" } },
  ];
  function pages(storageRetention: string | null, flag: string | null) {
    return (url: URL, response: ServerResponse): void => {
      const data: Record<string, unknown> = {
        "/api/v1/status/buildinfo": { version: "2.43.0", revision: "x" },
        "/api/v1/targets": { activeTargets: targets, droppedTargets: [] },
        ...(storageRetention === null ? {} : { "/api/v1/status/runtimeinfo": { storageRetention } }),
        ...(flag === null ? {} : { "/api/v1/status/flags": { "storage.tsdb.retention.time": flag } }),
      };
      const body = data[url.pathname];
      json(response, { status: "success", data: body }, body === undefined ? 404 : 200);
    };
  }

  it.each<[string | null, string | null, number | null]>([
    ["15d", null, 1_296_000],
    ["15d or 10GiB", null, 1_296_000],
    ["1y2w3d4h5m6s", null, 31_536_000 + 1_209_600 + 259_200 + 14_706],
    ["0s", null, null],
    ["10GiB", null, null],
    [null, "90d", 7_776_000],
    [null, null, null],
  ])("reads a retention of %s (flag %s) as %s seconds", async (runtime, flag, seconds) => {
    const { api } = await start(pages(runtime, flag));
    expect(await api.status()).toEqual({
      version: "2.43.0",
      retentionSeconds: seconds,
      jobs: ["node", "redis"],
      targetsUp: 1,
      targetsDown: 1,
    });
  });

  it("without a version is no Prometheus", async () => {
    const { api } = await start((_url, response) => json(response, { status: "success", data: {} }));
    await expect(api.status()).rejects.toMatchObject({ name: "ContractBroken" });
  });
});
