import { Chain, type IChainable } from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import type { StageId } from "#contract/stages.ts";
import { NO_COUNTS } from "./failed-shard.ts";
import { type PassProps, passState } from "./pass-state.ts";
import { type FunctionOf, type Payload, type StageTaskProps, stageTask } from "./stage-task.ts";

interface TopLevelStage {
  readonly payload: Payload;
  /** Where its answer lies for all later stages. */
  readonly resultPath: `$.${string}`;
  /** What takes the place of its answer where it fails: the run goes on without it. Absent: the run ends. */
  readonly without?: {
    readonly name: string;
    readonly comment: string;
    readonly answer: NonNullable<PassProps["parameters"]>;
  };
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
  "02-prometheus-health": {
    payload: RUN_AND_INVENTORY,
    resultPath: "$.prometheus",
    without: {
      name: "Without Prometheus",
      comment: "02 failed after its retries: Redis is not collected, the rest is, and the run ends PARTIAL.",
      answer: { warnings: [], canCollect: false, retentionSeconds: null },
    },
  },
  "08-persist-metrics": {
    payload: { ...RUN_AND_INVENTORY, "aggregated.$": "$.aggregated" },
    resultPath: "$.persisted",
  },
  "09-baseline": { payload: { ...RUN, "persisted.$": "$.persisted" }, resultPath: "$.baseline" },
  "10-score": { payload: { ...RUN, "baseline.$": "$.baseline" }, resultPath: "$.scored" },
  "11-persist-scores": { payload: RUN_AND_SCORED, resultPath: "$.scoresPersisted" },
  "12-health-scores": { payload: RUN_AND_SCORED, resultPath: "$.health" },
  "13-alerts": { payload: RUN_AND_SCORED, resultPath: "$.alerts" },
  "13b-morning-page": {
    payload: { "state.$": "$" },
    resultPath: "$.page",
    without: {
      name: "Without the page",
      comment:
        "13b failed after its retries: the messages go out without its link, and the run has a warning.",
      answer: {
        warnings: ["the morning page of this run could not be made: the messages went out without it"],
        address: null,
        "messages.$": "$.alerts.messages",
      },
    },
  },
} as const satisfies Partial<Record<StageId, TopLevelStage>>;

export type TopLevelStageId = keyof typeof TOP_LEVEL_STAGES;

/** The state of one top-level stage; what it fails with goes to `failed` as `$.failure`, unless the run goes on without it. */
export function topLevelStage(
  scope: Construct,
  stage: TopLevelStageId,
  functionOf: FunctionOf,
  failed: IChainable,
): Chain {
  const { payload, resultPath, without }: TopLevelStage = TOP_LEVEL_STAGES[stage];
  const task = (onError: StageTaskProps["onError"]) =>
    stageTask(scope, { stage, functionOf, payload, resultPath, onError });
  if (without === undefined) return Chain.start(task({ next: failed, resultPath: "$.failure" }));
  const instead = passState(scope, without.name, {
    comment: without.comment,
    parameters: { state: "failed", counts: NO_COUNTS, ...without.answer, "error.$": `${resultPath}.Error` },
    resultPath,
  });
  const called = task({ next: instead, resultPath });
  return Chain.custom(called, [called, instead], called);
}
