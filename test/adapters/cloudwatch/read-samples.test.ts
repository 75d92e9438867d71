import { describe, expect, it } from "vitest";
import { startOfDay } from "#core/model/utc-day.ts";
import {
  answer,
  fullAnswer,
  gauge,
  metricDataServer,
  perPeriodSum,
  requestOf,
} from "./metric-data-server.ts";

const midnight = startOfDay("2026-11-20");

describe("cloudWatchSource", () => {
  it("reads a gauge's four statistics and a sum's one over the half-open UTC day", async () => {
    const { calls, source } = await metricDataServer((asked, response) =>
      answer(response, fullAnswer(asked)),
    );
    const reply = await source.read(requestOf([gauge("i-1"), perPeriodSum("i-1")]));
    const [asked] = calls;
    expect([asked?.StartTime, asked?.EndTime]).toEqual([midnight, midnight + 86_400]);
    expect(
      asked?.MetricDataQueries.map(({ MetricStat }) => [MetricStat.Metric.MetricName, MetricStat.Stat]),
    ).toEqual([
      ["CPUUtilization", "Minimum"],
      ["CPUUtilization", "Maximum"],
      ["CPUUtilization", "Sum"],
      ["CPUUtilization", "SampleCount"],
      ["NetworkIn", "Sum"],
    ]);
    const [cpu, network] = reply.series;
    expect(cpu?.samples?.t).toHaveLength(288);
    expect(cpu?.samples?.t.at(-1)).toBe(midnight + 86_400 - 300);
    expect(cpu?.samples?.count?.slice(0, 3)).toEqual([1, 2, 3]);
    expect(cpu?.answers).toEqual([{ date: "2026-11-20", resolution: "samples", status: "ok" }]);
    expect(Object.keys(network?.samples ?? {})).toEqual(["stepSeconds", "t", "sum"]);
  });

  it("bills one unit per metric however many statistics it has", async () => {
    const { source } = await metricDataServer((asked, response) => answer(response, fullAnswer(asked)));
    const reply = await source.read(requestOf([gauge("i-1"), gauge("i-2"), perPeriodSum("i-1")]));
    expect([reply.callCount, reply.billedMetricCount]).toEqual([1, 3]);
  });

  it("reads separate days as separate windows and joins them on one axis", async () => {
    const { calls, source } = await metricDataServer((asked, response) =>
      answer(response, fullAnswer(asked)),
    );
    const days = ["2026-11-10", "2026-11-11", "2026-11-20"];
    const reply = await source.read(requestOf([gauge("i-1")], { sampleDays: days }));
    expect(calls.map(({ StartTime, EndTime }) => (EndTime - StartTime) / 86_400).sort()).toEqual([1, 2]);
    const samples = reply.series[0]?.samples;
    expect(samples?.t).toHaveLength(3 * 288);
    expect(samples?.t).toEqual(samples?.t.toSorted((a, b) => a - b));
    expect(reply.series[0]?.answers.map(({ date }) => date)).toEqual(days);
  });

  it("reads older days as one set of statistics a day, with the mean from sum and count", async () => {
    const { calls, source } = await metricDataServer((asked, response) => {
      const results = asked.MetricDataQueries.map(({ Id, MetricStat }) => ({
        Id,
        StatusCode: "Complete",
        Timestamps: [asked.StartTime + 86_400],
        Values: [{ Minimum: 1, Maximum: 9, Sum: 40, SampleCount: 16 }[MetricStat.Stat]],
      }));
      answer(response, { MetricDataResults: results });
    });
    const dailyDays = ["2026-08-01", "2026-08-02", "2026-08-03"];
    const reply = await source.read(
      requestOf([gauge("i-1"), perPeriodSum("i-1")], { sampleDays: [], dailyDays }),
    );
    expect(calls[0]?.MetricDataQueries[0]?.MetricStat.Period).toBe(86_400);
    expect(reply.series[0]?.samples).toBeNull();
    expect(reply.series[0]?.daily).toEqual([
      { date: "2026-08-02", min: 1, max: 9, avg: 2.5, sum: 40, slotsAboveZero: null },
    ]);
    expect(reply.series[1]?.daily).toEqual([
      { date: "2026-08-02", min: null, max: null, avg: null, sum: 40, slotsAboveZero: null },
    ]);
    expect(reply.series[0]?.answers.map(({ status }) => status)).toEqual(["ok", "ok", "ok"]);
  });

  it("answers ok with no points where CloudWatch has none, and invents no zero", async () => {
    const { source } = await metricDataServer((asked, response) => {
      const results = asked.MetricDataQueries.map(({ Id }) => ({
        Id,
        StatusCode: "Complete",
        Timestamps: [],
        Values: [],
      }));
      answer(response, { MetricDataResults: results });
    });
    const reply = await source.read(requestOf([gauge("i-stopped")]));
    expect(reply.series[0]?.samples).toEqual({
      stepSeconds: 300,
      t: [],
      min: [],
      max: [],
      sum: [],
      count: [],
    });
    expect(reply.series[0]?.answers[0]?.status).toBe("ok");
    expect(reply.warnings).toEqual([]);
  });

  it("keeps a slot that only some statistics have, with null in the others", async () => {
    const { source } = await metricDataServer((asked, response) => {
      const results = asked.MetricDataQueries.map(({ Id, MetricStat }) => ({
        Id,
        StatusCode: "Complete",
        Timestamps: MetricStat.Stat === "Sum" ? [midnight, midnight + 300] : [midnight + 300],
        Values: MetricStat.Stat === "Sum" ? [5, 6] : ["NaN"],
      }));
      answer(response, { MetricDataResults: results });
    });
    const reply = await source.read(requestOf([gauge("i-1")]));
    expect(reply.series[0]?.samples).toEqual({
      stepSeconds: 300,
      t: [midnight, midnight + 300],
      min: [null, null],
      max: [null, null],
      sum: [5, 6],
      count: [null, null],
    });
  });
});
