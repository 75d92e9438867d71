import type { Reply } from "#lib/local/simulated-http/reply.ts";
import { type AwsCall, AwsError, type AwsWorld } from "./call.ts";
import { awsJsonReply } from "./json-protocol.ts";
import { type MetricDataQuery, type MetricDataRequest, metricDataRequest } from "./metric-data-request.ts";
import type { MetricLookup } from "./metric-lookup.ts";
import { metricPoints, type Points } from "./metric-points.ts";
import { createPointsWriter, type PointsWriter } from "./points-json.ts";
import type { DayColumns } from "./statistic-columns.ts";

/** What GetMetricData answers from. */
export interface MetricData {
  readonly world: AwsWorld;
  readonly find: MetricLookup;
  readonly columnsOf: DayColumns;
}

/** With `late_data` the newest three hours before the end of the window have not arrived yet. */
const LATE_SECONDS = 3 * 3600;

const NO_POINTS: Points = { t: [], values: [] };

/** A result before it is cut into pages. */
interface Result {
  readonly points: Points;
  /** The status once all of its points were sent. */
  readonly finalStatus: "Complete" | "PartialData" | "InternalError" | "Forbidden";
}

/** Where a page begins: a query, and how many of its points went before. */
interface Position {
  readonly query: number;
  readonly point: number;
}

/**
 * GetMetricData: results in the order of the queries, cut at MaxDatapoints; a result that goes on has the status PartialData and comes
 * again, under the same id, on the next page.
 */
export function getMetricData(data: MetricData, call: AwsCall): Reply {
  const request = metricDataRequest(call.request);
  const start = positionOf(request.NextToken);
  if (call.fault?.kind === "empty_page") {
    return page([], tokenAt(start));
  }
  const write = createPointsWriter(request.ScanBy === "TimestampDescending");
  const results: string[] = [];
  let room = request.MaxDatapoints;
  let position: Position | null = start;
  while (position !== null && room > 0) {
    const query = request.MetricDataQueries[position.query];
    if (query === undefined) {
      throw new AwsError("InvalidNextToken", "The next token does not fit these queries");
    }
    const result = resultOf(data, call, request, query);
    const count = Math.min(room, result.points.t.length - position.point);
    const end: number = position.point + count;
    const isWhole = end === result.points.t.length;
    if (query.ReturnData) {
      const status = isWhole ? result.finalStatus : "PartialData";
      results.push(resultJson(query, write(result.points, position.point, end), status));
    }
    room -= count;
    position = isWhole ? nextQuery(position, request) : { query: position.query, point: end };
  }
  if (call.fault?.kind === "repeat_token") {
    return page(results, tokenAt(start));
  }
  return page(results, position === null ? null : tokenAt(position));
}

function nextQuery(position: Position, request: MetricDataRequest): Position | null {
  const query = position.query + 1;
  return query < request.MetricDataQueries.length ? { query, point: 0 } : null;
}

function resultOf(
  data: MetricData,
  call: AwsCall,
  request: MetricDataRequest,
  query: MetricDataQuery,
): Result {
  const fault = call.fault?.hitsNext() ? call.fault.kind : null;
  switch (fault) {
    case "forbidden_result":
      return { points: NO_POINTS, finalStatus: "Forbidden" };
    case "internal_error":
      return { points: NO_POINTS, finalStatus: "InternalError" };
    case "partial_data": {
      const points = pointsOf(data, call, request, query);
      const half = Math.floor(points.t.length / 2);
      return {
        points: { t: points.t.slice(0, half), values: points.values.slice(0, half) },
        finalStatus: "PartialData",
      };
    }
    case "late_data":
      return {
        points: pointsOf(data, call, { ...request, EndTime: request.EndTime - LATE_SECONDS }, query),
        finalStatus: "Complete",
      };
    default:
      return { points: pointsOf(data, call, request, query), finalStatus: "Complete" };
  }
}

function pointsOf(
  data: MetricData,
  call: AwsCall,
  request: MetricDataRequest,
  { MetricStat }: MetricDataQuery,
): Points {
  const found = data.find(MetricStat.Metric);
  if (
    found === null ||
    found.resource.accountId !== call.accountId ||
    found.resource.region !== call.region
  ) {
    return NO_POINTS;
  }
  const window = {
    from: request.StartTime,
    to: request.EndTime,
    now: data.world.state.nowSeconds,
    periodSeconds: MetricStat.Period,
  };
  return metricPoints(
    (dayStart) => data.columnsOf(found.resource.resourceId, found.metric, dayStart),
    window,
    MetricStat.Stat,
    found.isPerPeriodSum,
  );
}

function resultJson(query: MetricDataQuery, points: ReturnType<PointsWriter>, status: string): string {
  const label = JSON.stringify(query.Label ?? query.MetricStat.Metric.MetricName);
  return `{"Id":"${query.Id}","Label":${label},"Timestamps":[${points.timestamps}],"Values":[${points.values}],"StatusCode":"${status}"}`;
}

function page(results: readonly string[], nextToken: string | null): Reply {
  const next = nextToken === null ? "" : `,"NextToken":"${nextToken}"`;
  return awsJsonReply("1.0", 200, `{"MetricDataResults":[${results.join(",")}],"Messages":[]${next}}`);
}

function tokenAt({ query, point }: Position): string {
  return Buffer.from(`${query}/${point}`).toString("base64url");
}

function positionOf(token: string | undefined): Position {
  if (token === undefined) {
    return { query: 0, point: 0 };
  }
  const [, query, point] = /^(\d+)\/(\d+)$/.exec(Buffer.from(token, "base64url").toString()) ?? [];
  if (query === undefined || point === undefined) {
    throw new AwsError("InvalidNextToken", "The next token is not one of ours");
  }
  return { query: Number(query), point: Number(point) };
}
