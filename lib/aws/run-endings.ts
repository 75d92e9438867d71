import { Choice, Condition, Fail, type IChainable, Succeed } from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import { type FunctionOf, stageTask } from "./stage-task.ts";

/** 14 sees everything that the run knows. */
const WHOLE_STATE = { "executionName.$": "$$.Execution.Name", "state.$": "$" } as const;

/** Ends the execution as failed, with what `$.failure` says; not every error of Step Functions has a cause. */
function runFailed(scope: Construct): IChainable {
  const comment =
    "Read the error and cause here, then the stage that failed in the graph. The log table has the run's row.";
  const withCause = new Fail(scope, "Run failed", {
    comment,
    errorPath: "$.failure.Error",
    causePath: "$.failure.Cause",
  });
  const withoutCause = new Fail(scope, "Run failed without a cause", {
    comment,
    errorPath: "$.failure.Error",
    cause: "Step Functions gave no cause: see the stage that failed in the graph.",
  });
  return new Choice(scope, "Is there a cause?", { comment: "A state that ran out of time has none." })
    .when(Condition.isPresent("$.failure.Cause"), withCause)
    .otherwise(withoutCause);
}

/** The way of every error: 14 records it, gives the lease back, and the execution fails. */
export function failurePath(scope: Construct, functionOf: FunctionOf): IChainable {
  const failed = runFailed(scope);
  return stageTask(scope, {
    stage: "14-pipeline-log",
    name: "14-pipeline-log after a failure",
    functionOf,
    payload: WHOLE_STATE,
    resultPath: "$.logged",
    onError: { next: failed, resultPath: "$.logFailure" },
  }).next(failed);
}

/** The last stage and what its answer means for the execution. If it fails itself, the alarm for a missing COMPLETE day remains. */
export function closingPath(scope: Construct, functionOf: FunctionOf, onError: IChainable): IChainable {
  const succeeded = new Succeed(scope, "Run recorded", {
    comment: "COMPLETE, or PARTIAL: then `logged` names what is missing.",
  });
  const refused = new Fail(scope, "Run recorded as failed", {
    comment:
      "The stages ended, but the run counts for nothing: FAILED, or another run took the lease (SUPERSEDED).",
    errorPath: "$.logged.state",
    cause:
      "14-pipeline-log recorded this run as failed or superseded: its row in infra_monitoring_pipeline_log says why.",
  });
  const log = stageTask(scope, {
    stage: "14-pipeline-log",
    functionOf,
    payload: WHOLE_STATE,
    resultPath: "$.logged",
    onError: { next: onError, resultPath: "$.failure" },
  });
  const isGood = Condition.or(
    Condition.stringEquals("$.logged.state", "COMPLETE"),
    Condition.stringEquals("$.logged.state", "PARTIAL"),
  );
  return log.next(
    new Choice(scope, "How did the run end?", { comment: "By what 14-pipeline-log wrote." })
      .when(isGood, succeeded)
      .otherwise(refused),
  );
}
