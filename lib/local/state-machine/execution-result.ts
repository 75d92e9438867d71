import { ExecutionAbortedError, ExecutionError, ExecutionTimeoutError } from "aws-local-stepfunctions";
import type { HistoryEvent } from "./history.ts";
import type { JsonValue } from "./json-value.ts";

/** How Step Functions says that an execution ended. */
export type ExecutionStatus = "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

export interface ExecutionEnd {
  readonly status: ExecutionStatus;
  /** Null unless it succeeded. */
  readonly output: JsonValue;
  /** Name and text of what ended it; null where nothing did. */
  readonly error: string | null;
  readonly cause: string | null;
}

export interface ExecutionResult extends ExecutionEnd {
  readonly history: readonly HistoryEvent[];
  /** Why 14 could not record a bad end; null where it did or had none to record. */
  readonly recordError: string | null;
}

/** The end of an execution, whatever its promise does. Rethrows what is not an end but a fault of the interpreter. */
export async function endOf(result: Promise<JsonValue>): Promise<ExecutionEnd> {
  try {
    return { status: "SUCCEEDED", output: await result, error: null, cause: null };
  } catch (thrown) {
    if (thrown instanceof ExecutionAbortedError)
      return { status: "ABORTED", output: null, error: null, cause: null };
    if (thrown instanceof ExecutionTimeoutError)
      return { status: "TIMED_OUT", output: null, error: "States.Timeout", cause: null };
    if (thrown instanceof ExecutionError && thrown.cause instanceof Error)
      return { status: "FAILED", output: null, error: thrown.cause.name, cause: thrown.cause.message };
    throw thrown;
  }
}
