import { StageError } from "#core/model/stage-error.ts";
import { type AskWithLogin, refusesLogin } from "#core/remote/renewing-login.ts";

/** @see limitedFetch */
export interface FetchSettings {
  readonly askWithLogin: AskWithLogin;
  /** From the request to the last byte of its answer. */
  readonly timeoutMs: number;
  /** Of one answer, decompressed. */
  readonly maxBytes: number;
}

/**
 * `fetch` for the MCP client: each request carries the login and has a total deadline, an answer has a size limit, redirects are
 * refused, and the client's optional listening stream (GET) is declined, because nothing that a server might say unasked matters here.
 *
 * @throws StageError SourceRefused for a redirect, ContractBroken for an answer that is too long (both also while reading the body)
 */
export function limitedFetch(
  settings: FetchSettings,
): (url: string | URL, init?: RequestInit) => Promise<Response> {
  return async (url, init = {}) => {
    if (init.method === "GET") {
      return new Response(null, { status: 405 });
    }
    const deadline = AbortSignal.timeout(settings.timeoutMs);
    const signal = init.signal ? AbortSignal.any([init.signal, deadline]) : deadline;
    const response = await settings.askWithLogin(
      (login) => fetch(url, { ...init, headers: headersOf(init, login), signal, redirect: "manual" }),
      refusesLogin,
    );
    const host = new URL(url).host;
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      const target = hostOf(response.headers.get("location"), String(url));
      throw new StageError(
        "SourceRefused",
        `The MCP gateway at ${host} answers with a redirect to ${target}, which is not followed: configure the address that answers itself`,
      );
    }
    return capped(response, settings.maxBytes, host);
  };
}

function headersOf({ headers }: RequestInit, login: string | null): Headers {
  const all = new Headers(headers);
  if (login !== null) all.set("authorization", login);
  return all;
}

function capped(response: Response, maxBytes: number, host: string): Response {
  if (response.body === null) {
    return response;
  }
  let bytes = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) {
        throw new StageError(
          "ContractBroken",
          `The MCP gateway at ${host} sent more than ${maxBytes} bytes in one answer`,
        );
      }
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counter), response);
}

function hostOf(location: string | null, base: string): string {
  return location !== null && URL.canParse(location, base) ? new URL(location, base).host : "nowhere";
}
