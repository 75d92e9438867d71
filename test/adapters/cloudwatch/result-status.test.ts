import { describe, expect, it } from "vitest";
import {
  type Asked,
  type AskedQuery,
  answer,
  fullAnswer,
  fullResult,
  gauge,
  metricDataServer,
  requestOf,
} from "./metric-data-server.ts";

function isOf(query: AskedQuery, id: string): boolean {
  return query.MetricStat.Metric.Dimensions.some(({ Value }) => Value === id);
}

function withStatus(asked: Asked, id: string, StatusCode: string) {
  const MetricDataResults = asked.MetricDataQueries.map((query) =>
    isOf(query, id) ? { ...fullResult(asked, query), StatusCode } : fullResult(asked, query),
  );
  return { MetricDataResults };
}

describe("a result's status inside HTTP 200", () => {
  it("marks the days partial when PartialData was the last word", async () => {
    const { source } = await metricDataServer((asked, response) =>
      answer(response, withStatus(asked, "i-2", "PartialData")),
    );
    const reply = await source.read(requestOf([gauge("i-1"), gauge("i-2")]));
    expect(reply.series.map(({ answers }) => answers[0]?.status)).toEqual(["ok", "partial"]);
    expect(reply.series[1]?.samples?.t).toHaveLength(288);
  });

  it("is ok when the next page completes PartialData", async () => {
    const { source } = await metricDataServer((asked, response) => {
      if (asked.NextToken === undefined) {
        answer(response, { ...withStatus(asked, "i-1", "PartialData"), NextToken: "more" });
      } else answer(response, withStatus(asked, "i-1", "Complete"));
    });
    const reply = await source.read(requestOf([gauge("i-1")]));
    expect(reply.series[0]?.answers[0]?.status).toBe("ok");
    expect(reply.billedMetricCount).toBe(2);
  });

  it("asks only the metric again that answered InternalError, with a growing pause", async () => {
    const { calls, waits, source } = await metricDataServer((asked, response, index) =>
      answer(response, index < 2 ? withStatus(asked, "i-2", "InternalError") : fullAnswer(asked)),
    );
    const reply = await source.read(requestOf([gauge("i-1"), gauge("i-2")]));
    expect(calls.map(({ MetricDataQueries }) => MetricDataQueries.length)).toEqual([8, 4, 4]);
    expect(waits).toEqual([500, 1000]);
    expect(reply.series.map(({ answers }) => answers[0]?.status)).toEqual(["ok", "ok"]);
  });

  it("asks again where InternalError stood on a page before the last, whatever the last one says", async () => {
    const { calls, source } = await metricDataServer((asked, response, index) => {
      if (index === 0) answer(response, { ...withStatus(asked, "i-1", "InternalError"), NextToken: "more" });
      else answer(response, fullAnswer(asked));
    });
    const reply = await source.read(requestOf([gauge("i-1")]));
    expect(calls.map(({ NextToken }) => NextToken)).toEqual([undefined, "more", undefined]);
    expect(reply.series[0]?.answers[0]?.status).toBe("ok");
  });

  it("gives a lasting InternalError up after three retries and says so", async () => {
    const { calls, source } = await metricDataServer((asked, response) =>
      answer(response, withStatus(asked, "i-2", "InternalError")),
    );
    const reply = await source.read(requestOf([gauge("i-1"), gauge("i-2")]));
    expect(calls).toHaveLength(4);
    expect(reply.series[1]).toMatchObject({ samples: null, answers: [{ status: "failed" }] });
    expect(reply.warnings).toEqual([
      expect.stringContaining("InternalError: ec2.cpu_utilization_pct of arn:"),
    ]);
  });

  it("fails a forbidden metric at once, with a warning, and keeps the others", async () => {
    const { calls, source } = await metricDataServer((asked, response) =>
      answer(response, withStatus(asked, "i-2", "Forbidden")),
    );
    const reply = await source.read(requestOf([gauge("i-1"), gauge("i-2")]));
    expect(calls).toHaveLength(1);
    expect(reply.series.map(({ answers }) => answers[0]?.status)).toEqual(["ok", "failed"]);
    expect(reply.warnings).toEqual([expect.stringContaining("Forbidden")]);
  });

  it("never takes a result that was left out of the answer for an empty one", async () => {
    const { source } = await metricDataServer((asked, response) =>
      answer(response, {
        MetricDataResults: asked.MetricDataQueries.filter((query) => !isOf(query, "i-2")).map((query) =>
          fullResult(asked, query),
        ),
      }),
    );
    const reply = await source.read(requestOf([gauge("i-1"), gauge("i-2")]));
    expect(reply.series.map(({ answers }) => answers[0]?.status)).toEqual(["ok", "failed"]);
  });
});
