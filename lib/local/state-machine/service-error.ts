/**
 * An error as Step Functions sees it: `name` is what Retry and Catch match, the message is the Cause.
 * The two flags are read by the interpreter; `States.DataLimitExceeded` can be neither retried nor caught, not even by `States.ALL`.
 */
export class ServiceError extends Error {
  readonly isRetryable: boolean;
  readonly isCatchable: boolean;

  constructor(name: string, cause: string, { isFinal = false }: { readonly isFinal?: boolean } = {}) {
    super(cause);
    this.name = name;
    this.isRetryable = !isFinal;
    this.isCatchable = !isFinal;
  }
}

/** Cause that Lambda gives for an error of the function. */
function lambdaCause(errorType: string, errorMessage: string, trace: readonly string[]): string {
  return JSON.stringify({ errorType, errorMessage, trace });
}

/** What a handler threw, as the Lambda runtime reports it: any value can be thrown. */
export function functionError(thrown: unknown): ServiceError {
  if (!(thrown instanceof Error))
    return new ServiceError(typeof thrown, lambdaCause(typeof thrown, String(thrown), []));
  const { name, message, stack = "" } = thrown;
  return new ServiceError(name, lambdaCause(name, message, stack.split("\n")));
}

/** Error of the Lambda service itself, or of a broken-off call: the function's code had no say in it. */
export function injectedError(name: string): ServiceError {
  return new ServiceError(name, lambdaCause(name, `${name}, injected`, []));
}

/** A call that used up its time, by the name and text that Lambda gives it. */
export function timeoutError(name: string, requestId: string, seconds: number): ServiceError {
  if (name === "States.Timeout") return new ServiceError(name, "");
  const message = `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`;
  return new ServiceError(name, lambdaCause(name, message, []));
}
