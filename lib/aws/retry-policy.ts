import { Duration } from "aws-cdk-lib";
import { JitterType, type RetryProps } from "aws-cdk-lib/aws-stepfunctions";
import { ERROR_NAMES, LAMBDA_SERVICE_ERRORS } from "#contract/error-names.ts";
import type { StageId } from "#contract/stages.ts";
import { EXECUTION_TIMEOUT_SECONDS } from "#contract/time-limits.ts";

/** One attempt a minute: a waiting run costs a few hundred state transitions at most. */
const LEASE_POLL_SECONDS = 60;

/** Lambda gave no answer in time to its caller, the state machine: the call may have run. */
const CALLER_TIMED_OUT = "Lambda.ClientExecutionTimeoutException";

/**
 * The call broke off and may have worked, or may still be working: out of time or memory, or the process ended. `Lambda.Unknown` is
 * the documented name; newer runtimes name the kind (`Sandbox.Timedout`, `Runtime.*`). `States.Timeout` is the state's own limit.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html
 */
export const BROKEN_OFF_ERRORS = [
  "Lambda.Unknown",
  "Sandbox.Timedout",
  "Runtime.ExitError",
  "Runtime.OutOfMemory",
  "States.Timeout",
] as const;

/** What passes by itself: our own retryable errors, and Lambda's for the whole of a call. */
export const PASSING_ERRORS: readonly string[] = [
  ...Object.entries(ERROR_NAMES)
    .filter(([name, { isRetryable }]) => isRetryable && name !== "RunInProgress")
    .map(([name]) => name),
  ...LAMBDA_SERVICE_ERRORS,
  CALLER_TIMED_OUT,
];

/** Waits up to 5, 10, 20, 40 seconds (each drawn from 0 to that): a database failover takes about a minute. */
const RETRY_PASSING: RetryProps = {
  errors: [...PASSING_ERRORS],
  interval: Duration.seconds(5),
  maxAttempts: 4,
  backoffRate: 2,
  maxDelay: Duration.seconds(60),
  jitterStrategy: JitterType.FULL,
};

/** Once: every stage may run twice, but what does not fit in its time or memory will not fit the third time either. */
const RETRY_BROKEN_OFF: RetryProps = {
  errors: [...BROKEN_OFF_ERRORS],
  interval: Duration.seconds(10),
  maxAttempts: 1,
  backoffRate: 1,
  jitterStrategy: JitterType.FULL,
};

/** Asks for the lease until the execution itself ends. */
const RETRY_LEASE: RetryProps = {
  errors: ["RunInProgress"],
  interval: Duration.seconds(LEASE_POLL_SECONDS),
  maxAttempts: Math.ceil(EXECUTION_TIMEOUT_SECONDS / LEASE_POLL_SECONDS) + 1,
  backoffRate: 1,
};

/**
 * Retries of one stage's state; the only layer that repeats a call of a stage.
 * @example retriesOf("00-open-run").length; // 3: the lease, passing errors, broken-off calls
 */
export function retriesOf(stage: StageId): readonly RetryProps[] {
  return stage === "00-open-run"
    ? [RETRY_LEASE, RETRY_PASSING, RETRY_BROKEN_OFF]
    : [RETRY_PASSING, RETRY_BROKEN_OFF];
}
