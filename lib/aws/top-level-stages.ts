import type { IChainable } from "aws-cdk-lib/aws-stepfunctions";
import type { LambdaInvoke } from "aws-cdk-lib/aws-stepfunctions-tasks";
import type { Construct } from "constructs";
import type { StageId } from "#contract/stages.ts";
import { type FunctionOf, type Payload, stageTask } from "./stage-task.ts";

interface TopLevelStage {
  readonly payload: Payload;
  /** Where its answer lies for all later stages. */
  readonly resultPath: string;
}

const RUN = { "run.$": "$.run" } as const;
const RUN_AND_INVENTORY = { ...RUN, "inventoryKey.$": "$.inventory.key" } as const;
const RUN_AND_SCORED = { ...RUN, "scored.$": "$.scored" } as const;

/** The stages that are called once in a run: what each is given, and where its answer goes. */
export const TOP_LEVEL_STAGES = {
  "00-open-run": {
    payload: { "input.$": "$.input", "executionName.$": "$$.Execution.Name" },
    resultPath: "$.run",
  },
  "01-inventory": { payload: RUN, resultPath: "$.inventory" },
  "02-prometheus-health": { payload: RUN_AND_INVENTORY, resultPath: "$.prometheus" },
  "08-persist-metrics": {
    payload: { ...RUN_AND_INVENTORY, "aggregated.$": "$.aggregated" },
    resultPath: "$.persisted",
  },
  "09-baseline": { payload: { ...RUN, "persisted.$": "$.persisted" }, resultPath: "$.baseline" },
  "10-score": { payload: { ...RUN, "baseline.$": "$.baseline" }, resultPath: "$.scored" },
  "11-persist-scores": { payload: RUN_AND_SCORED, resultPath: "$.scoresPersisted" },
  "12-health-scores": { payload: RUN_AND_SCORED, resultPath: "$.health" },
  "13-alerts": { payload: RUN_AND_SCORED, resultPath: "$.alerts" },
  "13b-morning-page": { payload: { "state.$": "$" }, resultPath: "$.page" },
} as const satisfies Partial<Record<StageId, TopLevelStage>>;

export type TopLevelStageId = keyof typeof TOP_LEVEL_STAGES;

/** The state of one top-level stage; its errors go to `next` as `$.failure` unless another path is given. */
export function topLevelStage(
  scope: Construct,
  stage: TopLevelStageId,
  functionOf: FunctionOf,
  onError: { readonly next: IChainable; readonly resultPath?: string },
): LambdaInvoke {
  return stageTask(scope, {
    stage,
    functionOf,
    ...TOP_LEVEL_STAGES[stage],
    onError: { next: onError.next, resultPath: onError.resultPath ?? "$.failure" },
  });
}
