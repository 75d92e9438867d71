import { Duration, Stack } from "aws-cdk-lib";
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { IStateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import { FUNCTIONS, type FunctionId, SAMPLER } from "#contract/stages.ts";
import { ALARMS, type AlarmKind, headingFragment, nearTimeoutName } from "./alarm-names.ts";

export interface PipelineAlarmsProps {
  readonly topic: ITopic;
  readonly metricNamespace: string;
  readonly machine: IStateMachine;
  readonly deadLetterQueue: IQueue;
  readonly functionOf: (id: FunctionId) => IFunction;
  readonly isDaysBehindOn: boolean;
  readonly isSamplerOn: boolean;
  /** Address of docs/runbook.md; null: the path in the repository. */
  readonly runbookUrl: string | null;
}

/** A run a day, six hours for it to be late: then a day without a report has passed. */
const SILENT_HOURS = 30;

/** Share of a time limit from which it is time to look, before the first call is cut off. */
const NEAR_TIMEOUT_SHARE = 0.8;

interface Condition {
  readonly metric: IMetric;
  readonly threshold: number;
  readonly comparison?: ComparisonOperator;
  /** Periods that must all be bad; 1 unless told. */
  readonly periods?: number;
  readonly missing?: TreatMissingData;
  readonly isOn?: boolean;
}

/** What watches the pipeline itself, told apart from what it says about the estate. */
export class PipelineAlarms extends Construct {
  private readonly props: PipelineAlarmsProps;

  constructor(scope: Construct, id: string, props: PipelineAlarmsProps) {
    super(scope, id);
    this.props = props;
    this.alarm("run-failed", { metric: this.runMetric("RunFailed", Duration.minutes(5)), threshold: 1 });
    this.alarm("execution-ended-badly", { metric: this.badExecutions(), threshold: 1 });
    this.alarm("run-partial", {
      metric: this.runMetric("RunPartial", Duration.days(1)),
      threshold: 1,
      periods: 2,
    });
    this.alarm("days-behind", {
      metric: this.runMetric("DaysBehind", Duration.hours(1), Stats.MAXIMUM),
      threshold: 1,
      periods: SILENT_HOURS,
      missing: TreatMissingData.BREACHING,
      isOn: props.isDaysBehindOn,
    });
    this.alarm("dead-letters", {
      metric: props.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) }),
      threshold: 1,
    });
    this.alarm("sampler-silent", {
      metric: this.samplesTaken(),
      threshold: 1,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      missing: TreatMissingData.BREACHING,
      isOn: props.isSamplerOn,
    });
    for (const { id: functionId, timeoutSeconds } of FUNCTIONS)
      this.alarm(
        "near-timeout",
        {
          metric: props.functionOf(functionId).metricDuration({
            statistic: Stats.MAXIMUM,
            period: Duration.minutes(5),
          }),
          threshold: timeoutSeconds * 1000 * NEAR_TIMEOUT_SHARE,
        },
        nearTimeoutName(functionId),
      );
  }

  private alarm(kind: AlarmKind, condition: Condition, name: string = kind): void {
    const { heading, meaning } = ALARMS[kind];
    const runbook = this.props.runbookUrl ?? "docs/runbook.md";
    const alarm = new Alarm(this, name, {
      alarmName: `${Stack.of(this).stackName}-${name}`,
      alarmDescription: `${meaning} ${runbook}#${headingFragment(heading)}`,
      metric: condition.metric,
      threshold: condition.threshold,
      comparisonOperator: condition.comparison ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: condition.periods ?? 1,
      treatMissingData: condition.missing ?? TreatMissingData.NOT_BREACHING,
      actionsEnabled: condition.isOn ?? true,
    });
    alarm.addAlarmAction(new SnsAction(this.props.topic));
    alarm.addOkAction(new SnsAction(this.props.topic));
  }

  private runMetric(metricName: string, period: Duration, statistic: string = Stats.SUM): Metric {
    return new Metric({ namespace: this.props.metricNamespace, metricName, period, statistic });
  }

  private badExecutions(): MathExpression {
    const period = Duration.minutes(5);
    const { machine } = this.props;
    return new MathExpression({
      expression: "FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0)",
      usingMetrics: {
        failed: machine.metricFailed({ period }),
        timedOut: machine.metricTimedOut({ period }),
        aborted: machine.metricAborted({ period }),
      },
      period,
    });
  }

  private samplesTaken(): MathExpression {
    const sampler = this.props.functionOf(SAMPLER.id);
    const period = Duration.hours(1);
    return new MathExpression({
      expression: "invocations - FILL(errors, 0)",
      usingMetrics: {
        invocations: sampler.metricInvocations({ period }),
        errors: sampler.metricErrors({ period }),
      },
      period,
    });
  }
}
