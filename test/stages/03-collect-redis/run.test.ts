import { describe, expect, it } from "vitest";
import { StageError } from "#core/model/stage-error.ts";
import { fakePrometheus, seriesOf } from "../../support/fake-prometheus.ts";
import { aRedisNode } from "../../support/pipeline-rows.ts";
import { CLIENTS, collect, DAY, isClients, isUnlimited, labelOf, MEMORY, quiet } from "./world.ts";

describe("samples of Redis", () => {
  it("are joined to the nodes by endpoint, and asked for the day's 288 slots", async () => {
    const fake = fakePrometheus((question) =>
      isClients(question)
        ? {
            series: [
              seriesOf(labelOf("a"), [
                [DAY, 7],
                [DAY + 300, 8],
              ]),
            ],
          }
        : {},
    );
    const { find } = await collect(fake);
    expect(find(CLIENTS)).toEqual({
      resourceId: aRedisNode("a").resourceId,
      metric: CLIENTS,
      answers: [{ date: "2026-11-21", resolution: "samples", status: "ok" }],
      samples: { stepSeconds: 300, t: [DAY, DAY + 300], value: [7, 8] },
      daily: [],
    });
    expect(fake.questions.find(isClients)).toMatchObject({ start: DAY, end: DAY + 86_100, stepSeconds: 300 });
  });

  it("of an instance that no node has are those of a resource of its own", async () => {
    const fake = fakePrometheus((question) =>
      isClients(question) ? { series: [seriesOf(labelOf("x"), [[DAY, 7]])] } : {},
    );
    const { find } = await collect(fake);
    expect(find(CLIENTS, "redis://x.cache.amazonaws.com:6379")?.samples?.value).toEqual([7]);
    expect(find(CLIENTS)).toMatchObject({ samples: null, answers: [{ status: "ok" }] });
  });

  it("of a label that is no address are left out: one label must not stop the run", async () => {
    const labels = [
      "",
      " ",
      "x".repeat(600),
      "redis://c:6379 ",
      "c\u0000d",
      "c d:6379",
      "\u202ec:6379",
      "ok:6379",
    ];
    const fake = fakePrometheus((question) =>
      isClients(question) ? { series: labels.map((label) => seriesOf(label, [[DAY, 7]])) } : {},
    );
    const { series } = await collect(fake);
    const strangers = series.filter(({ resourceId }) => resourceId.startsWith("redis://"));
    expect(new Set(strangers.map(({ resourceId }) => resourceId))).toEqual(new Set(["redis://ok:6379"]));
  });

  it("of a Prometheus with as many warnings as an argument list cannot hold are there, with the first warnings", async () => {
    const warnings = Array.from({ length: 200_000 }, () => "w");
    const fake = fakePrometheus((question) => (isClients(question) ? { warnings } : {}));
    const { result } = await collect(fake);
    expect(result.state).toBe("ok");
  });

  it("of a node whose account could not be asked are still the node's", async () => {
    const fake = fakePrometheus((question) =>
      isClients(question) ? { series: [seriesOf(labelOf("a"), [[DAY, 7]])] } : {},
    );
    const { series } = await collect(fake, [aRedisNode("a", { status: "stale" })]);
    expect(new Set(series.map(({ resourceId }) => resourceId))).toEqual(
      new Set([aRedisNode("a").resourceId]),
    );
  });
});

describe("a Redis without maxmemory", () => {
  it("has no share of it: its memory usage is not available, its other metrics are", async () => {
    const fake = fakePrometheus((question) =>
      isUnlimited(question) ? { series: [seriesOf(labelOf("a"), [[DAY, 0]])] } : {},
    );
    const { find } = await collect(fake);
    expect(find(MEMORY)?.answers).toEqual([
      { date: "2026-11-21", resolution: "samples", status: "not_available" },
    ]);
    expect(find(CLIENTS)?.answers[0]?.status).toBe("ok");
  });

  it("whose maxmemory cannot be asked for is one without a value", async () => {
    const fake = fakePrometheus((question) =>
      isUnlimited(question) ? new StageError("SourceUnavailable", "no") : {},
    );
    expect((await collect(fake)).find(MEMORY)?.answers[0]?.status).toBe("ok");
  });
});

describe("what goes wrong", () => {
  it("with one query fails the days of its metric, and of no other", async () => {
    const fake = fakePrometheus((question) =>
      isClients(question) ? new StageError("SourceRefused", "parse error") : {},
    );
    const { result, find } = await collect(fake);
    expect(find(CLIENTS)?.answers).toEqual([{ date: "2026-11-21", resolution: "samples", status: "failed" }]);
    expect(find(MEMORY)?.answers[0]?.status).toBe("ok");
    expect(result).toMatchObject({
      state: "partial",
      error: `${CLIENTS}: SourceRefused: parse error`,
      counts: { skipped: 1 },
    });
  });

  it("with an answer that Prometheus calls incomplete makes its days partial", async () => {
    const fake = fakePrometheus((question) =>
      isClients(question) ? { isPartial: true, warnings: ["PromQL warning: cut"] } : {},
    );
    const { result, find } = await collect(fake);
    expect(find(CLIENTS)?.answers[0]?.status).toBe("partial");
    expect(find(MEMORY)?.answers[0]?.status).toBe("ok");
    expect(result).toMatchObject({ state: "partial", error: "PromQL warning: cut" });
  });

  it("in our own code is not hidden as a failed metric", async () => {
    const fake = fakePrometheus((question) => {
      if (isClients(question)) throw new TypeError("bug");
      return {};
    });
    await expect(collect(fake)).rejects.toThrow(TypeError);
  });

  it("before it: without a Prometheus that 02 could ask it fails by name", async () => {
    await expect(collect(quiet(), [], { canCollect: false })).rejects.toMatchObject({
      name: "SourceUnavailable",
    });
  });
});
