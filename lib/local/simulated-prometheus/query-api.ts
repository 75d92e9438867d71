import type { Fault } from "#lib/local/simulated-http/fault-book.ts";
import { jsonReply, type Reply } from "#lib/local/simulated-http/reply.ts";
import type { SimulatedRequest } from "#lib/local/simulated-http/request.ts";
import { evaluate, type PrometheusWorld, type ResultSeries } from "./evaluate.ts";
import type { Expression, Parse } from "./expression.ts";
import { BadData, queryParameters, rangeMoments, timeOf } from "./query-parameters.ts";

const PARTIAL_WARNING = "remote_read: 1 of 2 stores did not answer; the result may be incomplete";

/** What a query is answered from. */
export interface QueryApi {
  readonly world: PrometheusWorld;
  readonly parse: Parse;
}

/** `/api/v1/query` */
export function instantQuery(api: QueryApi, request: SimulatedRequest, fault: Fault | null): Reply {
  return answered(fault, () => {
    const parameters = queryParameters(request);
    const at = timeOf(parameters, "time", api.world.state.nowSeconds);
    const series = evaluate(api.world, expressionOf(api, parameters), [at]);
    const result = series.map(({ labels, values }) => ({
      metric: labels,
      value: [at, valueText(values[0] ?? Number.NaN, fault)],
    }));
    return { resultType: "vector", result };
  });
}

/** `/api/v1/query_range` */
export function rangeQuery(api: QueryApi, request: SimulatedRequest, fault: Fault | null): Reply {
  return answered(fault, () => {
    const parameters = queryParameters(request);
    const moments = rangeMoments(parameters);
    const series = evaluate(api.world, expressionOf(api, parameters), moments);
    return { resultType: "matrix", result: series.map((one) => matrixSeries(one, fault)) };
  });
}

function matrixSeries({ labels, t, values }: ResultSeries, fault: Fault | null) {
  return {
    metric: labels,
    values: t.map((at, index) => [at, valueText(values[index] ?? Number.NaN, fault)]),
  };
}

function answered(fault: Fault | null, dataOf: () => object): Reply {
  try {
    const data = dataOf();
    return jsonReply(200, {
      status: "success",
      data,
      ...(fault?.kind === "warnings" ? { warnings: [PARTIAL_WARNING] } : {}),
    });
  } catch (error) {
    if (error instanceof BadData) {
      return jsonReply(400, { status: "error", errorType: "bad_data", error: error.message });
    }
    throw error;
  }
}

function expressionOf(api: QueryApi, parameters: URLSearchParams): Expression {
  const query = parameters.get("query") ?? "";
  const expression = api.parse(query);
  if (expression === null) {
    throw new BadData(`invalid parameter "query": not an expression of the simulated Prometheus: ${query}`);
  }
  return expression;
}

/** Values are JSON strings, as Prometheus writes them. */
function valueText(value: number, fault: Fault | null): string {
  if (fault?.kind === "nan_values" && fault.hitsNext()) {
    return "NaN";
  }
  if (value === Number.POSITIVE_INFINITY) {
    return "+Inf";
  }
  return value === Number.NEGATIVE_INFINITY ? "-Inf" : String(value);
}
