import { Aws, Duration } from "aws-cdk-lib";
import { PolicyDocument, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import {
  Chain,
  Choice,
  Condition,
  type CustomState,
  DefinitionBody,
  type IChainable,
  LogLevel,
  StateMachine,
  StateMachineType,
  Succeed,
} from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import { STAGES, type StageId } from "#contract/stages.ts";
import { EXECUTION_TIMEOUT_SECONDS } from "#contract/time-limits.ts";
import { aggregateShards } from "./aggregate-shards.ts";
import { collectBranches } from "./collect-branches.ts";
import { machineStatements } from "./machine-statements.ts";
import { passState } from "./pass-state.ts";
import { type MessageTopics, publishMessages, topicsOf } from "./publish-messages.ts";
import { closingPath, failurePath } from "./run-endings.ts";
import { INPUT_HELP } from "./stage-comment.ts";
import type { FunctionOf } from "./stage-task.ts";
import { type TopLevelStageId, topLevelStage } from "./top-level-stages.ts";

export interface PipelineStateMachineProps {
  /** The version that an execution which begins now invokes. */
  readonly functionOf: FunctionOf;
  /** ARN of a stage's function, without a version. */
  readonly functionArnOf: (stage: StageId) => string;
  readonly topics: MessageTopics;
  readonly logGroup: ILogGroup;
  /** Key of the topics. */
  readonly keyArn: string;
}

const WHOLE_FLEET_STAGES = [
  "08-persist-metrics",
  "09-baseline",
  "10-score",
  "11-persist-scores",
  "12-health-scores",
  "13-alerts",
  "13b-morning-page",
] as const satisfies readonly TopLevelStageId[];

/** Any JSON value may be the input: 00 judges it, and every state after this one finds an object. */
function keepInput(scope: Construct): CustomState {
  return passState(scope, "Keep the input", {
    comment: `What the execution was started with, kept apart from what the stages answer. ${INPUT_HELP}`,
    parameters: { "input.$": "$" },
  });
}

/** The end of `{"check": true}`: no row was written, and the output is the table of what answered and what did not. */
function checkFinished(scope: Construct): IChainable {
  const table = passState(scope, "Table of checks", {
    comment: "`lines` says what each stage tried, whether it worked (`ok`) and what it saw or why not.",
    parameters: {
      "lines.$": "$..checks[*]",
      "run.$": "$.run",
      "inventory.$": "$.inventory",
      "prometheus.$": "$.prometheus",
      "collected.$": "$.collected",
    },
  });
  return table.next(
    new Succeed(scope, "Check finished", {
      comment: "The output is the table: read the `lines` that are not `ok`.",
    }),
  );
}

/**
 * The order of the pipeline. Each answer lies under its own name in the state, as keys and counts; data goes through the archive.
 * JSONPath only, inline Maps only: the same definition runs on one machine.
 */
function pipelineDefinition(scope: Construct, { functionOf, topics }: PipelineStateMachineProps): Chain {
  const failed = failurePath(scope, functionOf);
  const stage = (id: TopLevelStageId) => topLevelStage(scope, id, functionOf, failed);
  const collect = collectBranches(scope, functionOf);
  const aggregate = aggregateShards(scope, functionOf);
  const publish = publishMessages(scope, topics);
  for (const state of [collect, aggregate.map, publish]) state.addCatch(failed, { resultPath: "$.failure" });

  publish.next(closingPath(scope, functionOf, failed));
  [...WHOLE_FLEET_STAGES.map(stage), publish].reduce<Chain>(
    (chain, next) => chain.next(next),
    Chain.start(aggregate.map),
  );
  collect.next(
    new Choice(scope, "Only a check?", { comment: 'Started with {"check": true}.' })
      .when(Condition.booleanEquals("$.run.isCheck", true), checkFinished(scope))
      .otherwise(aggregate.start),
  );
  return keepInput(scope)
    .next(stage("00-open-run"))
    .next(stage("01-inventory"))
    .next(stage("02-prometheus-health"))
    .next(collect);
}

/** The state machine of the pipeline, from the input of a person or the schedule to the recorded end of the run. */
export class PipelineStateMachine extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, props: PipelineStateMachineProps) {
    super(scope, id);
    this.machine = new StateMachine(this, "Machine", {
      stateMachineType: StateMachineType.STANDARD,
      comment: `Daily statistical process control over EC2, RDS and Redis. ${INPUT_HELP}`,
      definitionBody: DefinitionBody.fromChainable(pipelineDefinition(this, props)),
      timeout: Duration.seconds(EXECUTION_TIMEOUT_SECONDS),
      tracingEnabled: true,
      role: this.role(props).withoutPolicyUpdates(),
      logs: { destination: props.logGroup, level: LogLevel.ALL, includeExecutionData: false },
    });
  }

  private role({ functionArnOf, topics, keyArn }: PipelineStateMachineProps): Role {
    return new Role(this, "Role", {
      description: "What the state machine may do",
      // Only for machines of this account: the service acts for everybody.
      assumedBy: new ServicePrincipal("states.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
      }),
      inlinePolicies: {
        own: new PolicyDocument({
          statements: machineStatements({
            functionArns: STAGES.map(({ id }) => functionArnOf(id)),
            topicArns: topicsOf(topics).map(({ topicArn }) => topicArn),
            keyArn,
          }),
        }),
      },
    });
  }
}
