import { describe, expect, it } from "vitest";
import type { Resource } from "#core/model/resource.ts";
import { StageError } from "#core/model/stage-error.ts";
import { checkPrometheus } from "#stages/02-prometheus-health/run.ts";
import { Answer } from "#stages/02-prometheus-health/schema.ts";
import { fakePrometheus, seriesOf } from "../../support/fake-prometheus.ts";
import { memoryArchive } from "../../support/memory-archive.ts";
import { aRedisNode, aResource, aRun, INVENTORY_KEY } from "../../support/pipeline-rows.ts";

const NOW = Date.UTC(2026, 10, 22, 7) / 1000;
const up = (name: string, value = 1) => seriesOf(`redis://${name}.cache.amazonaws.com:6379`, [[NOW, value]]);

function world(nodes: readonly Resource[], fake = fakePrometheus(() => ({ series: [] }))) {
  const archive = memoryArchive();
  archive.put(INVENTORY_KEY, nodes);
  return (part = {}, prometheus: typeof fake.prometheus | null = fake.prometheus) =>
    checkPrometheus(
      { run: aRun(part), inventoryKey: INVENTORY_KEY },
      { archive, prometheus: async () => prometheus },
    );
}

const seeing = (series: ReturnType<typeof up>[], isPartial = false) =>
  fakePrometheus(() => ({ series, isPartial }));

describe("what Prometheus can see", () => {
  it("is asked at the start of the run, and counted against the cache nodes by endpoint", async () => {
    const fake = seeing([up("a"), up("b", 0), up("stranger")]);
    const answer = await world([aRedisNode("a"), aRedisNode("b"), aRedisNode("c"), aResource()], fake)();
    expect(fake.questions[0]).toMatchObject({ query: "redis_up", start: NOW });
    expect(Answer.parse(answer)).toMatchObject({
      ...{ state: "ok", canCollect: true, version: "2.43.0", retentionSeconds: 15 * 86_400 },
      targets: { up: 2, down: 1, missing: 1, unknown: 1 },
      facts: { version: "2.43.0", retentionDays: 15, jobs: ["redis"], instancesByExporter: { node: 3 } },
      warnings: [
        "1 cache nodes have no target, such as c",
        "1 targets match no cache node, such as redis://stranger.cache.amazonaws.com:6379",
        `1 Redis are down, such as ${aRedisNode("b").resourceId}`,
      ],
    });
  });

  it("knows the node of an account that could not be asked, and does not miss it", async () => {
    const nodes = [aRedisNode("a", { status: "stale" }), aRedisNode("b", { status: "stale" })];
    expect((await world(nodes, seeing([up("a")]))()).targets).toEqual({
      up: 1,
      down: 0,
      missing: 0,
      unknown: 0,
    });
  });

  it("does not take the target of a node that is gone for that node", async () => {
    expect((await world([aRedisNode("a", { status: "gone" })], seeing([up("a")]))()).targets).toMatchObject({
      unknown: 1,
    });
  });

  it("does not take every label for an address, and says how many it leaves out", async () => {
    const { warnings } = await world([], seeing([up("x".repeat(300)), up("a b"), up("c")]))();
    expect(warnings).toContain(
      "2 targets are left out: their instance label is no address of at most 255 characters",
    );
  });

  it("is nothing to collect where no redis_up exists, with a hint", async () => {
    expect(await world([], seeing([]))()).toMatchObject({
      ...{ state: "partial", canCollect: false },
      warnings: ["Prometheus has no redis_up at all: is redis_exporter scraped?"],
    });
  });

  it("is partial where Prometheus says that its answer is", async () => {
    expect(await world([aRedisNode("a")], seeing([up("a")], true))()).toMatchObject({
      state: "partial",
      canCollect: true,
    });
  });
});

it("collects Redis though nobody can say which exporters there are", async () => {
  const fake = fakePrometheus(({ query }) =>
    query === "redis_up" ? { series: [up("a")] } : new StageError("SourceRefused", "bad"),
  );
  expect(await world([aRedisNode("a")], fake)()).toMatchObject({
    ...{ state: "ok", canCollect: true, warnings: [] },
    facts: { instancesByExporter: null },
  });
});

describe("a Prometheus that cannot be asked degrades the run and does not end it", () => {
  it.each([
    [
      "out of reach",
      fakePrometheus(() => ({}), new StageError("SourceUnavailable", "connection refused")),
      "SourceUnavailable: connection refused",
    ],
    [
      "refusing the question",
      fakePrometheus(() => new StageError("SourceRefused", "bad")),
      "SourceRefused: bad",
    ],
  ])("%s", async (_, fake, warning) => {
    expect(await world([aRedisNode("a")], fake)()).toMatchObject({
      state: "failed",
      canCollect: false,
      facts: null,
      warnings: [warning],
    });
  });

  it("not configured", async () => {
    expect(await world([])({}, null)).toMatchObject({ state: "failed", canCollect: false });
  });

  it("not to be opened, because its secret has not the fields: the run says so in a sentence", async () => {
    const archive = memoryArchive();
    archive.put(INVENTORY_KEY, []);
    const lacking = new StageError("EnvironmentInvalid", "secret arn:secret: missing or wrong: token");
    const ports = { archive, prometheus: () => Promise.reject(lacking) };
    expect(await checkPrometheus({ run: aRun(), inventoryKey: INVENTORY_KEY }, ports)).toMatchObject({
      ...{ state: "failed", canCollect: false, counts: { calls: 0 } },
      warnings: ["EnvironmentInvalid: secret arn:secret: missing or wrong: token"],
    });
  });

  it("but a fault of ours does", async () => {
    const broken = fakePrometheus(() => {
      throw new TypeError("bug");
    });
    await expect(world([], broken)()).rejects.toThrow(TypeError);
  });
});

it("is not asked at all by a run without Redis", async () => {
  const fake = seeing([up("a")]);
  expect(await world([], fake)({ sources: ["rds"] })).toMatchObject({ state: "skipped", canCollect: false });
  expect(fake.questions).toEqual([]);
});
