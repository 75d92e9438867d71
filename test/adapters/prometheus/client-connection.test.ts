import { type AddressInfo, createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { prometheusApi } from "#adapters/prometheus/client.ts";
import { json, vector } from "./http-server.ts";
import { failureOf, startPair, stopPairsAfterEach } from "./prometheus-pair.ts";

stopPairsAfterEach();

describe("Prometheus that does not answer is SourceUnavailable:", () => {
  it("nobody listens", async () => {
    const { api, server } = await startPair(() => undefined);
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
    const { api } = await startPair(
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
      const { api, server } = await startPair((_url, response) => {
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
    const { api, server, waits } = await startPair((_url, response) => json(response, {}, status), {
      attempts: 4,
    });
    expect(await failureOf(api.instant("x", 0))).toMatchObject({ name });
    expect(server.requests).toHaveLength(4);
    expect(waits).toEqual([100, 200, 400]);
    expect(api.callCount).toBe(4);
  });

  it("ends with the first answer", async () => {
    let count = 0;
    const { api, server } = await startPair((_url, response) => {
      count += 1;
      json(response, vector([]), count < 3 ? 503 : 200);
    });
    await expect(api.instant("x", 0)).resolves.toMatchObject({ series: [] });
    expect(server.requests).toHaveLength(3);
  });

  it("does not wait beyond the deadline for a server that wants an hour", async () => {
    const { api, server } = await startPair((_url, response) => {
      response.setHeader("retry-after", "3600");
      json(response, {}, 429);
    });
    expect(await failureOf(api.instant("x", 0))).toMatchObject({ name: "SourceThrottled" });
    expect(server.requests).toHaveLength(1);
  });
});
