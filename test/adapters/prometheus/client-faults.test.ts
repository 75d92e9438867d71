import type { ServerResponse } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { type PrometheusOptions, prometheusApi } from "#adapters/prometheus/client.ts";
import { httpServer, json, matrix, vector } from "./http-server.ts";

const CANARY = "canary-password-5d2e";
const DAY = { start: 0, end: 300, stepSeconds: 300 };

const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(endings.splice(0).map((end) => end()));
});

async function start(
  respond: (url: URL, response: ServerResponse) => void,
  options: Partial<PrometheusOptions> = {},
) {
  const server = await httpServer(respond);
  endings.push(server.stop);
  const waits: number[] = [];
  const api = prometheusApi({
    baseUrl: server.url,
    allowLoopback: true,
    auth: { kind: "basic", username: "reader", password: CANARY },
    timeoutMs: 3_000,
    sleep: async (ms) => {
      waits.push(ms);
    },
    random: () => 0.5,
    ...options,
  });
  return { server, api, waits };
}

async function failureOf(promise: Promise<unknown>): Promise<Error> {
  const outcome = await promise.then(
    () => new Error("did not fail"),
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(Error);
  const error = outcome instanceof Error ? outcome : new Error("");
  expect(JSON.stringify({ ...error, message: error.message, cause: error.cause })).not.toContain(CANARY);
  return error;
}

describe("Prometheus that does not answer is SourceUnavailable:", () => {
  it("nobody listens", async () => {
    const { api, server } = await start(() => undefined);
    await server.stop();
    expect(await failureOf(api.instant("x", 0))).toMatchObject({ name: "SourceUnavailable" });
  });

  it("a name without an address", async () => {
    const api = prometheusApi({ baseUrl: "http://no-such-host.invalid:9090", attempts: 1 });
    expect(await failureOf(api.instant("x", 0))).toMatchObject({ name: "SourceUnavailable" });
  });

  it("silence, within the deadline of the question", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const api = prometheusApi({ baseUrl: `http://127.0.0.1:${port}`, allowLoopback: true, timeoutMs: 500 });
    const startedAt = performance.now();
    expect(await failureOf(api.instant("x", 0))).toMatchObject({ name: "SourceUnavailable" });
    // At most the budget and 5 %, plus what a busy machine takes to notice.
    expect(performance.now() - startedAt).toBeLessThan(500 * 1.05 + 250);
    server.close();
  });

  it("a byte now and then: the deadline is for the whole answer", async () => {
    const { api } = await start(
      (_url, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        const drip = setInterval(() => response.write(" "), 50);
        response.on("close", () => clearInterval(drip));
      },
      { timeoutMs: 500 },
    );
    const startedAt = performance.now();
    expect(await failureOf(api.instant("x", 0))).toMatchObject({ name: "SourceUnavailable" });
    expect(performance.now() - startedAt).toBeLessThan(500 * 1.05 + 250);
  });

  it("half a body, with and without its length, after asking again", async () => {
    for (const headers of [{ "content-length": "400" }, {}]) {
      const { api, server } = await start((_url, response) => {
        response.writeHead(200, { "content-type": "application/json", ...headers });
        response.write('{"status":"success","data":{"resultType":"vector","result":[');
        setTimeout(() => ("content-length" in headers ? response.destroy() : response.end()), 20);
      });
      expect(await failureOf(api.instant("x", 0))).toMatchObject({ name: "SourceUnavailable" });
      expect(server.requests).toHaveLength(3);
    }
  });
});

describe("asking again", () => {
  it.each([
    [429, "SourceThrottled"],
    [500, "SourceUnavailable"],
    [503, "SourceUnavailable"],
  ])("after %i stops at the last attempt with %s, waiting longer each time", async (status, name) => {
    const { api, server, waits } = await start((_url, response) => json(response, {}, status), {
      attempts: 4,
    });
    expect(await failureOf(api.instant("x", 0))).toMatchObject({ name });
    expect(server.requests).toHaveLength(4);
    expect(waits).toEqual([100, 200, 400]);
    expect(api.callCount).toBe(4);
  });

  it("ends with the first answer", async () => {
    let count = 0;
    const { api, server } = await start((_url, response) => {
      count += 1;
      json(response, vector([]), count < 3 ? 503 : 200);
    });
    await expect(api.instant("x", 0)).resolves.toMatchObject({ series: [] });
    expect(server.requests).toHaveLength(3);
  });

  it("does not wait beyond the deadline for a server that wants an hour", async () => {
    const { api, server } = await start((_url, response) => {
      response.setHeader("retry-after", "3600");
      json(response, {}, 429);
    });
    expect(await failureOf(api.instant("x", 0))).toMatchObject({ name: "SourceThrottled" });
    expect(server.requests).toHaveLength(1);
  });
});

describe("a refused question", () => {
  it.each([400, 422])("(%i) is asked exactly once and named", async (status) => {
    const error = { status: "error", errorType: "bad_data", error: 'parse error: unexpected ")"' };
    const { api, server } = await start((_url, response) => json(response, error, status));
    const failure = await failureOf(api.range("sum(x))", DAY));
    expect(failure).toMatchObject({ name: "SourceRefused" });
    expect(failure.message).toMatch(/bad_data: parse error.*query: sum\(x\)\)$/);
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ["bad_data", "SourceRefused", 1],
    ["execution", "SourceRefused", 1],
    ["timeout", "SourceUnavailable", 3],
  ])("of type %s inside a 200 is %s", async (errorType, name, requests) => {
    const { api, server } = await start((_url, response) =>
      json(response, { status: "error", errorType, error: "no" }),
    );
    expect(await failureOf(api.instant("x", 0))).toMatchObject({ name });
    expect(server.requests).toHaveLength(requests);
  });

  it.each([401, 403])("for the log-in (%i) is AccessDenied", async (status) => {
    const { api, server } = await start((_url, response) => json(response, {}, status));
    expect(await failureOf(api.instant("x", 0))).toMatchObject({ name: "AccessDenied" });
    expect(server.requests).toHaveLength(1);
  });
});

describe("an answer of another kind is ContractBroken:", () => {
  it.each<[string, unknown, RegExp]>([
    ["no status", { data: [] }, /without a status/],
    [
      "a scalar",
      { status: "success", data: { resultType: "scalar", result: [0, "1"] } },
      /something else than a matrix/,
    ],
    ["a vector where a matrix is asked", vector([]), /something else than a matrix/],
    [
      "an empty value",
      matrix([{ metric: {}, values: [[0, ""]] }]),
      /data.result\[0\], point 0: .*got \[0,""\]/,
    ],
    ["a value that is a number", matrix([{ metric: {}, values: [[0, 1]] }]), /point 0/],
    ["a hexadecimal value", matrix([{ metric: {}, values: [[0, "0x10"]] }]), /point 0/],
    ["a time that is text", matrix([{ metric: {}, values: [["0", "1"]] }]), /point 0/],
    ["a point of three", matrix([{ metric: {}, values: [[0, "1", 2]] }]), /point 0/],
    ["a histogram", matrix([{ metric: {}, histograms: [] }]), /data.result\[0\].values: expected a list/],
    ["a label that is no text", matrix([{ metric: { job: 1 }, values: [] }]), /label job is not text/],
    ["no labels", matrix([{ values: [] }]), /data.result\[0\].metric/],
  ])("%s", async (_what, body, message) => {
    const { api } = await start((_url, response) => json(response, body));
    const failure = await failureOf(api.range("x", DAY));
    expect(failure).toMatchObject({ name: "ContractBroken" });
    expect(failure.message).toMatch(message);
  });

  it("a page, with its host and type", async () => {
    const { api, server } = await start((_url, response) => {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      response.end("<h1>Please log in</h1>");
    });
    const failure = await failureOf(api.instant("x", 0));
    expect(failure).toMatchObject({ name: "ContractBroken" });
    expect(failure.message).toContain(`${server.host} answered 200 with text/html`);
  });

  it("more bytes than allowed, sent without end", async () => {
    const { api, server } = await start(
      (_url, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        const flood = setInterval(() => response.write("x".repeat(10_000)), 1);
        response.on("close", () => clearInterval(flood));
      },
      { maxBytes: 50_000 },
    );
    const failure = await failureOf(api.instant("x", 0));
    expect(failure.message).toMatch(/more than 50000 bytes/);
    expect(server.requests).toHaveLength(1);
  });

  it("more bytes than allowed once unpacked", async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000, " "));
    const { api } = await start(
      (_url, response) => {
        response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
        response.end(bomb);
      },
      { maxBytes: 1_000_000 },
    );
    expect(bomb.length).toBeLessThan(1_000_000);
    expect((await failureOf(api.instant("x", 0))).message).toMatch(/more than 1000000 bytes/);
  });
});

describe("a redirect", () => {
  it("is refused with the target's name and without a request to it", async () => {
    const target = await httpServer((_url, response) => json(response, vector([])));
    endings.push(target.stop);
    const { api, server } = await start((_url, response) => {
      response.writeHead(302, { location: `${target.url}/latest/meta-data` });
      response.end();
    });
    const failure = await failureOf(api.instant("x", 0));
    expect(failure).toMatchObject({ name: "SourceRefused" });
    expect(failure.message).toContain(`redirects to ${target.host}`);
    expect(target.requests).toHaveLength(0);
    expect(server.requests).toHaveLength(1);
  });
});
