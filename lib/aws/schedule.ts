import { Duration, TimeZone } from "aws-cdk-lib";
import { EventField, Rule, RuleTargetInput } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { Schedule, ScheduleExpression, ScheduleTargetInput } from "aws-cdk-lib/aws-scheduler";
import { StepFunctionsStartExecution } from "aws-cdk-lib/aws-scheduler-targets";
import type { IStateMachine } from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";

export interface DailySchedule {
  /** HH:MM. */
  readonly at: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly isEnabled: boolean;
}

/** Starts a run every day with `{}`. A start that fails is repeated for two hours: a late run is as good as one in time. */
export function startDaily(scope: Construct, machine: IStateMachine, schedule: DailySchedule): Schedule {
  const [hour = "", minute = ""] = schedule.at.split(":");
  return new Schedule(scope, "DailyRun", {
    description: "Starts the daily run of the pipeline.",
    schedule: ScheduleExpression.cron({
      hour: String(Number(hour)),
      minute: String(Number(minute)),
      timeZone: TimeZone.of(schedule.timeZone),
    }),
    target: new StepFunctionsStartExecution(machine, {
      input: ScheduleTargetInput.fromObject({}),
      maxEventAge: Duration.hours(2),
      retryAttempts: 20,
    }),
    enabled: schedule.isEnabled,
  });
}

/** Ends that no Catch of the machine sees: its own time limit, an operator's stop, a state over its size limit. */
const ENDS_TO_RECORD = ["FAILED", "TIMED_OUT", "ABORTED"] as const;

/** Tells `log` (14-pipeline-log) of each execution that ended badly, so that the lease is given back and the run gets its row. */
export function recordBadEnds(scope: Construct, machine: IStateMachine, log: IFunction): Rule {
  const rule = new Rule(scope, "BadEnd", {
    description: "Executions that failed, timed out or were stopped: 14-pipeline-log records them.",
    eventPattern: {
      source: ["aws.states"],
      detailType: ["Step Functions Execution Status Change"],
      detail: { status: [...ENDS_TO_RECORD], stateMachineArn: [machine.stateMachineArn] },
    },
  });
  const ended = {
    executionName: EventField.fromPath("$.detail.name"),
    status: EventField.fromPath("$.detail.status"),
    input: EventField.fromPath("$.detail.input"),
  };
  rule.addTarget(new LambdaFunction(log, { event: RuleTargetInput.fromObject({ ended }) }));
  return rule;
}
