import { Duration, TimeZone } from "aws-cdk-lib";
import { Rule, RuleTargetInput } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { Schedule, ScheduleExpression, ScheduleTargetInput } from "aws-cdk-lib/aws-scheduler";
import { LambdaInvoke, StepFunctionsStartExecution } from "aws-cdk-lib/aws-scheduler-targets";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { IStateMachine } from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import { SAMPLE_EVERY_MINUTES } from "#contract/time-limits.ts";
import type { DailySchedule } from "./deployment-config.ts";

/** Starts that failed for good wait here, and an alarm says so. */
interface WithDeadLetters {
  readonly deadLetterQueue: IQueue;
}

/** Starts a run every day with `{}`. A start that fails is repeated for two hours: a late run is as good as one in time. */
export function startDaily(
  scope: Construct,
  machine: IStateMachine,
  { at, timeZone, isEnabled, deadLetterQueue }: DailySchedule & WithDeadLetters,
): Schedule {
  const [hour = "", minute = ""] = at.split(":");
  return new Schedule(scope, "DailyRun", {
    description: "Starts the daily run of the pipeline.",
    schedule: ScheduleExpression.cron({
      hour: String(Number(hour)),
      minute: String(Number(minute)),
      timeZone: TimeZone.of(timeZone),
    }),
    target: new StepFunctionsStartExecution(machine, {
      input: ScheduleTargetInput.fromObject({}),
      maxEventAge: Duration.hours(2),
      retryAttempts: 20,
      deadLetterQueue,
    }),
    enabled: isEnabled,
  });
}

/** Takes a snapshot of the databases every 15 minutes. One that comes late would only stand beside the next: few retries. */
export function sampleOften(
  scope: Construct,
  sampler: IFunction,
  { isEnabled, deadLetterQueue }: Pick<DailySchedule, "isEnabled"> & WithDeadLetters,
): Schedule {
  return new Schedule(scope, "Sampling", {
    description: "Takes a snapshot of the databases behind the MCP gateway.",
    schedule: ScheduleExpression.cron({ minute: `0/${SAMPLE_EVERY_MINUTES}`, timeZone: TimeZone.ETC_UTC }),
    target: new LambdaInvoke(sampler, {
      input: ScheduleTargetInput.fromObject({}),
      maxEventAge: Duration.minutes(10),
      retryAttempts: 2,
      deadLetterQueue,
    }),
    enabled: isEnabled,
  });
}

/**
 * Deletes what is older than the retention every afternoon, UTC, when no daily run is likely. It needs no lease: it deletes days that no
 * run writes, and goes on tomorrow where its time was too short today, so one retry is enough.
 */
export function pruneDaily(
  scope: Construct,
  pruner: IFunction,
  { isEnabled, deadLetterQueue }: Pick<DailySchedule, "isEnabled"> & WithDeadLetters,
): Schedule {
  return new Schedule(scope, "Pruning", {
    description: "Deletes rows older than the retention.",
    schedule: ScheduleExpression.cron({ hour: "15", minute: "40", timeZone: TimeZone.ETC_UTC }),
    target: new LambdaInvoke(pruner, {
      input: ScheduleTargetInput.fromObject({}),
      maxEventAge: Duration.hours(1),
      retryAttempts: 1,
      deadLetterQueue,
    }),
    enabled: isEnabled,
  });
}

/** Ends that no Catch of the machine sees: its own time limit, an operator's stop, a state over its size limit. */
const ENDS_TO_RECORD = ["FAILED", "TIMED_OUT", "ABORTED"] as const;

/** Tells `log` (14-pipeline-log) of each execution that ended badly, so that the lease is given back and the run gets its row. */
export function recordBadEnds(
  scope: Construct,
  machine: IStateMachine,
  { log, deadLetterQueue }: WithDeadLetters & { readonly log: IFunction },
): Rule {
  const rule = new Rule(scope, "BadEnd", {
    description: "Executions that failed, timed out or were stopped: 14-pipeline-log records them.",
    eventPattern: {
      source: ["aws.states"],
      detailType: ["Step Functions Execution Status Change"],
      detail: { status: [...ENDS_TO_RECORD], stateMachineArn: [machine.stateMachineArn] },
    },
  });
  rule.addTarget(
    new LambdaFunction(log, {
      // As it is: a template would have to quote the input, which is JSON inside a text.
      event: RuleTargetInput.fromEventPath("$.detail"),
      deadLetterQueue,
      maxEventAge: Duration.hours(2),
      retryAttempts: 20,
    }),
  );
  return rule;
}
