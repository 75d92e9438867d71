import * as z from "zod";
import type { StageErrorName } from "../contract/error-names.ts";

/** Codes by which AWS services say "slower"; the same set that the SDK's own retries know, plus S3's and EC2's. */
const THROTTLE_CODES: ReadonlySet<string> = new Set([
  "BandwidthLimitExceeded",
  "EC2ThrottledException",
  "LimitExceededException",
  "PriorRequestNotComplete",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "ThrottledException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
]);

/** Codes of a missing right, of credentials that are not accepted, and of a region that the account has not opted into. */
const DENIED_CODES: ReadonlySet<string> = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "AuthFailure",
  "AuthorizationError",
  "AuthorizationErrorException",
  "CredentialsProviderError",
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidClientTokenId",
  "MissingAuthenticationToken",
  "OptInRequired",
  "SignatureDoesNotMatch",
  "UnauthorizedOperation",
  "UnrecognizedClientException",
]);

/** Names of errors that never reached a service, or lost its answer. */
const NETWORK_NAMES: ReadonlySet<string> = new Set(["AbortError", "SyntaxError", "TimeoutError"]);

/** All that the SDK says, in a bare Error, where neither AWS_REGION nor a profile names a region. */
const NO_REGION = "Region is missing";

const SdkError = z.object({
  name: z.string(),
  message: z.string().optional().catch(undefined),
  code: z.string().optional().catch(undefined),
  $metadata: z.object({ httpStatusCode: z.number().optional() }).optional().catch(undefined),
});

function byStatus(status: number): StageErrorName {
  if (status === 401 || status === 403) return "AccessDenied";
  if (status === 429) return "SourceThrottled";
  // 2xx with an error is an answer that could not be parsed: cut on its way.
  if (status === 408 || status >= 500 || status < 300) return "SourceUnavailable";
  return "SourceRefused";
}

/**
 * What an error of an AWS SDK call means for the pipeline; null if the error is not a failed call but a fault of ours.
 *
 * @example awsFailure(Object.assign(new Error(), { name: "Throttling", $metadata: { httpStatusCode: 400 } })) // "SourceThrottled"
 */
export function awsFailure(error: unknown): StageErrorName | null {
  const parsed = SdkError.safeParse(error);
  if (!parsed.success) return null;
  const { name, message, code, $metadata } = parsed.data;
  if (message === NO_REGION) return "EnvironmentInvalid";
  if (THROTTLE_CODES.has(name)) return "SourceThrottled";
  if (DENIED_CODES.has(name)) return "AccessDenied";
  if ($metadata?.httpStatusCode !== undefined) return byStatus($metadata.httpStatusCode);
  return NETWORK_NAMES.has(name) || code !== undefined ? "SourceUnavailable" : null;
}

/** Name and first line of an SDK error, short enough for a log line. The SDK puts request ids and ARNs there, no secrets. */
export function failureText(error: unknown): string {
  if (!(error instanceof Error)) return "unknown error";
  return `${error.name}: ${error.message.split("\n", 1)[0] ?? ""}`.slice(0, 300);
}
