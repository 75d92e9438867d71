import { describe, expect, it } from "vitest";
import { accountAccess, collectCloudWatch } from "#core/collect/collect-cloudwatch.ts";
import type { MetricReply, MetricRequest, MetricSource } from "#core/ports/metric-source.ts";
import { aResource, aRun, configOf, metric, SHIPPED } from "../../support/pipeline-rows.ts";

const shard = {
  id: "s",
  source: "rds",
  accountId: "111111111111",
  region: "us-east-1",
  offset: 0,
  count: 1,
} as const;

function fakeSource(reply: Partial<MetricReply> = {}) {
  const requests: MetricRequest[] = [];
  const source: MetricSource = {
    async read(request) {
      requests.push(request);
      return { series: [], callCount: 1, billedMetricCount: 8, warnings: [], ...reply };
    },
  };
  return { source, requests };
}

describe("reading CloudWatch", () => {
  it("asks for the metrics that the resource has, of this source only, with its dimensions and the account's role", async () => {
    const { source, requests } = fakeSource();
    await collectCloudWatch(
      { run: aRun(), shard, resources: [aResource({ traits: ["aurora"] })] },
      SHIPPED,
      source,
    );
    const [request] = requests;
    expect(request?.account.roleArn).toBe("arn:aws:iam::111111111111:role/infra-monitoring-read");
    // The specification's table of RDS metrics; free storage does not exist on Aurora.
    expect(request?.queries.map(({ metricName }) => metricName).toSorted()).toEqual([
      "CPUUtilization",
      "DatabaseConnections",
      "FreeableMemory",
      "ReadIOPS",
      "ReadLatency",
      "WriteIOPS",
      "WriteLatency",
    ]);
    expect(request?.queries[0]).toMatchObject({
      namespace: "AWS/RDS",
      dimensions: { DBInstanceIdentifier: "orders" },
    });
    expect(request?.sampleDays).toEqual(["2026-11-20", "2026-11-21"]);
    expect(request?.dailyDays).toEqual([]);
  });

  it("answers for days that CloudWatch no longer keeps itself, and asks nobody", async () => {
    const answers = [{ date: "2026-11-21", resolution: "samples" as const, status: "ok" as const }];
    const { source, requests } = fakeSource({
      series: [{ resourceId: "r", metric: "m", samples: null, daily: [], answers }],
    });
    const run = aRun({ from: "2025-08-23", to: "2026-11-21" });
    const { series } = await collectCloudWatch({ run, shard, resources: [aResource()] }, SHIPPED, source);
    // 455 days before the start at 07:00 on the 22nd ends within 2025-08-24: the first whole day is the 25th.
    expect(requests[0]?.dailyDays[0]).toBe("2025-08-25");
    expect(series[0]?.answers).toEqual([
      { date: "2025-08-23", resolution: "none", status: "not_available" },
      { date: "2025-08-24", resolution: "none", status: "not_available" },
      ...answers,
    ]);
  });

  it("asks for samples of all days where the 95th percentile is scored, which daily statistics do not have", async () => {
    const cpu = "rds.cpu_utilization_pct";
    const config = configOf({
      [cpu]: metric(cpu, { scoredStatistic: "p95" }),
      "rds.read_iops": metric("rds.read_iops"),
    });
    const { source, requests } = fakeSource();
    const run = aRun({ from: "2026-11-02", to: "2026-11-21" });
    const collected = await collectCloudWatch({ run, shard, resources: [aResource()] }, config, source);
    const asked = requests.map(({ queries, sampleDays, dailyDays }) => [
      queries.map((query) => query.metric),
      sampleDays.length,
      dailyDays.length,
    ]);
    expect(asked).toEqual([
      [[cpu], 20, 0],
      [["rds.read_iops"], 7, 13],
    ]);
    expect(collected).toMatchObject({ callCount: 2, unitCount: 16 });
  });

  it("passes on what was called and billed", async () => {
    const { source } = fakeSource({ warnings: ["slow"] });
    expect(
      await collectCloudWatch({ run: aRun(), shard, resources: [aResource()] }, SHIPPED, source),
    ).toMatchObject({
      callCount: 1,
      unitCount: 8,
      warnings: ["slow"],
    });
  });

  it("refuses an account that config does not name", () => {
    expect(() => accountAccess(SHIPPED, "999999999999")).toThrow(
      "account 999999999999 is not in pipeline_config.yaml",
    );
  });
});
