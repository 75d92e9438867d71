import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { afterAll } from "vitest";
import * as z from "zod";
import { type CloudWatchSourceOptions, cloudWatchSource } from "#adapters/cloudwatch/cloudwatch-source.ts";
import { metricsClient } from "#adapters/cloudwatch/metrics-client.ts";
import type { MetricQuery, MetricRequest, MetricSource } from "#core/ports/metric-source.ts";

const AskedQuery = z.object({
  Id: z.string(),
  MetricStat: z.object({
    Metric: z.object({
      Namespace: z.string(),
      MetricName: z.string(),
      Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })),
    }),
    Period: z.number(),
    Stat: z.string(),
  }),
});

const Asked = z.object({
  StartTime: z.number(),
  EndTime: z.number(),
  MaxDatapoints: z.number(),
  NextToken: z.string().optional(),
  MetricDataQueries: z.array(AskedQuery),
});

/** A GetMetricData request as the client sent it, times in epoch seconds. */
export type Asked = z.infer<typeof Asked>;
export type AskedQuery = z.infer<typeof AskedQuery>;

export type Script = (asked: Asked, response: ServerResponse, callIndex: number) => void;

export function answer(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.0" });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}

export function refuse(response: ServerResponse, code: string, status = 400): void {
  response.writeHead(status, {
    "content-type": "application/x-amz-json-1.0",
    "x-amzn-query-error": `${code};Sender`,
  });
  response.end(JSON.stringify({ __type: `com.amazonaws.cloudwatch#${code}`, message: "said the server" }));
}

/** A result with a point at each slot of the asked window: 1, 2, 3... for every statistic. */
export function fullResult(asked: Asked, query: AskedQuery) {
  const step = query.MetricStat.Period;
  const count = (asked.EndTime - asked.StartTime) / step;
  const Timestamps = Array.from({ length: count }, (_, index) => asked.StartTime + index * step);
  const Values = Timestamps.map((_, index) => index + 1);
  return { Id: query.Id, Label: "x", StatusCode: "Complete", Timestamps, Values };
}

export function fullAnswer(asked: Asked) {
  return {
    MetricDataResults: asked.MetricDataQueries.map((query) => fullResult(asked, query)),
    Messages: [],
  };
}

export interface MetricDataServer {
  readonly calls: Asked[];
  /** Waits of the backoff and of the points limit, in ms; none was slept. */
  readonly waits: number[];
  readonly source: MetricSource;
}

/** A GetMetricData endpoint that follows a script, and a source with a real SDK client that reads from it without sleeping. */
export async function metricDataServer(
  script: Script,
  options: Partial<CloudWatchSourceOptions> = {},
): Promise<MetricDataServer> {
  const calls: Asked[] = [];
  const waits: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const asked = Asked.parse(JSON.parse(Buffer.concat(chunks).toString()));
      calls.push(asked);
      script(asked, response, calls.length - 1);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const client = metricsClient({
    region: "eu-west-1",
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  afterAll(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });
  const source = cloudWatchSource({
    clientFor: () => client,
    pointsPerSecond: Number.POSITIVE_INFINITY,
    sleep: async (ms) => {
      waits.push(ms);
    },
    random: () => 1,
    ...options,
  });
  return { calls, waits, source };
}

export function gauge(id: string, metricName = "CPUUtilization"): MetricQuery {
  return {
    resourceId: `arn:aws:ec2:eu-west-1:1:instance/${id}`,
    metric: "ec2.cpu_utilization_pct",
    namespace: "AWS/EC2",
    metricName,
    dimensions: { InstanceId: id },
    form: "gauge",
  };
}

export function perPeriodSum(id: string): MetricQuery {
  return { ...gauge(id, "NetworkIn"), metric: "ec2.network_in_bytes_per_second", form: "per_period_sum" };
}

export function requestOf(queries: readonly MetricQuery[], days: Partial<MetricRequest> = {}): MetricRequest {
  return {
    account: { accountId: "1", roleArn: null, externalId: null },
    region: "eu-west-1",
    queries,
    sampleDays: ["2026-11-20"],
    dailyDays: [],
    ...days,
  };
}
