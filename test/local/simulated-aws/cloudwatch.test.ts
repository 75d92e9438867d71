import {
  CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  type MetricDataQuery,
  paginateDescribeAlarms,
} from "@aws-sdk/client-cloudwatch";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { addDays, startOfDay } from "#core/model/utc-day.ts";
import type { EstateResource } from "#lib/local/estate/estate.ts";
import { type AwsSimulation, NOW_SECONDS, settings, startSimulation, TODAY } from "./simulation.ts";

let simulation: AwsSimulation;
let databases: EstateResource[];

beforeAll(async () => {
  simulation = await startSimulation();
  databases = simulation.estate.resources.filter(
    ({ type, accountId, region }) => type === "rds" && accountId === "111111111111" && region === "us-east-1",
  );
});
afterAll(() => simulation.stop());
afterEach(() => {
  simulation.state.faults.set([]);
  simulation.state.nowSeconds = NOW_SECONDS;
});

function query(
  Id: string,
  resource: EstateResource | undefined,
  stat: { Stat?: string; Period?: number; MetricName?: string } = {},
): MetricDataQuery {
  const namespaces = new Map([
    ["ec2", "AWS/EC2"],
    ["rds", "AWS/RDS"],
    ["redis", "AWS/ElastiCache"],
  ]);
  return {
    Id,
    MetricStat: {
      Metric: {
        Namespace: namespaces.get(resource?.type ?? "rds"),
        MetricName: stat.MetricName ?? "CPUUtilization",
        Dimensions: Object.entries(resource?.dimensions ?? {}).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: stat.Period ?? 300,
      Stat: stat.Stat ?? "Average",
    },
  };
}

function ask(MetricDataQueries: MetricDataQuery[], more: Partial<GetMetricDataCommandInput> = {}) {
  const yesterday = addDays(TODAY, -1);
  return new CloudWatchClient(settings(simulation.url)).send(
    new GetMetricDataCommand({
      MetricDataQueries,
      StartTime: new Date(startOfDay(yesterday) * 1000),
      EndTime: new Date(startOfDay(TODAY) * 1000),
      ScanBy: "TimestampAscending",
      ...more,
    }),
  );
}

describe("GetMetricData", () => {
  it("gives the estate's numbers: minimum, maximum, sum and sample count of each slot", async () => {
    const [database] = databases;
    const yesterday = startOfDay(addDays(TODAY, -1));
    const slots = simulation.estate.slots(
      database?.resourceId ?? "",
      "rds.cpu_utilization_pct",
      yesterday,
      300,
      288,
    );
    const { MetricDataResults = [] } = await ask(
      ["Minimum", "Maximum", "Sum", "SampleCount"].map((Stat, index) =>
        query(`m${index}`, database, { Stat }),
      ),
    );
    const [min, max, sum, count] = MetricDataResults.map(({ Values }) => Values);
    const present = [...(slots?.avg.keys() ?? [])].filter((index) => (slots?.count[index] ?? 0) > 0);
    expect(MetricDataResults[0]?.Timestamps?.map((t) => t.getTime() / 1000)).toEqual(
      present.map((index) => yesterday + index * 300),
    );
    expect(min).toEqual(present.map((index) => slots?.min[index]));
    expect(max).toEqual(present.map((index) => slots?.max[index]));
    expect(count).toEqual(present.map((index) => slots?.count[index]));
    expect(sum).toEqual(present.map((index) => (slots?.avg[index] ?? 0) * (slots?.count[index] ?? 0)));
  });

  it("takes a per-period sum as it is", async () => {
    const instance = simulation.estate.resources.find(
      ({ type, region, accountId }) =>
        type === "ec2" && region === "us-east-1" && accountId === "111111111111",
    );
    const { MetricDataResults } = await ask([query("m", instance, { MetricName: "NetworkIn", Stat: "Sum" })]);
    const slots = simulation.estate.slots(
      instance?.resourceId ?? "",
      "ec2.network_in_bytes_per_second",
      startOfDay(addDays(TODAY, -1)),
      300,
      1,
    );
    expect(MetricDataResults?.[0]?.Values?.[0]).toBe(slots?.avg[0]);
  });

  it("a day is the sum, count and extremes of its 5-minute points", async () => {
    const [database] = databases;
    const stats = ["Minimum", "Maximum", "Sum", "SampleCount"];
    const fine = await ask(stats.map((Stat, index) => query(`m${index}`, database, { Stat })));
    const daily = await ask(
      stats.map((Stat, index) => query(`m${index}`, database, { Stat, Period: 86_400 })),
    );
    const [min = [], max = [], sum = [], count = []] = (fine.MetricDataResults ?? []).map(
      ({ Values }) => Values ?? [],
    );
    const total = (values: number[]) => values.reduce((a, b) => a + b, 0);
    expect(daily.MetricDataResults?.map(({ Values }) => Values)).toEqual([
      [Math.min(...min)],
      [Math.max(...max)],
      [total(sum)],
      [total(count)],
    ]);
  });

  it("newest first unless asked otherwise", async () => {
    const { MetricDataResults } = await ask([query("m", databases[0])], { ScanBy: undefined });
    const t = (MetricDataResults?.[0]?.Timestamps ?? []).map((at) => at.getTime());
    expect(t).toEqual(t.toSorted((a, b) => b - a));
  });

  it.each([1000, 100_800])(
    "pages at %i points, a result that goes on has its id on both pages",
    async (MaxDatapoints) => {
      const queries = databases
        .slice(0, 20)
        .flatMap((database, at) =>
          ["Sum", "SampleCount"].map((Stat, s) => query(`q${at}_${s}`, database, { Stat })),
        );
      const byId = new Map<string, number[]>();
      const statuses = new Map<string, string[]>();
      let NextToken: string | undefined;
      let pages = 0;
      do {
        const reply: Awaited<ReturnType<typeof ask>> = await ask(queries, { MaxDatapoints, NextToken });
        pages += 1;
        let points = 0;
        for (const { Id = "", Values = [], StatusCode = "" } of reply.MetricDataResults ?? []) {
          points += Values.length;
          byId.set(Id, [...(byId.get(Id) ?? []), ...Values]);
          statuses.set(Id, [...(statuses.get(Id) ?? []), StatusCode]);
        }
        expect(points).toBeLessThanOrEqual(MaxDatapoints);
        NextToken = reply.NextToken;
      } while (NextToken !== undefined);
      const whole = await ask(queries);
      expect(Object.fromEntries(byId)).toEqual(
        Object.fromEntries((whole.MetricDataResults ?? []).map(({ Id, Values }) => [Id, Values])),
      );
      for (const seen of statuses.values()) {
        expect(seen).toEqual([...seen.slice(1).map(() => "PartialData"), "Complete"]);
      }
      expect(pages).toBe(MaxDatapoints === 1000 ? Math.ceil([...byId.values()].flat().length / 1000) : 1);
    },
  );

  it("refuses 501 queries and takes 500", async () => {
    const queries = (count: number) =>
      Array.from({ length: count }, (_, index) => query(`q${index}`, databases[0], { Period: 86_400 }));
    await expect(ask(queries(501))).rejects.toMatchObject({ name: "ValidationException" });
    expect((await ask(queries(500))).MetricDataResults).toHaveLength(500);
  });

  it("refuses two queries of one id, and a window that ends before it starts", async () => {
    await expect(ask([query("a", databases[0]), query("a", databases[1])])).rejects.toMatchObject({
      name: "ValidationException",
    });
    await expect(ask([query("a", databases[0])], { EndTime: new Date(0) })).rejects.toMatchObject({
      name: "ValidationException",
    });
  });

  it.each([
    [300, 63],
    [3600, 455],
  ])("keeps points of %i s for %i days", async (Period, days) => {
    const retentionStart = startOfDay("2026-07-10");
    simulation.state.nowSeconds = retentionStart + days * 86_400;
    const { MetricDataResults } = await ask([query("m", databases[0], { Period })], {
      StartTime: new Date((retentionStart - 86_400) * 1000),
      EndTime: new Date((retentionStart + 86_400) * 1000),
    });
    const t = (MetricDataResults?.[0]?.Timestamps ?? []).map((at) => at.getTime() / 1000);
    expect(Math.min(...t)).toBe(retentionStart);
  });

  it("has no point of a slot that is not over", async () => {
    simulation.state.nowSeconds = startOfDay(TODAY) + 3600 + 299;
    const { MetricDataResults } = await ask([query("m", databases[0])], {
      StartTime: new Date(startOfDay(TODAY) * 1000),
      EndTime: new Date((startOfDay(TODAY) + 86_400) * 1000),
    });
    const t = (MetricDataResults?.[0]?.Timestamps ?? []).map((at) => at.getTime() / 1000);
    expect(Math.max(...t)).toBe(startOfDay(TODAY) + 3600 - 300);
  });

  it("answers an unknown metric, and one of another account, with Complete and nothing", async () => {
    const foreign = simulation.estate.resources.find(
      ({ type, accountId }) => type === "rds" && accountId === "222222222222",
    );
    const { MetricDataResults } = await ask([
      query("a", databases[0], { MetricName: "NoSuchMetric" }),
      query("b", foreign),
    ]);
    expect(MetricDataResults?.map(({ Values, StatusCode }) => [Values, StatusCode])).toEqual([
      [[], "Complete"],
      [[], "Complete"],
    ]);
  });
});

describe("faults of GetMetricData", () => {
  const two = () => ask([query("a", databases[0]), query("b", databases[1])]);

  it.each([
    ["forbidden_result", "Forbidden"],
    ["internal_error", "InternalError"],
    ["partial_data", "PartialData"],
  ] as const)(
    "%s strikes half of the results, inside a 200, where the share is 0.5",
    async (kind, status) => {
      simulation.state.faults.set([{ service: "monitoring", action: "GetMetricData", kind, share: 0.5 }]);
      const { MetricDataResults } = await two();
      expect(MetricDataResults?.map(({ StatusCode }) => StatusCode)).toEqual(["Complete", status]);
    },
  );

  it("late_data comes at the second call", async () => {
    simulation.state.faults.set([
      { service: "monitoring", action: "GetMetricData", kind: "late_data", times: 1 },
    ]);
    const points = async () => (await two()).MetricDataResults?.[0]?.Values?.length ?? 0;
    const first = await points();
    expect((await points()) - first).toBeGreaterThanOrEqual(30);
  });

  it("empty_page has a token that leads on", async () => {
    simulation.state.faults.set([
      { service: "monitoring", action: "GetMetricData", kind: "empty_page", times: 1 },
    ]);
    const empty = await two();
    expect(empty.MetricDataResults).toEqual([]);
    const next = await ask([query("a", databases[0])], { NextToken: empty.NextToken });
    expect(next.MetricDataResults).toHaveLength(1);
  });

  it("repeat_token never ends", async () => {
    simulation.state.faults.set([{ service: "monitoring", kind: "repeat_token" }]);
    const first = await two();
    const second = await ask([query("a", databases[0])], { NextToken: first.NextToken });
    expect(second.NextToken).toBe(first.NextToken);
  });

  it("truncate_body is an HTTP 200 with half a JSON text", async () => {
    simulation.state.faults.set([{ service: "monitoring", kind: "truncate_body" }]);
    await expect(two()).rejects.toMatchObject({ name: "SyntaxError" });
  });

  it("http_500 and reset are errors", async () => {
    simulation.state.faults.set([{ service: "monitoring", kind: "http_500" }]);
    await expect(two()).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    simulation.state.faults.set([{ service: "monitoring", kind: "reset" }]);
    await expect(two()).rejects.toThrow();
  });

  it("hang never answers", async () => {
    simulation.state.faults.set([{ service: "monitoring", kind: "hang" }]);
    const client = new CloudWatchClient(settings(simulation.url));
    const call = client.send(
      new GetMetricDataCommand({
        MetricDataQueries: [query("a", databases[0])],
        StartTime: new Date(0),
        EndTime: new Date(1000),
      }),
      { abortSignal: AbortSignal.timeout(200) },
    );
    await expect(call).rejects.toMatchObject({ name: "AbortError" });
  });

  it("throttles a share of the calls", async () => {
    simulation.state.faults.set([{ service: "monitoring", kind: "throttle", share: 0.5 }]);
    const outcomes = await Promise.allSettled([two(), two(), two(), two()]);
    expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(2);
  });
});

describe("DescribeAlarms", () => {
  it("pages through the alarms of the resources that have one, each once", async () => {
    for (const { resourceId } of databases) simulation.state.alarmedResources.add(resourceId);
    const client = new CloudWatchClient(settings(simulation.url));
    const names = [];
    for await (const page of paginateDescribeAlarms({ client, pageSize: 10 }, {})) {
      names.push(...(page.MetricAlarms ?? []).map(({ AlarmName }) => AlarmName));
    }
    expect(names).toHaveLength(databases.length);
    expect(new Set(names).size).toBe(names.length);
    expect(databases.length).toBeGreaterThan(10);
  });
});
