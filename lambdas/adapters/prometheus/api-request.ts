import { setTimeout as delay } from "node:timers/promises";
import * as z from "zod";
import { StageError } from "#core/model/stage-error.ts";
import { backoffMs } from "./backoff.ts";
import type { HttpGet, HttpReply } from "./http-reply.ts";
import { declaredError, type ReplyContext, replyError, statusError } from "./reply-error.ts";

const Declared = z.object({ status: z.literal("error"), errorType: z.string(), error: z.string() });
const Success = z.object({
  status: z.literal("success"),
  data: z.unknown(),
  warnings: z.array(z.string()).nullish(),
});
export type ApiSuccess = z.infer<typeof Success>;

export interface RequestSettings {
  readonly host: string;
  readonly get: HttpGet;
  /** For one question: all attempts and the waits between them. */
  readonly timeoutMs: number;
  readonly attempts: number;
  readonly sleep?: ((ms: number) => Promise<unknown>) | undefined;
  readonly random?: (() => number) | undefined;
}

export interface ApiRequest {
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
}

/** Answer to a question, or the wait before it may be asked again. */
type Outcome =
  | { readonly success: ApiSuccess }
  | { readonly error: StageError; readonly retryAfterSeconds: number | null };

/**
 * Asks the API, again after failures that may pass (no connection, half an answer, 429, 5xx), until an answer, a refusal, the last
 * attempt or the deadline.
 *
 * @param onAttempt called before each HTTP request
 * @throws StageError SourceUnavailable, SourceThrottled, SourceRefused, AccessDenied, ContractBroken
 */
export async function askApi(
  settings: RequestSettings,
  request: ApiRequest,
  onAttempt: () => void,
): Promise<ApiSuccess> {
  const sleep = settings.sleep ?? delay;
  const random = settings.random ?? Math.random;
  const endsAt = performance.now() + settings.timeoutMs;
  const signal = AbortSignal.timeout(settings.timeoutMs);
  for (let attempt = 1; ; attempt++) {
    onAttempt();
    const outcome = await tryOnce(settings, request, signal);
    if ("success" in outcome) {
      return outcome.success;
    }
    const waitMs = backoffMs(attempt, random(), outcome.retryAfterSeconds);
    const isLast = attempt >= settings.attempts || performance.now() + waitMs >= endsAt;
    if (isLast || !outcome.error.isRetryable) {
      throw outcome.error;
    }
    await sleep(waitMs);
  }
}

async function tryOnce(
  settings: RequestSettings,
  request: ApiRequest,
  signal: AbortSignal,
): Promise<Outcome> {
  const context: ReplyContext = {
    host: settings.host,
    path: request.path,
    query: request.params.query ?? null,
  };
  try {
    const reply = await settings.get(request.path, request.params, signal);
    const error = statusError(reply, context);
    return error === null
      ? { success: successOf(reply, context) }
      : { error, retryAfterSeconds: reply.retryAfterSeconds };
  } catch (error) {
    if (error instanceof StageError) {
      return { error, retryAfterSeconds: null };
    }
    throw error;
  }
}

/** @throws StageError for an answer that is none, and for one that is an error */
function successOf(reply: HttpReply, context: ReplyContext): ApiSuccess {
  const body = jsonOf(reply, context);
  const declared = Declared.safeParse(body);
  if (declared.success) {
    throw declaredError(declared.data, context);
  }
  const success = Success.safeParse(body);
  if (!success.success || reply.status >= 300) {
    throw replyError(
      "ContractBroken",
      context,
      `answered ${reply.status} without a status of success or error`,
    );
  }
  return success.data;
}

function jsonOf(reply: HttpReply, context: ReplyContext): unknown {
  if (!/\bjson\b/.test(reply.contentType)) {
    const type = reply.contentType.slice(0, 60) || "nothing";
    throw replyError(
      "ContractBroken",
      context,
      `answered ${reply.status} with ${type} in place of JSON: a log-in or proxy page?`,
    );
  }
  try {
    return JSON.parse(reply.body);
  } catch {
    throw replyError("SourceUnavailable", context, "cut its answer: it is not whole JSON");
  }
}
