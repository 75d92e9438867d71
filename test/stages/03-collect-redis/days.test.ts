import { describe, expect, it } from "vitest";
import { startOfDay } from "#core/model/utc-day.ts";
import { fakePrometheus, seriesOf } from "../../support/fake-prometheus.ts";
import { configOf, metric, SHIPPED } from "../../support/pipeline-rows.ts";
import { CLIENTS, collect, isClients, labelOf, MEMORY, quiet } from "./world.ts";

describe("days that Prometheus no longer keeps", () => {
  it("are not available and not asked for: whole days only, by the retention that it reported", async () => {
    const fake = quiet();
    const { find } = await collect(fake, undefined, {
      run: { from: "2026-11-18" },
      retentionSeconds: 3 * 86_400,
    });
    // Started on the 22nd at 07:00: three days reach back to the 19th at 07:00, so the 20th is the oldest whole day.
    expect(find(CLIENTS)?.answers.map(({ date, status }) => [date, status])).toEqual([
      ["2026-11-18", "not_available"],
      ["2026-11-19", "not_available"],
      ["2026-11-20", "ok"],
      ["2026-11-21", "ok"],
    ]);
    expect(fake.questions.find(isClients)?.start).toBe(startOfDay("2026-11-20"));
  });

  it("are judged by config where Prometheus does not say how long it keeps data", async () => {
    const days = SHIPPED.pipeline.prometheus.fallbackRetentionDays;
    const { find } = await collect(quiet(), undefined, {
      run: { from: "2026-11-01" },
      retentionSeconds: null,
    });
    const kept = find(CLIENTS)?.answers.filter(({ status }) => status === "ok") ?? [];
    expect(kept).toHaveLength(days - 1);
  });
});

describe("a metric that is scored on its 95th percentile", () => {
  it("is read as samples of all days that Prometheus keeps, and no other metric is", async () => {
    const config = configOf({
      [CLIENTS]: metric(CLIENTS, { scoredStatistic: "p95" }),
      [MEMORY]: metric(MEMORY),
    });
    const { find } = await collect(quiet(), undefined, { run: { from: "2026-11-12" }, config });
    const resolutions = (name: string) => find(name)?.answers.map(({ resolution }) => resolution);
    expect(resolutions(CLIENTS)).toEqual(Array(10).fill("samples"));
    expect(resolutions(MEMORY)).toEqual([...Array(3).fill("daily"), ...Array(7).fill("samples")]);
  });
});

describe("daily statistics of an older day", () => {
  const evaluated = startOfDay("2026-11-14") + 86_399;
  const statistic = (query: string) =>
    ["min_over", "max_over", "avg_over", "> 0"].find((text) => query.includes(text)) ?? "";
  const values: Readonly<Record<string, number>> = { min_over: 1, max_over: 9, avg_over: 4, "> 0": 288 };
  const backfill = { run: { from: "2026-11-14", to: "2026-11-21" } };

  it("are one value each, evaluated one second before midnight", async () => {
    const fake = fakePrometheus((question) => {
      if (question.stepSeconds !== 86_400 || !isClients(question)) return {};
      // The count of slots above zero is asked by count_over_time, and its expression holds `> 0`.
      const value = question.query.includes("count_over") ? 288 : values[statistic(question.query)];
      return { series: [seriesOf(labelOf("a"), [[evaluated, value ?? null]])] };
    });
    const { find } = await collect(fake, undefined, backfill);
    expect(find(CLIENTS)?.daily).toEqual([
      { date: "2026-11-14", min: 1, max: 9, avg: 4, sum: null, slotsAboveZero: 288 },
    ]);
    expect(find(CLIENTS)?.answers[0]).toEqual({ date: "2026-11-14", resolution: "daily", status: "ok" });
    expect(
      fake.questions
        .filter(({ stepSeconds }) => stepSeconds === 86_400)
        .every(({ start }) => start === evaluated),
    ).toBe(true);
  });

  it("with values but none above zero count zero slots above it; without values they count nothing", async () => {
    const fake = fakePrometheus(({ query, stepSeconds }) => {
      const isAsked =
        stepSeconds === 86_400 && !query.includes("count_over") && query.includes("redis_connected_clients");
      return isAsked
        ? { series: [seriesOf(labelOf("a"), [[evaluated, query.includes("avg_over") ? 0 : null]])] }
        : {};
    });
    const { find } = await collect(fake, undefined, backfill);
    expect(find(CLIENTS)?.daily).toEqual([
      { date: "2026-11-14", min: null, max: null, avg: 0, sum: null, slotsAboveZero: 0 },
    ]);
    expect(find(MEMORY)?.daily).toEqual([]);
  });
});
