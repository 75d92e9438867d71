import { describe, expect, it } from "vitest";
import { readRows } from "#core/model/archive-rows.ts";
import { RawSeries } from "#core/model/raw-series.ts";
import type { Resource, Source } from "#core/model/resource.ts";
import type { MetricRequest, MetricSource } from "#core/ports/metric-source.ts";
import { collectRds } from "#stages/04-collect-rds/run.ts";
import { collectEc2 } from "#stages/05-collect-ec2/run.ts";
import { collectFurtherTypes } from "#stages/05c-collect-cloudwatch/run.ts";
import { memoryArchive } from "../../support/memory-archive.ts";
import {
  anInstance,
  aResource,
  aRun,
  CONFIG_KEY,
  INVENTORY_KEY,
  SHIPPED,
} from "../../support/pipeline-rows.ts";

/** A CloudWatch that has one CPU value for every resource, and a status per call. */
function world(source: Source, resource: Resource, statuses: readonly ("ok" | "failed")[]) {
  const archive = memoryArchive();
  archive.put(CONFIG_KEY, [SHIPPED]);
  archive.put(INVENTORY_KEY, [resource]);
  const requests: MetricRequest[] = [];
  const metrics: MetricSource = {
    async read(request) {
      const status = statuses[requests.length] ?? "ok";
      requests.push(request);
      const series = request.queries.map(({ resourceId, metric }) => ({
        ...{ resourceId, metric, samples: null, daily: [] },
        answers: request.sampleDays.map((date) => ({ date, resolution: "samples" as const, status })),
      }));
      return { series, callCount: 1, billedMetricCount: request.queries.length, warnings: [] };
    },
  };
  const shard = {
    id: `${source}-s-001`,
    source,
    accountId: "111111111111",
    region: "us-east-1",
    offset: 0,
    count: 1,
  };
  return { archive, source: metrics, requests, event: { run: aRun(), shard, inventoryKey: INVENTORY_KEY } };
}

describe.each([
  {
    stage: "04-collect-rds",
    from: "rds" as const,
    collect: collectRds,
    resource: aResource(),
    namespace: "AWS/RDS",
    metricCount: 8,
  },
  {
    stage: "05-collect-ec2",
    from: "ec2" as const,
    collect: collectEc2,
    resource: anInstance("i-1", { traits: ["nitro", "burstable"] }),
    namespace: "AWS/EC2",
    metricCount: 7,
  },
  {
    stage: "05c-collect-cloudwatch",
    from: "cloudwatch" as const,
    collect: collectFurtherTypes,
    resource: aResource({ type: "opensearch", dimensions: { DomainName: "logs" } }),
    namespace: "AWS/ES",
    metricCount: 5,
  },
])("$stage", ({ stage, from, collect, resource, namespace, metricCount }) => {
  it("reads its own metrics of its shard and archives them under its own name", async () => {
    const { archive, source, requests, event } = world(from, resource, []);
    const result = await collect(event, { archive, source });
    expect(new Set(requests[0]?.queries.map((query) => query.namespace))).toEqual(new Set([namespace]));
    expect(requests[0]?.queries).toHaveLength(metricCount);
    expect(result).toMatchObject({
      ...{ state: "ok", key: `runs/run-1/${stage}/${event.shard.id}` },
      counts: { in: 1, out: 2 * metricCount, skipped: 0, calls: 1, units: metricCount },
    });
  });

  it("is retried over what it archived: the next stage reads the first answer", async () => {
    const { archive, source, event } = world(from, resource, ["ok", "failed"]);
    const first = await collect(event, { archive, source });
    const second = await collect(event, { archive, source });
    expect(second.key).toBe(first.key);
    const archived = await readRows(archive, first.key ?? "", RawSeries);
    expect(archived.flatMap(({ answers }) => answers).every(({ status }) => status === "ok")).toBe(true);
  });
});
