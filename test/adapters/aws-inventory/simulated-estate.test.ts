import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awsInventory } from "#adapters/aws-inventory/aws-inventory.ts";
import { cloudWatchSource } from "#adapters/cloudwatch/cloudwatch-source.ts";
import { metricsClient } from "#adapters/cloudwatch/metrics-client.ts";
import { parseMetricsConfig } from "#adapters/config-files/load-config.ts";
import { startOfDay } from "#core/model/utc-day.ts";
import type { DescribedResource } from "#core/ports/cloud-inventory.ts";
import type { MetricQuery, MetricReply } from "#core/ports/metric-source.ts";
import { createEstate } from "#lib/local/estate/create-estate.ts";
import { startSimulatedAws } from "#lib/local/simulated-aws/server.ts";
import type { SimulatedServer } from "#lib/local/simulated-http/serve.ts";
import { createSimulationState } from "#lib/local/simulated-http/simulation-state.ts";

const estate = createEstate({
  seed: 7,
  firstDay: "2026-08-01",
  lastDay: "2026-11-21",
  monitoringStart: "2026-11-01",
});
const [mainAccount] = estate.accounts;
const account = { accountId: mainAccount?.accountId ?? "", roleArn: null, externalId: null };
const region = mainAccount?.regions[0] ?? "";
const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const sampleDays = ["2026-11-19", "2026-11-20"];
const SLOTS = 2 * 288;

let server: SimulatedServer;
let resources: readonly DescribedResource[];
let queries: readonly MetricQuery[];
let reply: MetricReply;

beforeAll(async () => {
  const { metrics, resourceTypes } = parseMetricsConfig(await readFile("config/metrics_config.yaml", "utf8"));
  const state = createSimulationState(startOfDay("2026-11-21") + 8 * 3600);
  server = await startSimulatedAws(estate, state, metrics);
  const settings = { endpoint: server.url, region, credentials };
  const inventory = awsInventory({ settingsFor: () => settings });
  resources = (await inventory.describe(account, region, { types: resourceTypes, withAuroraReaders: false }))
    .resources;
  queries = resources.flatMap(({ resourceId, dimensions }) =>
    Object.entries(metrics).flatMap(([metric, { source }]): MetricQuery[] =>
      source.kind === "cloudwatch" &&
      estate.slots(resourceId, metric, startOfDay("2026-11-20"), 300, 1) !== null
        ? [{ ...source, resourceId, metric, dimensions }]
        : [],
    ),
  );
  const client = metricsClient(settings);
  const source = cloudWatchSource({ clientFor: () => client, pointsPerSecond: Number.POSITIVE_INFINITY });
  reply = await source.read({ account, region, queries, sampleDays, dailyDays: [] });
  client.destroy();
});

afterAll(() => server.stop());

describe("the demo estate through the SDK's real clients", () => {
  it("has the resources, traits, owners and groups that the estate was made with", () => {
    const facts = (resource: Omit<DescribedResource, "createdOn">) => ({
      resourceId: resource.resourceId,
      dimensions: resource.dimensions,
      engine: resource.engine,
      instanceClass: resource.instanceClass,
      traits: resource.traits.toSorted(),
      owner: resource.owner,
      groupId: resource.groupId,
    });
    const expected = estate.resources.filter(
      (resource) =>
        resource.accountId === account.accountId &&
        resource.region === region &&
        resource.resourceId.startsWith("arn:") &&
        !resource.resourceId.endsWith("#readers") &&
        (resource.deletedOn === null || resource.deletedOn > "2026-11-21") &&
        resource.createdAtSeconds <= startOfDay("2026-11-21"),
    );
    expect(resources.length).toBeGreaterThan(50);
    expect(resources.map(facts)).toEqual(
      expected.toSorted((a, b) => (a.resourceId < b.resourceId ? -1 : 1)).map(facts),
    );
  });

  it("has every number of every series, in full requests", () => {
    expect(reply.series).toHaveLength(queries.length);
    expect(reply.billedMetricCount).toBe(queries.length);
    // Two days of four statistics: 43 gauges fill a request.
    expect(reply.callCount).toBeLessThanOrEqual(Math.ceil(queries.length / 43));
    for (const { resourceId, metric, samples } of reply.series) {
      const truth = estate.slots(resourceId, metric, startOfDay("2026-11-19"), 300, SLOTS);
      const present = Array.from(truth?.max ?? []).filter((value) => !Number.isNaN(value));
      expect(samples?.t, `${metric} of ${resourceId}`).toHaveLength(present.length);
      if (samples?.max !== undefined) expect(samples.max).toEqual(present);
    }
  });
});
