import type { Reply } from "#lib/local/simulated-http/reply.ts";
import type { SimulatedRequest } from "#lib/local/simulated-http/request.ts";
import { AwsError } from "./call.ts";

/** The action that `X-Amz-Target` names, such as `GetMetricData`. */
export function jsonAction(request: SimulatedRequest): string {
  return request.headers["x-amz-target"]?.split(".").at(-1) ?? "";
}

/** The body as JSON. @throws AwsError SerializationException */
export function jsonBody(request: SimulatedRequest): unknown {
  try {
    return JSON.parse(request.body.toString());
  } catch {
    throw new AwsError("SerializationException", "the body is not JSON");
  }
}

/** An answer of the AWS JSON protocols, in `version` 1.0 or 1.1. */
export function awsJsonReply(version: "1.0" | "1.1", status: number, body: string): Reply {
  return { status, headers: { "content-type": `application/x-amz-json-${version}` }, body };
}

/** An error of the AWS JSON protocols; clients that once spoke awsQuery find the old code in a header. */
export function awsJsonError(version: "1.0" | "1.1", error: AwsError): Reply {
  const reply = awsJsonReply(
    version,
    error.status,
    JSON.stringify({ __type: error.code, message: error.message }),
  );
  const fault = error.status >= 500 ? "Receiver" : "Sender";
  return { ...reply, headers: { ...reply.headers, "x-amzn-query-error": `${error.code};${fault}` } };
}

/** Throttling and denial as the JSON services name them. */
export const JSON_REFUSALS = {
  throttleError: new AwsError("ThrottlingException", "Rate exceeded"),
  denyError: new AwsError("AccessDeniedException", "User is not authorized to perform this action"),
};
