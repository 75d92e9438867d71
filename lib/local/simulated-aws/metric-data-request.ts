import * as z from "zod";
import type { SimulatedRequest } from "#lib/local/simulated-http/request.ts";
import { AwsError } from "./call.ts";
import { jsonBody } from "./json-protocol.ts";

/** Limits of one GetMetricData call by its API reference. */
const MAX_QUERIES = 500;
const MAX_DATAPOINTS = 100_800;

export const STATISTICS = ["Minimum", "Maximum", "Sum", "SampleCount", "Average"] as const;
export type Statistic = (typeof STATISTICS)[number];

export const PERIODS_SECONDS = [300, 3600, 86_400] as const;
export type PeriodSeconds = (typeof PERIODS_SECONDS)[number];

const Query = z.object({
  Id: z.string().regex(/^[a-z][a-zA-Z0-9_]*$/),
  MetricStat: z.object({
    Metric: z.object({
      Namespace: z.string(),
      MetricName: z.string(),
      Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
    }),
    Period: z.literal(PERIODS_SECONDS),
    Stat: z.enum(STATISTICS),
  }),
  Label: z.string().optional(),
  ReturnData: z.boolean().default(true),
});
export type MetricDataQuery = z.infer<typeof Query>;

const Request = z
  .object({
    MetricDataQueries: z.array(Query).min(1).max(MAX_QUERIES),
    StartTime: z.number(),
    EndTime: z.number(),
    NextToken: z.string().optional(),
    ScanBy: z.enum(["TimestampAscending", "TimestampDescending"]).default("TimestampDescending"),
    MaxDatapoints: z.int().min(1).max(MAX_DATAPOINTS).default(MAX_DATAPOINTS),
  })
  .refine(({ StartTime, EndTime }) => StartTime < EndTime, "StartTime must be less than EndTime")
  .refine(
    ({ MetricDataQueries }) =>
      new Set(MetricDataQueries.map(({ Id }) => Id)).size === MetricDataQueries.length,
    "The values for parameter id in MetricDataQueries are not unique",
  );
export type MetricDataRequest = z.infer<typeof Request>;

/** The body of a GetMetricData call. Metric math is not simulated. @throws AwsError ValidationError */
export function metricDataRequest(request: SimulatedRequest): MetricDataRequest {
  const parsed = Request.safeParse(jsonBody(request));
  if (!parsed.success) {
    throw new AwsError("ValidationError", z.prettifyError(parsed.error));
  }
  return parsed.data;
}
