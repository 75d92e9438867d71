import axios, { type AxiosInstance, isAxiosError } from "axios";
import { StageError } from "#core/model/stage-error.ts";
import { refusesLogin } from "#core/remote/renewing-login.ts";
import type { ConnectionSettings } from "./settings.ts";
import { checkedLookup } from "./url-guard.ts";

/** Status, headers and body of one HTTP answer, whatever the status is. */
export interface HttpReply {
  readonly status: number;
  readonly contentType: string;
  readonly location: string | null;
  readonly retryAfterSeconds: number | null;
  readonly body: string;
}

/** GET of a path below the base address, with a signal that ends it at its deadline. */
export type HttpGet = (
  path: string,
  params: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<HttpReply>;

/**
 * HTTP client of one Prometheus: no redirects, no proxy from the environment, a limit for the decompressed body, addresses checked at
 * each connection.
 *
 * @throws StageError (from the function) SourceUnavailable if there is no whole answer, ContractBroken if it is over the limit,
 *   EnvironmentInvalid if the name leads to a forbidden address
 */
export function httpGet(settings: ConnectionSettings): HttpGet {
  const { askWithLogin, url, maxBytes } = settings;
  const client = axios.create({
    baseURL: url.href.replace(/\/$/, ""),
    responseType: "arraybuffer",
    maxRedirects: 0,
    maxContentLength: maxBytes,
    proxy: false,
    lookup: checkedLookup({ allowLoopback: settings.allowLoopback }),
    validateStatus: () => true,
    headers: { accept: "application/json" },
  });
  return async (path, params, signal) => {
    try {
      return await askWithLogin(
        (login) =>
          get(client, path, { params, signal, headers: login === null ? {} : { authorization: login } }),
        refusesLogin,
      );
    } catch (error) {
      // The client's own error carries the request with its credentials: it must not become a cause.
      throw transportError(error, settings);
    }
  };
}

async function get(
  client: AxiosInstance,
  path: string,
  options: {
    params: Readonly<Record<string, string>>;
    signal: AbortSignal;
    headers: Readonly<Record<string, string>>;
  },
): Promise<HttpReply> {
  const response = await client.get<Buffer>(path, options);
  const header = (name: string): string => String(response.headers[name] ?? "");
  const retryAfterSeconds = Number(header("retry-after") || Number.NaN);
  return {
    status: response.status,
    contentType: header("content-type"),
    location: header("location") || null,
    retryAfterSeconds: Number.isFinite(retryAfterSeconds) ? retryAfterSeconds : null,
    body: response.data.toString("utf8"),
  };
}

function transportError(error: unknown, { url, maxBytes }: ConnectionSettings): StageError {
  const cause = isAxiosError(error) ? error.cause : error;
  if (cause instanceof StageError) {
    return cause;
  }
  if (axios.isCancel(error)) {
    return new StageError("SourceUnavailable", `Prometheus at ${url.host} did not answer in time`);
  }
  const code = isAxiosError(error) ? (error.code ?? "") : "";
  const message = error instanceof Error ? error.message : "";
  if (message.includes("maxContentLength")) {
    return new StageError(
      "ContractBroken",
      `Prometheus at ${url.host} sent more than ${maxBytes} bytes in one answer`,
    );
  }
  const what = [code, message].filter((part) => part !== "").join(": ");
  return new StageError("SourceUnavailable", `Prometheus at ${url.host} gave no whole answer (${what})`);
}
