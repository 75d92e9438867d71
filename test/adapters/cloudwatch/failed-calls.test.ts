import { describe, expect, it } from "vitest";
import { MAX_ATTEMPTS } from "#adapters/cloudwatch/backoff.ts";
import { answer, fullAnswer, gauge, metricDataServer, refuse, requestOf } from "./metric-data-server.ts";

describe("calls that fail", () => {
  it("backs off exponentially while throttled and then has everything", async () => {
    const { calls, waits, source } = await metricDataServer((asked, response, index) =>
      index < 3 ? refuse(response, "Throttling") : answer(response, fullAnswer(asked)),
    );
    const reply = await source.read(requestOf([gauge("i-1")]));
    expect(waits).toEqual([500, 1000, 2000]);
    expect(calls).toHaveLength(4);
    expect(reply).toMatchObject({ callCount: 4, billedMetricCount: 1 });
    expect(reply.series[0]?.samples?.t).toHaveLength(288);
  });

  it("throws SourceThrottled when nothing came within its attempts", async () => {
    const { calls, source } = await metricDataServer((_, response) =>
      refuse(response, "ThrottlingException"),
    );
    await expect(source.read(requestOf([gauge("i-1")]))).rejects.toMatchObject({ name: "SourceThrottled" });
    expect(calls).toHaveLength(MAX_ATTEMPTS);
  });

  it("repeats a call whose body was cut", async () => {
    const { calls, source } = await metricDataServer((asked, response, index) => {
      const body = JSON.stringify(fullAnswer(asked));
      answer(response, index === 0 ? body.slice(0, body.length / 2) : body);
    });
    const reply = await source.read(requestOf([gauge("i-1")]));
    expect(calls).toHaveLength(2);
    expect(reply.series[0]?.samples?.t).toHaveLength(288);
  });

  it("repeats a call whose connection broke within the body", async () => {
    const { calls, source } = await metricDataServer((asked, response, index) => {
      if (index > 0) return answer(response, fullAnswer(asked));
      response.writeHead(200, { "content-length": "5000" });
      response.write("{");
      setTimeout(() => response.destroy(), 20);
    });
    await source.read(requestOf([gauge("i-1")]));
    expect(calls).toHaveLength(2);
  });

  it("repeats a server error", async () => {
    const { calls, source } = await metricDataServer((asked, response, index) =>
      index === 0 ? refuse(response, "InternalFailure", 500) : answer(response, fullAnswer(asked)),
    );
    await source.read(requestOf([gauge("i-1")]));
    expect(calls).toHaveLength(2);
  });

  it("gives up on a server that never answers, within its own time", async () => {
    const { calls, source } = await metricDataServer(() => {}, { callTimeoutMs: 60 });
    const startedAtMs = performance.now();
    await expect(source.read(requestOf([gauge("i-1")]))).rejects.toMatchObject({ name: "SourceUnavailable" });
    expect(performance.now() - startedAtMs).toBeLessThan(3000);
    expect(calls).toHaveLength(MAX_ATTEMPTS);
  });

  it("gives up on a body that stops arriving", async () => {
    const { source } = await metricDataServer(
      (_, response) => {
        response.writeHead(200, { "content-type": "application/x-amz-json-1.0" });
        response.write('{"MetricDataResults":[');
      },
      { callTimeoutMs: 60 },
    );
    await expect(source.read(requestOf([gauge("i-1")]))).rejects.toMatchObject({ name: "SourceUnavailable" });
  });

  it("throws AccessDenied at the first refusal of rights", async () => {
    const { calls, source } = await metricDataServer((_, response) => refuse(response, "AccessDenied", 403));
    await expect(source.read(requestOf([gauge("i-1")]))).rejects.toMatchObject({ name: "AccessDenied" });
    expect(calls).toHaveLength(1);
  });

  it("throws ContractBroken for an answer of another shape", async () => {
    const { source } = await metricDataServer((_, response) => answer(response, { Surprise: true }));
    await expect(source.read(requestOf([gauge("i-1")]))).rejects.toMatchObject({ name: "ContractBroken" });
  });

  it("finds the one metric that CloudWatch refuses and reads the others", async () => {
    const { source } = await metricDataServer((asked, response) => {
      const isBad = asked.MetricDataQueries.some(({ MetricStat }) => MetricStat.Metric.MetricName === "Bad");
      if (isBad) refuse(response, "ValidationError");
      else answer(response, fullAnswer(asked));
    });
    const queries = ["a", "b", "c", "d", "e"].map((id) => gauge(id, id === "d" ? "Bad" : "Good"));
    const reply = await source.read(requestOf(queries));
    expect(reply.series.map(({ answers }) => answers[0]?.status)).toEqual(["ok", "ok", "ok", "failed", "ok"]);
  });

  it("keeps what one window gave when another failed", async () => {
    const { source } = await metricDataServer((asked, response) =>
      asked.MetricDataQueries[0]?.MetricStat.Period === 300
        ? refuse(response, "Throttling")
        : answer(response, fullAnswer(asked)),
    );
    const reply = await source.read(requestOf([gauge("i-1")], { dailyDays: ["2026-08-01"] }));
    expect(reply.series[0]?.answers).toEqual([
      { date: "2026-08-01", resolution: "daily", status: "ok" },
      { date: "2026-11-20", resolution: "samples", status: "failed" },
    ]);
    expect(reply.warnings).toHaveLength(1);
  });
});
