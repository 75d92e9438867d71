import { RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib";
import type { Code, IFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import { ENVIRONMENT } from "#contract/environment-names.ts";
import { STAGES, type StageId } from "#contract/stages.ts";
import { Archive } from "./archive.ts";
import { EXECUTION_TIMEOUT_SECONDS } from "./retry-policy.ts";
import { type DailySchedule, recordBadEnds, startDaily } from "./schedule.ts";
import { StageFunction } from "./stage-function.ts";
import type { FunctionOf } from "./stage-task.ts";
import { PipelineStateMachine } from "./state-machine.ts";

export interface PipelineStackProps extends StackProps {
  /** Bundled code of a stage. */
  readonly codeOf: (stage: StageId) => Code;
  /** On every row that the code writes. */
  readonly codeVersion: string;
  readonly schedule: DailySchedule;
  /** Each gets a confirmation mail from SNS first. */
  readonly notificationEmails: readonly string[];
  readonly archiveRetentionDays: number;
}

/** CloudWatch namespace of the run metrics that 14 emits. */
const METRIC_NAMESPACE = "InfraMonitoring";

/** Variable by which 00 learns how long its lease lasts. */
const LEASE_SECONDS = "LEASE_SECONDS";

/** Folder beside each bundle that holds the config files. */
const CONFIG_DIRECTORY = "config";

/** The pipeline in one account and region: functions, state machine, schedule, archive and notification topic. */
export class PipelineStack extends Stack {
  readonly functionOf: FunctionOf;
  readonly topic: Topic;
  readonly pipeline: PipelineStateMachine;

  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    super(scope, id, props);
    const archive = new Archive(this, "Archive", { retentionDays: props.archiveRetentionDays });
    this.topic = this.createTopic(props.notificationEmails);
    this.functionOf = this.createFunctions(props, archive);
    this.pipeline = new PipelineStateMachine(this, "Pipeline", {
      functionOf: this.functionOf,
      topic: this.topic,
      logGroup: new LogGroup(this, "PipelineLog", {
        // Under this prefix log delivery does not use up the account's resource policies.
        logGroupName: `/aws/vendedlogs/states/${id}`,
        retention: RetentionDays.TWO_MONTHS,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    });
    startDaily(this, this.pipeline.machine, props.schedule);
    recordBadEnds(this, this.pipeline.machine, this.functionOf("14-pipeline-log"));
  }

  private createTopic(emails: readonly string[]): Topic {
    const topic = new Topic(this, "Notifications", { enforceSSL: true });
    for (const email of emails) topic.addSubscription(new EmailSubscription(email));
    return topic;
  }

  private createFunctions(props: PipelineStackProps, archive: Archive): FunctionOf {
    const environment = {
      [ENVIRONMENT.archiveUrl]: archive.url,
      [ENVIRONMENT.codeVersion]: props.codeVersion,
      [ENVIRONMENT.configDirectory]: CONFIG_DIRECTORY,
      [ENVIRONMENT.metricNamespace]: METRIC_NAMESPACE,
      [LEASE_SECONDS]: String(EXECUTION_TIMEOUT_SECONDS),
    };
    const versions = new Map<StageId, IFunction>();
    for (const stage of STAGES) {
      const { function: lambda, version } = new StageFunction(this, `Stage${stage.id}`, {
        stage,
        code: props.codeOf(stage.id),
        environment,
      });
      archive.grantStage(lambda, stage.id);
      versions.set(stage.id, version);
    }
    return (stage) => {
      const version = versions.get(stage);
      if (version === undefined) throw new RangeError(`no function for stage ${stage}`);
      return version;
    };
  }
}
