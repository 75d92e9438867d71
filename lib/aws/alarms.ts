import { ArnFormat, Duration, Stack } from "aws-cdk-lib";
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Metric,
  Stats,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { IStateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import { FUNCTIONS, type FunctionId } from "#contract/stages.ts";
import { ALARMS, type AlarmKind, BAD_ENDS, headingFragment, nearTimeoutName } from "./alarm-names.ts";

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

const FIVE_MINUTES = Duration.minutes(5);

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
    props.topic.addToResourcePolicy(this.mayPublish());
    this.aboutRuns();
    this.aboutParts();
  }

  /** By the metrics that 14 emits. One bad run stays an alarm until a run says otherwise: between runs there is nothing to be heard. */
  private aboutRuns(): void {
    this.alarm("run-failed", {
      metric: this.ownMetric("RunFailed", FIVE_MINUTES),
      threshold: 1,
      missing: TreatMissingData.IGNORE,
    });
    this.alarm("run-partial", {
      metric: this.ownMetric("RunPartial", Duration.days(1)),
      threshold: 1,
      periods: 2,
    });
    this.alarm("days-behind", {
      metric: this.ownMetric("DaysBehind", Duration.hours(1), Stats.MAXIMUM),
      threshold: 1,
      periods: SILENT_HOURS,
      missing: TreatMissingData.BREACHING,
      isOn: this.props.isDaysBehindOn,
    });
    this.alarm("canary-missed", {
      metric: this.ownMetric("CanaryFound", FIVE_MINUTES, Stats.MINIMUM),
      threshold: 1,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      missing: TreatMissingData.IGNORE,
    });
  }

  /** By what AWS counts, and the sampler. */
  private aboutParts(): void {
    const { machine, deadLetterQueue, functionOf, isSamplerOn } = this.props;
    for (const [name, metricName] of Object.entries(BAD_ENDS)) {
      const metric = machine.metric(metricName, { period: FIVE_MINUTES, statistic: Stats.SUM });
      this.alarm("execution-ended-badly", { metric, threshold: 1 }, name);
    }
    this.alarm("dead-letters", {
      metric: deadLetterQueue.metricApproximateNumberOfMessagesVisible({ period: FIVE_MINUTES }),
      threshold: 1,
    });
    this.alarm("sampler-silent", {
      metric: this.ownMetric("DatabasesSampled", Duration.hours(1)),
      threshold: 1,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      missing: TreatMissingData.BREACHING,
      isOn: isSamplerOn,
    });
    for (const { id, timeoutSeconds } of FUNCTIONS) {
      const metric = functionOf(id).metricDuration({ statistic: Stats.MAXIMUM, period: FIVE_MINUTES });
      const threshold = timeoutSeconds * 1000 * NEAR_TIMEOUT_SHARE;
      this.alarm("near-timeout", { metric, threshold }, nearTimeoutName(id));
    }
  }

  /**
   * A topic with a policy of its own no longer has the default one, by which CloudWatch may publish: without this every alarm is lost
   * in silence.
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
   */
  private mayPublish(): PolicyStatement {
    const stack = Stack.of(this);
    const alarms = { service: "cloudwatch", resource: "alarm", arnFormat: ArnFormat.COLON_RESOURCE_NAME };
    return new PolicyStatement({
      sid: "AlarmsArePublished",
      principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
      actions: ["sns:Publish"],
      resources: [this.props.topic.topicArn],
      conditions: {
        StringEquals: { "aws:SourceAccount": stack.account },
        ArnLike: { "aws:SourceArn": stack.formatArn({ ...alarms, resourceName: `${stack.stackName}-*` }) },
      },
    });
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

  private ownMetric(metricName: string, period: Duration, statistic: string = Stats.SUM): Metric {
    return new Metric({ namespace: this.props.metricNamespace, metricName, period, statistic });
  }
}
