import { describe, expect, it } from "vitest";
import { type Asked, answer, fullResult, gauge, metricDataServer, requestOf } from "./metric-data-server.ts";

/** Every result cut to the slots `[from, to)`. */
function slice(asked: Asked, from: number, to: number, StatusCode: string) {
  return asked.MetricDataQueries.map((query) => {
    const { Id, Timestamps, Values } = fullResult(asked, query);
    return { Id, StatusCode, Timestamps: Timestamps.slice(from, to), Values: Values.slice(from, to) };
  });
}

describe("pages of one answer", () => {
  it("joins a result that lies on several pages, with an empty page between them", async () => {
    const { calls, source } = await metricDataServer((asked, response, index) => {
      const pages = [
        { MetricDataResults: slice(asked, 0, 100, "PartialData"), NextToken: "a" },
        { MetricDataResults: [], NextToken: "b" },
        { MetricDataResults: slice(asked, 100, 288, "Complete") },
      ];
      answer(response, pages[index]);
    });
    const reply = await source.read(requestOf([gauge("i-1")]));
    expect(calls.map(({ NextToken }) => NextToken)).toEqual([undefined, "a", "b"]);
    expect(reply.series[0]?.samples?.sum).toEqual(Array.from({ length: 288 }, (_, index) => index + 1));
    expect(reply.series[0]?.answers[0]?.status).toBe("ok");
  });

  it("takes a point that comes on two pages once, and sorts pages that came in the wrong order", async () => {
    const { source } = await metricDataServer((asked, response, index) => {
      if (index === 0) {
        answer(response, { MetricDataResults: slice(asked, 90, 288, "PartialData"), NextToken: "a" });
      } else answer(response, { MetricDataResults: slice(asked, 0, 100, "Complete") });
    });
    const reply = await source.read(requestOf([gauge("i-1")]));
    expect(reply.series[0]?.samples?.max).toEqual(Array.from({ length: 288 }, (_, index) => index + 1));
  });

  it("refuses a token that comes a second time", async () => {
    const tokens = ["a", "b", "a", "b"];
    const { calls, source } = await metricDataServer((asked, response, index) =>
      answer(response, {
        MetricDataResults: slice(asked, 0, 288, "PartialData"),
        NextToken: tokens[index % tokens.length],
      }),
    );
    await expect(source.read(requestOf([gauge("i-1")]))).rejects.toMatchObject({
      name: "ContractBroken",
      message: expect.stringContaining("NextToken"),
    });
    expect(calls).toHaveLength(3);
  });
});
