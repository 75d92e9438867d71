import type { MetricsConfig } from "#core/model/metric-definition.ts";
import type { Estate } from "#lib/local/estate/estate.ts";
import type { Fault } from "#lib/local/simulated-http/fault-book.ts";
import { jsonReply, type Reply } from "#lib/local/simulated-http/reply.ts";
import type { SimulatedRequest } from "#lib/local/simulated-http/request.ts";
import { type Answering, type SimulatedServer, serve } from "#lib/local/simulated-http/serve.ts";
import type { SimulationState } from "#lib/local/simulated-http/simulation-state.ts";
import { createParser } from "./expression.ts";
import { instantQuery, type QueryApi, rangeQuery } from "./query-api.ts";
import { buildInfo, runtimeInfo, targets } from "./status-api.ts";

const PREFIX = "/api/v1/";
const LOGIN_PAGE = "<!doctype html><html><body><form>Sign in to continue</form></body></html>";

/** What a client must send as its Authorization header; null lets everybody in. */
export type PrometheusAuth =
  | { readonly kind: "basic"; readonly user: string; readonly password: string }
  | { readonly kind: "bearer"; readonly token: string }
  | null;

/**
 * A Prometheus 2.43 that scrapes the estate's cache nodes, keeps 15 days, and understands just the queries that `metrics` holds.
 * Fault actions are the paths after `/api/v1/`, such as `query_range`.
 */
export function startSimulatedPrometheus(
  estate: Estate,
  state: SimulationState,
  options: { readonly metrics: MetricsConfig["metrics"]; readonly auth?: PrometheusAuth },
): Promise<SimulatedServer> {
  const api = { world: { estate, state }, parse: createParser(options.metrics) };
  return serve(state, answering(api, options.auth ?? null));
}

function answering(api: QueryApi, auth: PrometheusAuth): Answering {
  const { state } = api.world;
  return (request) => {
    if (!isAllowed(request, auth)) {
      const headers = { "www-authenticate": 'Basic realm="prometheus"' };
      return { reply: { status: 401, headers, body: "Unauthorized\n" }, fault: null };
    }
    const action = request.url.pathname.startsWith(PREFIX)
      ? request.url.pathname.slice(PREFIX.length)
      : request.url.pathname;
    const target = { service: "prometheus", action };
    state.countCall(target);
    const fault = state.faults.strike(target);
    return { reply: refusalBy(fault) ?? route(api, request, fault), fault };
  };
}

function isAllowed(request: SimulatedRequest, auth: PrometheusAuth): boolean {
  switch (auth?.kind) {
    case "basic":
      return request.headers.authorization === `Basic ${btoa(`${auth.user}:${auth.password}`)}`;
    case "bearer":
      return request.headers.authorization === `Bearer ${auth.token}`;
    default:
      return true;
  }
}

function route(api: QueryApi, request: SimulatedRequest, fault: Fault | null): Reply {
  switch (request.url.pathname) {
    case `${PREFIX}query`:
      return instantQuery(api, request, fault);
    case `${PREFIX}query_range`:
      return rangeQuery(api, request, fault);
    case `${PREFIX}status/buildinfo`:
      return buildInfo();
    case `${PREFIX}status/runtimeinfo`:
      return runtimeInfo(api.world);
    case `${PREFIX}targets`:
      return targets(api.world, request.url.searchParams);
    case "/-/ready":
      return {
        status: 200,
        headers: { "content-type": "text/plain" },
        body: "Prometheus Server is Ready.\n",
      };
    default:
      return { status: 404, headers: { "content-type": "text/plain" }, body: "404 page not found\n" };
  }
}

function refusalBy(fault: Fault | null): Reply | null {
  switch (fault?.kind) {
    case "throttle":
      return { status: 429, headers: { "retry-after": "1" }, body: "Too Many Requests" };
    case "internal_error":
      return jsonReply(503, { status: "error", errorType: "unavailable", error: "TSDB not ready" });
    case "unprocessable":
      return jsonReply(422, {
        status: "error",
        errorType: "execution",
        error: "many-to-many matching not allowed: matching labels must be unique on one side",
      });
    case "deny":
      return { status: 403, headers: { "content-type": "text/plain" }, body: "Forbidden\n" };
    case "html":
      return { status: 200, headers: { "content-type": "text/html" }, body: LOGIN_PAGE };
    default:
      return null;
  }
}
