import { randomUUID } from "node:crypto";
import { SAMPLER, STAGES, type StageId } from "#contract/stages.ts";
import { localFunctionArn } from "./definition.ts";

/** The second argument of a Node.js handler on Lambda. */
export interface LambdaContext {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly awsRequestId: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  callbackWaitsForEmptyEventLoop: boolean;
  getRemainingTimeInMillis(): number;
}

/** Context of one call of a stage; the time left counts down from the stage's time-out. */
export function lambdaContext(stage: StageId | typeof SAMPLER.id): LambdaContext {
  const definition = [...STAGES, SAMPLER].find(({ id }) => id === stage);
  const endsAtMs = performance.now() + (definition?.timeoutSeconds ?? 0) * 1000;
  return {
    functionName: stage,
    functionVersion: "$LATEST",
    invokedFunctionArn: localFunctionArn(stage),
    memoryLimitInMB: String(definition?.memoryMb ?? 0),
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${stage}`,
    logStreamName: "local",
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(endsAtMs - performance.now())),
  };
}
