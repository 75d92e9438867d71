import type { StageErrorName } from "#contract/error-names.ts";
import { StageError } from "#core/model/stage-error.ts";
import type { HttpReply } from "./http-reply.ts";

const QUERY_LENGTH = 300;
const TEXT_LENGTH = 200;

/** Error types that say nothing about the question: it may be asked again. */
const PASSING_TYPES: ReadonlySet<string> = new Set(["timeout", "canceled", "unavailable", "internal"]);

/** Where an answer comes from and what it answers. */
export interface ReplyContext {
  readonly host: string;
  readonly path: string;
  /** PromQL; null for other requests. */
  readonly query: string | null;
}

/** The error that a status other than 2xx stands for; null for 2xx and for 4xx with Prometheus' own error in the body. */
export function statusError(reply: HttpReply, context: ReplyContext): StageError | null {
  const { status } = reply;
  if (status >= 300 && status < 400) {
    return replyError(
      "SourceRefused",
      context,
      `redirects to ${targetHost(reply, context)}, which is not followed`,
    );
  }
  if (status === 401 || status === 403) {
    return replyError("AccessDenied", context, `refuses the log-in (${status}): check its secret`);
  }
  if (status === 404) {
    return replyError(
      "ContractBroken",
      context,
      `has no ${context.path} (404): check the path of its address`,
    );
  }
  if (status === 429) {
    return replyError("SourceThrottled", context, "says that it is asked too often (429)");
  }
  if (status >= 500) {
    return replyError("SourceUnavailable", context, `answered ${status}${excerptOf(reply)}`);
  }
  return null;
}

/** The error of an answer whose `status` is "error". */
export function declaredError(
  declared: { errorType: string; error: string },
  context: ReplyContext,
): StageError {
  const name: StageErrorName = PASSING_TYPES.has(declared.errorType) ? "SourceUnavailable" : "SourceRefused";
  return replyError(name, context, `answered ${declared.errorType}: ${oneLine(declared.error)}`);
}

/** A StageError that names host and query. */
export function replyError(name: StageErrorName, context: ReplyContext, what: string): StageError {
  const query = context.query === null ? "" : `; query: ${context.query.slice(0, QUERY_LENGTH)}`;
  return new StageError(name, `Prometheus at ${context.host} ${what}${query}`);
}

function excerptOf(reply: HttpReply): string {
  return reply.contentType.includes("json") ? `: ${oneLine(reply.body)}` : "";
}

function targetHost(reply: HttpReply, context: ReplyContext): string {
  const base = `http://${context.host}`;
  return reply.location !== null && URL.canParse(reply.location, base)
    ? new URL(reply.location, base).host
    : "nowhere";
}

function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, " ").slice(0, TEXT_LENGTH);
}
