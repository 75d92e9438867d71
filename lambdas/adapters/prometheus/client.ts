import * as z from "zod";
import type { PrometheusAnswer, PrometheusApi } from "#core/ports/prometheus-api.ts";
import { type AskWithLogin, renewingLogin } from "#core/remote/renewing-login.ts";
import { type ApiRequest, type ApiSuccess, askApi, type RequestSettings } from "./api-request.ts";
import { httpGet } from "./http-reply.ts";
import { mergeAnswers } from "./merge-answers.ts";
import { parseSeries, UnexpectedShape } from "./parse-series.ts";
import { readStatus } from "./read-status.ts";
import { replyError } from "./reply-error.ts";
import { authorizationOf, type PrometheusAuth } from "./settings.ts";
import { splitWindow } from "./split-window.ts";
import { parseUrl, type UrlRules } from "./url-guard.ts";

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_ATTEMPTS = 3;
/** A month of 76 instances at five minutes is 22 MB. */
const DEFAULT_MAX_BYTES = 64_000_000;
const DEFAULT_MAX_SERIES = 10_000;

/** @see prometheusApi */
export interface PrometheusOptions extends UrlRules {
  /** `http(s)://host:port`, with a path before `/api/v1` if there is one. */
  readonly baseUrl: string;
  readonly auth?: PrometheusAuth;
  /** Reads the login where it is kept, past every cache: asked for once where the one in use is refused. */
  readonly renewAuth?: () => Promise<PrometheusAuth>;
  /** For one question: all attempts and the waits between them. Default 30 s. */
  readonly timeoutMs?: number;
  /** Of one answer, decompressed. Default 64 MB. */
  readonly maxBytes?: number;
  /** Series kept of one query's answer; it says so if there were more. Default 10,000. */
  readonly maxSeries?: number;
  /** HTTP requests for one question, retries included. Default 3. */
  readonly attempts?: number;
  readonly sleep?: (ms: number) => Promise<unknown>;
  readonly random?: () => number;
}

const QueryData = z.object({
  resultType: z.enum(["matrix", "vector"]),
  result: z.array(z.unknown()),
});

/**
 * The HTTP API of Prometheus, or of anything that speaks it. Asks by GET, never follows a redirect, and takes NaN and Inf for "no value".
 *
 * @throws StageError EnvironmentInvalid at once for an address that may not be asked; from its methods AccessDenied beside what the port
 *   names
 */
export function prometheusApi(options: PrometheusOptions): PrometheusApi {
  const { allowLoopback = false, maxBytes = DEFAULT_MAX_BYTES, maxSeries = DEFAULT_MAX_SERIES } = options;
  const url = parseUrl(options.baseUrl, { allowLoopback });
  const settings: RequestSettings = {
    host: url.host,
    get: httpGet({ url, askWithLogin: askingAs(options), maxBytes, allowLoopback }),
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    attempts: options.attempts ?? DEFAULT_ATTEMPTS,
    sleep: options.sleep,
    random: options.random,
  };
  let callCount = 0;

  function ask(path: string, params: Readonly<Record<string, string>> = {}): Promise<ApiSuccess> {
    return askApi(settings, { path, params }, () => {
      callCount += 1;
    });
  }

  async function query(request: ApiRequest, kind: "matrix" | "vector"): Promise<PrometheusAnswer> {
    const success = await ask(request.path, request.params);
    return answerOf(success, kind, {
      host: url.host,
      path: request.path,
      query: request.params.query ?? null,
    });
  }

  return {
    status: () => readStatus(ask, url.host),
    range: async (text, window) => {
      const parts: PrometheusAnswer[] = [];
      for (const { start, end, stepSeconds } of splitWindow(window)) {
        const params = { query: text, start: String(start), end: String(end), step: String(stepSeconds) };
        parts.push(await query({ path: "/api/v1/query_range", params }, "matrix"));
      }
      return mergeAnswers(parts, maxSeries);
    },
    instant: async (text, at) => {
      const params = { query: text, time: String(at) };
      return mergeAnswers([await query({ path: "/api/v1/query", params }, "vector")], maxSeries);
    },
    get callCount() {
      return callCount;
    },
  };
}

function askingAs({ auth, renewAuth }: PrometheusOptions): AskWithLogin {
  return renewingLogin(
    auth === undefined ? null : authorizationOf(auth),
    renewAuth === undefined ? null : async () => authorizationOf(await renewAuth()),
  );
}

function answerOf(
  success: ApiSuccess,
  kind: "matrix" | "vector",
  context: { host: string; path: string; query: string | null },
): PrometheusAnswer {
  const data = QueryData.safeParse(success.data);
  if (!data.success || data.data.resultType !== kind) {
    throw replyError("ContractBroken", context, `answered something else than a ${kind}`);
  }
  const warnings = success.warnings ?? [];
  try {
    return { ...parseSeries(data.data.result, kind), isPartial: warnings.length > 0, warnings };
  } catch (error) {
    if (error instanceof UnexpectedShape) {
      throw replyError("ContractBroken", context, `answered in another shape: ${error.message}`);
    }
    throw error;
  }
}
