import { Duration } from "aws-cdk-lib";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { type IChainable, TaskInput, Timeout } from "aws-cdk-lib/aws-stepfunctions";
import { LambdaInvoke } from "aws-cdk-lib/aws-stepfunctions-tasks";
import type { Construct } from "constructs";
import { STAGES, type StageId } from "#contract/stages.ts";
import { retriesOf } from "./retry-policy.ts";
import { stageComment } from "./stage-comment.ts";

/** The function of each stage, as a version: a running execution keeps the code that it began with. */
export type FunctionOf = (stage: StageId) => IFunction;

/** JSONPath by field name, as `{"run.$": "$.run"}`. */
export type Payload = Readonly<Record<`${string}.$`, string>>;

/** A state waits longer than its function may run: Lambda's own report of a timeout arrives first and says more. */
const STATE_TIMEOUT_MARGIN_SECONDS = 60;

export interface StageTaskProps {
  readonly stage: StageId;
  readonly functionOf: FunctionOf;
  /** State name where it is not the stage's id. */
  readonly name?: string;
  /** Absent: the state's input is the payload. */
  readonly payload?: Payload;
  /** Absent: the answer replaces the state's input. */
  readonly resultPath?: string;
  /** Where any error that no retry cured goes, and the path under which it is found there. */
  readonly onError: { readonly next: IChainable; readonly resultPath: string };
}

/** Function time-out of a stage plus the margin, in seconds. */
function stateTimeoutSeconds(stage: StageId): number {
  const functionSeconds = STAGES.find(({ id }) => id === stage)?.timeoutSeconds ?? 0;
  return functionSeconds + STATE_TIMEOUT_MARGIN_SECONDS;
}

/** The state that calls one stage: its payload in, its answer out, with the stage's retries, time limit and comment. */
export function stageTask(scope: Construct, props: StageTaskProps): LambdaInvoke {
  const { stage, functionOf, payload, resultPath, onError } = props;
  const task = LambdaInvoke.jsonPath(scope, props.name ?? stage, {
    lambdaFunction: functionOf(stage),
    payloadResponseOnly: true,
    retryOnServiceExceptions: false,
    comment: stageComment(stage),
    taskTimeout: Timeout.duration(Duration.seconds(stateTimeoutSeconds(stage))),
    ...(payload === undefined ? {} : { payload: TaskInput.fromObject({ ...payload }) }),
    ...(resultPath === undefined ? {} : { resultPath }),
  });
  for (const retry of retriesOf(stage)) task.addRetry(retry);
  task.addCatch(onError.next, { resultPath: onError.resultPath });
  return task;
}
