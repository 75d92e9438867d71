import { gzipSync } from "node:zlib";
import { describe, expect, it, vi } from "vitest";
import { httpServer, json, matrix, vector } from "./http-server.ts";
import { failureOf, startPair, stopPairsAfterEach } from "./prometheus-pair.ts";

stopPairsAfterEach();

const DAY = { start: 0, end: 300, stepSeconds: 300 };

describe("a refused question", () => {
  it.each([400, 422])("(%i) is asked exactly once and named", async (status) => {
    const error = { status: "error", errorType: "bad_data", error: 'parse error: unexpected ")"' };
    const { api, server } = await startPair((_url, response) => json(response, error, status));
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
    const { api, server } = await startPair((_url, response) =>
      json(response, { status: "error", errorType, error: "no" }),
    );
    expect(await failureOf(api.instant("x", 0))).toMatchObject({ name });
    expect(server.requests).toHaveLength(requests);
  });

  it.each([401, 403])("for the log-in (%i) is AccessDenied", async (status) => {
    const { api, server } = await startPair((_url, response) => json(response, {}, status));
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
    const { api } = await startPair((_url, response) => json(response, body));
    const failure = await failureOf(api.range("x", DAY));
    expect(failure).toMatchObject({ name: "ContractBroken" });
    expect(failure.message).toMatch(message);
  });

  it("a page, with its host and type", async () => {
    const { api, server } = await startPair((_url, response) => {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      response.end("<h1>Please log in</h1>");
    });
    const failure = await failureOf(api.instant("x", 0));
    expect(failure).toMatchObject({ name: "ContractBroken" });
    expect(failure.message).toContain(`${server.host} answered 200 with text/html`);
  });

  it("more bytes than allowed, sent without end", async () => {
    const { api, server } = await startPair(
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
    const { api } = await startPair(
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

describe("a proxy that the environment names", () => {
  it("gets neither the question nor the password with it", async () => {
    const proxy = await httpServer((_url, response) => json(response, vector([])));
    const { api, server } = await startPair((_url, response) => json(response, vector([])));
    for (const name of ["http_proxy", "HTTP_PROXY"]) vi.stubEnv(name, proxy.url);
    for (const name of ["no_proxy", "NO_PROXY"]) vi.stubEnv(name, "");
    try {
      await api.instant("x", 0);
    } finally {
      vi.unstubAllEnvs();
      await proxy.stop();
    }
    expect(proxy.requests).toHaveLength(0);
    expect(server.requests).toHaveLength(1);
  });
});

describe("a redirect", () => {
  it("is refused with the target's name and without a request to it", async () => {
    const target = await httpServer((_url, response) => json(response, vector([])));
    const { api, server } = await startPair((_url, response) => {
      response.writeHead(302, { location: `${target.url}/latest/meta-data` });
      response.end();
    });
    const failure = await failureOf(api.instant("x", 0));
    expect(failure).toMatchObject({ name: "SourceRefused" });
    expect(failure.message).toContain(`redirects to ${target.host}`);
    expect(target.requests).toHaveLength(0);
    await target.stop();
    expect(server.requests).toHaveLength(1);
  });
});
