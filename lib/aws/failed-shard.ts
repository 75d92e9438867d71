import type { CustomState } from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import { passState } from "./pass-state.ts";

/** Nothing was read, called or billed that anybody knows of. */
export const NO_COUNTS = { in: 0, out: 0, skipped: 0, calls: 0, units: 0, ms: 0 };

/**
 * The answer of a shard whose call failed: the run goes on without it and ends PARTIAL. Only the error's name goes into the state,
 * because a cause may be 32 KiB; the execution's history has it.
 */
export function failedShard(
  scope: Construct,
  name: string,
  paths: { readonly shardId: string; readonly error: string },
): CustomState {
  return passState(scope, name, {
    comment:
      "This shard failed after its retries: see the error of the state before. The run goes on and ends PARTIAL.",
    parameters: {
      "shard.$": paths.shardId,
      state: "failed",
      key: null,
      counts: NO_COUNTS,
      "error.$": paths.error,
    },
  });
}
