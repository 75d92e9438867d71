import { RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Code } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { type FunctionId, MIGRATOR, PRUNER, ROLE_TRIER, SAMPLER } from "#contract/stages.ts";
import { PipelineAlarms } from "./alarms.ts";
import { Archive } from "./archive.ts";
import { deadLetters } from "./dead-letters.ts";
import type { DeploymentConfig } from "./deployment-config.ts";
import { encryptionKey } from "./encryption-key.ts";
import { metricNamespace } from "./function-environment.ts";
import { migrateAtDeployment } from "./migration.ts";
import { Network } from "./network.ts";
import { notificationTopic } from "./notification-topic.ts";
import { printOutputs } from "./outputs.ts";
import { PipelineFunctions } from "./pipeline-functions.ts";
import type { MessageTopics } from "./publish-messages.ts";
import { pruneDaily, recordBadEnds, sampleOften, startDaily } from "./schedule.ts";
import type { FunctionOf } from "./stage-task.ts";
import { PipelineStateMachine } from "./state-machine.ts";
import { tryRolesAtDeployment } from "./watched-roles.ts";

export interface PipelineStackProps extends StackProps {
  /** Bundled code of a function. */
  readonly codeOf: (id: FunctionId) => Code;
  /** A folder `config` with the config files. */
  readonly configCode: Code;
  /** On every row that the code writes. */
  readonly codeVersion: string;
  readonly config: DeploymentConfig;
}

/** The pipeline in one account and region: functions, state machine, schedules, archive, topics and what watches over them. */
export class PipelineStack extends Stack {
  readonly functionOf: FunctionOf;
  readonly topics: MessageTopics;
  readonly pipeline: PipelineStateMachine;
  private readonly functions: PipelineFunctions;

  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    super(scope, id, props);
    const { config } = props;
    const { subscribers } = config.deployment;
    const key = encryptionKey(this, this.account);
    const archive = new Archive(this, "Archive", {
      retentionDays: config.archive.retentionDays,
      encryptionKey: key,
    });
    this.topics = this.messageTopics(config, key);
    const alarmTopic = notificationTopic(this, "AlarmTopic", {
      encryptionKey: key,
      emails: subscribers.alarmEmails,
      webhooks: subscribers.alarmWebhooks,
    });
    const deadLetterQueue = deadLetters(this);
    this.functions = new PipelineFunctions(this, "Functions", {
      ...props,
      archive,
      deadLetterQueue,
      keyArn: key.keyArn,
      topicArns: {
        notifications: this.topics.text.topicArn,
        webhook: this.topics.webhook.topicArn,
        chat: this.topics.chat?.topicArn ?? null,
        alarms: alarmTopic.topicArn,
      },
      network: new Network(this, "Network", config),
    });
    this.functionOf = (stage) => this.functions.of(stage).version;
    this.pipeline = new PipelineStateMachine(this, "Pipeline", {
      functionOf: this.functionOf,
      functionArnOf: (stage) => this.functions.of(stage).function.functionArn,
      topics: this.topics,
      keyArn: key.keyArn,
      logGroup: this.machineLog(id),
    });
    tryRolesAtDeployment(this, this.functions.of(ROLE_TRIER.id), config.accounts);
    this.start(config, deadLetterQueue);
    this.watch(config, alarmTopic, deadLetterQueue);
    printOutputs(this, {
      StateMachineArn: this.pipeline.machine.stateMachineArn,
      ArchiveBucketName: archive.bucket.bucketName,
      NotificationTopicArn: this.topics.text.topicArn,
      WebhookTopicArn: this.topics.webhook.topicArn,
      ChatTopicArn: this.topics.chat?.topicArn ?? null,
      AlarmTopicArn: alarmTopic.topicArn,
      DeadLetterQueueUrl: deadLetterQueue.queueUrl,
    });
  }

  private messageTopics({ alerts, deployment }: DeploymentConfig, encryptionKey: IKey): MessageTopics {
    const topic = (id: string, emails: readonly string[], webhooks: readonly string[]) =>
      notificationTopic(this, id, { encryptionKey, emails, webhooks });
    return {
      text: topic("Notifications", deployment.subscribers.notificationEmails, []),
      webhook: topic("Webhook", [], deployment.subscribers.notificationWebhooks),
      chat: alerts.chat ? topic("Chat", [], []) : null,
    };
  }

  private machineLog(id: string): LogGroup {
    return new LogGroup(this, "PipelineLog", {
      // Under this prefix log delivery does not use up the account's resource policies.
      logGroupName: `/aws/vendedlogs/states/${id}`,
      retention: RetentionDays.TWO_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  /** A database whose tables are not ours must stop the deployment before anything of it can run. */
  private start({ schedule, gateway, deployment }: DeploymentConfig, deadLetterQueue: Queue): void {
    const { machine } = this.pipeline;
    const beside = { isEnabled: schedule.isEnabled, deadLetterQueue };
    const schedules = [
      startDaily(this, machine, { ...schedule, deadLetterQueue }),
      pruneDaily(this, this.functions.of(PRUNER.id).version, beside),
    ];
    if (gateway.url !== null)
      schedules.push(sampleOften(this, this.functions.of(SAMPLER.id).version, beside));
    recordBadEnds(this, machine, { log: this.functionOf("14-pipeline-log"), deadLetterQueue });
    if (deployment.migrationSecretArn === null) return;
    const migration = migrateAtDeployment(this, this.functions.of(MIGRATOR.id));
    for (const started of schedules) started.node.addDependency(migration);
  }

  private watch(config: DeploymentConfig, topic: ITopic, deadLetterQueue: Queue): void {
    new PipelineAlarms(this, "Alarms", {
      topic,
      metricNamespace: metricNamespace(config),
      machine: this.pipeline.machine,
      deadLetterQueue,
      functionOf: (functionId) => this.functions.of(functionId).function,
      isDaysBehindOn: config.deployment.alarms.isDaysBehindOn,
      isSamplerOn: config.schedule.isEnabled && config.gateway.url !== null,
      runbookUrl: config.alerts.runbookUrl,
    });
  }
}
