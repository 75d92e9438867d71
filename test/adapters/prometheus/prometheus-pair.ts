import type { ServerResponse } from "node:http";
import { afterEach, expect } from "vitest";
import { type PrometheusOptions, prometheusApi } from "#adapters/prometheus/client.ts";
import { httpServer } from "./http-server.ts";

const CANARY = "canary-password-5d2e";

const endings: (() => Promise<void>)[] = [];

/** To be called once by a test file. */
export function stopPairsAfterEach(): void {
  afterEach(async () => {
    await Promise.all(endings.splice(0).map((end) => end()));
  });
}

/** A server and our client to it, which notes its waits instead of waiting; the server ends after the test. */
export async function startPair(
  respond: (url: URL, response: ServerResponse) => void,
  options: Partial<PrometheusOptions> = {},
) {
  const server = await httpServer(respond);
  endings.push(server.stop);
  const waits: number[] = [];
  const api = prometheusApi({
    baseUrl: server.url,
    allowLoopback: true,
    auth: { kind: "basic", username: "reader", password: CANARY },
    timeoutMs: 3_000,
    sleep: async (ms) => {
      waits.push(ms);
    },
    random: () => 0.5,
    ...options,
  });
  return { server, api, waits };
}

/** The error of a call that must fail; it must not hold the password. */
export async function failureOf(promise: Promise<unknown>): Promise<Error> {
  const outcome = await promise.then(
    () => new Error("did not fail"),
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(Error);
  const error = outcome instanceof Error ? outcome : new Error("");
  expect(JSON.stringify({ ...error, message: error.message, cause: error.cause })).not.toContain(CANARY);
  return error;
}
