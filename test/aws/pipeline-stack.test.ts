import { Match, Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { loadConfig } from "#adapters/config-files/load-config.ts";
import { FUNCTIONS, STAGES } from "#contract/stages.ts";
import type { DeploymentConfig } from "#lib/aws/deployment-config.ts";
import { definitionOf, placeholderStack } from "#lib/local/state-machine/definition.ts";
import { PLACEHOLDER_CONFIG } from "#lib/local/state-machine/placeholder-config.ts";
import { isObject } from "#lib/local/state-machine/walk-states.ts";
import { CONFIG_DIRECTORY } from "../support/pipeline-rows.ts";

function stackWith(change: Partial<DeploymentConfig> = {}): Template {
  return Template.fromStack(placeholderStack({ ...PLACEHOLDER_CONFIG, ...change }));
}

const template = stackWith();

describe("the functions", () => {
  it.each(FUNCTIONS)("$id has the size and time of the contract, Node 24 and arm64", (stage) => {
    template.hasResourceProperties("AWS::Lambda::Function", {
      Description: `${stage.id}: ${stage.title}`,
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      MemorySize: stage.memoryMb,
      Timeout: stage.timeoutSeconds,
      Handler: "index.handler",
      TracingConfig: { Mode: "Active" },
      Environment: { Variables: Match.objectLike({ CODE_VERSION: "local" }) },
    });
  });

  it("are one per stage, each with a log group that expires", () => {
    template.resourceCountIs("AWS::Lambda::Function", FUNCTIONS.length);
    for (const { Properties } of Object.values(template.findResources("AWS::Logs::LogGroup")))
      expect(Properties.RetentionInDays).toBe(60);
  });

  it("take a lease that lasts as long as the state machine may run", () => {
    const [machine] = Object.values(template.findResources("AWS::StepFunctions::StateMachine"));
    const parts: unknown[] = machine?.Properties.DefinitionString["Fn::Join"][1];
    const timeout = [...String(parts.at(-1)).matchAll(/"TimeoutSeconds":(\d+)/g)].at(-1)?.[1];
    template.hasResourceProperties("AWS::Lambda::Function", {
      Environment: { Variables: Match.objectLike({ LEASE_SECONDS: timeout }) },
    });
  });

  it("have made-up names, but for the one that people call", () => {
    const named = Object.values(template.findResources("AWS::Lambda::Function")).flatMap(
      ({ Properties: { Description, FunctionName } }) =>
        FunctionName === undefined ? [] : [[FunctionName, Description]],
    );
    expect(named).toEqual([
      [
        `infra-monitoring-${PLACEHOLDER_CONFIG.environment}-alerts-operations`,
        expect.stringMatching(/^alerts-operations: /),
      ],
    ]);
  });

  it("keep their old versions, so that a running execution keeps its code", () => {
    const versions = Object.values(template.findResources("AWS::Lambda::Version"));
    expect(versions).toHaveLength(FUNCTIONS.length);
    expect(versions.every(({ DeletionPolicy }) => DeletionPolicy === "Retain")).toBe(true);
  });
});

describe("the names that are made of the environment's", () => {
  /** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/ for each property */
  const LIMITS = {
    "AWS::Lambda::Function": ["FunctionName", 64],
    "AWS::CloudWatch::Alarm": ["AlarmName", 255],
    "AWS::Logs::LogGroup": ["LogGroupName", 512],
    "AWS::IAM::Policy": ["PolicyName", 128],
    "AWS::IAM::Role": ["Path", 512],
  } as const;
  const ofLength = (length: number): Template => {
    const environment = "e".repeat(length);
    const config = { ...PLACEHOLDER_CONFIG, environment };
    return Template.fromStack(placeholderStack(config, `InfraMonitoring-${environment}`));
  };
  const tooLong = (template: Template) =>
    Object.entries(LIMITS).flatMap(([type, [property, limit]]) =>
      Object.values(template.findResources(type))
        .map(({ Properties }) => Properties[property])
        .filter((name) => typeof name === "string" && name.length > limit),
    );

  it("fit into AWS' limits at 29 characters, the most that config takes, and not at 30", () => {
    expect(tooLong(ofLength(29))).toEqual([]);
    expect(() => ofLength(30)).toThrow(/Function name can not be longer than 64/);
  });

  it("are the only ones that are not left to CloudFormation", () => {
    const named = Object.values(ofLength(29).toJSON().Resources).flatMap((resource) => {
      const { Type, Properties = {} } = Object(resource);
      return Object.keys(Properties)
        .filter(
          (key) => /^(?!Metric|Parameter)[A-Za-z]*Name$/.test(key) && typeof Properties[key] === "string",
        )
        .map((key) => `${Type} ${key}`);
    });
    expect(new Set(named)).toEqual(
      new Set([
        "AWS::Lambda::Function FunctionName",
        "AWS::CloudWatch::Alarm AlarmName",
        "AWS::Logs::LogGroup LogGroupName",
        "AWS::IAM::Policy PolicyName",
      ]),
    );
  });
});

describe("the config", () => {
  it("is a layer that 00-open-run alone carries: a changed threshold changes no function's code", () => {
    template.resourceCountIs("AWS::Lambda::LayerVersion", 1);
    const withLayer = Object.values(template.findResources("AWS::Lambda::Function")).filter(
      ({ Properties }) => Properties.Layers !== undefined,
    );
    expect(withLayer.map(({ Properties }) => Properties.Description.split(":")[0])).toEqual(["00-open-run"]);
  });
});

describe("the state machine", () => {
  it("is Standard, traced, and logs everything but the data", () => {
    template.hasResourceProperties("AWS::StepFunctions::StateMachine", {
      StateMachineType: "STANDARD",
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: "ALL", IncludeExecutionData: false },
    });
  });

  it("calls versions, never the latest code", () => {
    const [machine] = Object.values(template.findResources("AWS::StepFunctions::StateMachine"));
    const parts: unknown[] = machine?.Properties.DefinitionString["Fn::Join"][1];
    const references = parts.filter(isObject).map((part) => String(part.Ref));
    const versions = Object.keys(template.findResources("AWS::Lambda::Version"));
    const outside = versions.filter((version) => !references.includes(version));
    expect(
      outside.every((version) =>
        /^Functions(migrate|tryrole|prune|alertsoperations|sampledatabase)/.test(version),
      ),
    ).toBe(true);
    expect(outside).toHaveLength(5);
    expect(
      references.every(
        (name) => versions.includes(name) || /Partition|Notifications|Webhook|Chat/.test(name),
      ),
    ).toBe(true);
  });

  it("may publish to the notification topic and invoke functions, and nothing else of ours", () => {
    const own = Object.entries(template.findResources("AWS::IAM::Role")).find(([name]) =>
      name.startsWith("PipelineRole"),
    )?.[1];
    const statements = [own?.Properties.Policies[0].PolicyDocument.Statement].flat();
    const actions = new Set(
      statements.flatMap(({ Action }) => [Action].flat()).filter((action) => !/^(logs|xray):/.test(action)),
    );
    expect([...actions].toSorted()).toEqual([
      "kms:Decrypt",
      "kms:GenerateDataKey",
      "lambda:InvokeFunction",
      "sns:Publish",
    ]);
  });

  it("may invoke every version of each stage: an execution goes on with those that it began with, after a deployment too", () => {
    const [role] = Object.values(
      template.findResources("AWS::IAM::Role", {
        Properties: { Description: "What the state machine may do" },
      }),
    );
    const statements = [role?.Properties.Policies[0].PolicyDocument.Statement].flat();
    const { Resource } = statements.find(({ Sid }) => Sid === "InvokeStages");
    expect(Resource).toHaveLength(STAGES.length);
    for (const arn of Resource)
      expect(arn).toEqual({
        "Fn::Join": ["", [{ "Fn::GetAtt": [expect.stringMatching(/^Functions.*Function/), "Arn"] }, ":*"]],
      });
  });
});

describe("the start and the end of a run", () => {
  it("comes every day at the configured time with an empty input", () => {
    template.hasResourceProperties("AWS::Scheduler::Schedule", {
      ScheduleExpression: "cron(0 7 * * ? *)",
      ScheduleExpressionTimezone: "UTC",
      State: "ENABLED",
      Target: Match.objectLike({ Input: "{}" }),
    });
  });

  it("is not lost in silence: what cannot be started is kept in the dead-letter queue", () => {
    const schedules = Object.values(template.findResources("AWS::Scheduler::Schedule"));
    expect(schedules).toHaveLength(3);
    for (const { Properties } of schedules) {
      expect(JSON.stringify(Properties.Target.DeadLetterConfig)).toContain("DeadLetters");
      expect(Properties.Target.RetryPolicy.MaximumRetryAttempts).toBeGreaterThan(0);
    }
  });

  it("samples the databases every 15 minutes, where there is a gateway", () => {
    template.hasResourceProperties("AWS::Scheduler::Schedule", {
      ScheduleExpression: "cron(0/15 * * * ? *)",
      Target: Match.objectLike({ Arn: { Ref: Match.stringLikeRegexp("^Functionssampledatabase") } }),
    });
    stackWith({ gateway: { url: null, secretArn: null } }).resourceCountIs("AWS::Scheduler::Schedule", 2);
  });

  it("deletes what is past the retention once a day", () => {
    template.hasResourceProperties("AWS::Scheduler::Schedule", {
      ScheduleExpression: "cron(40 15 * * ? *)",
      Target: Match.objectLike({ Arn: { Ref: Match.stringLikeRegexp("^Functionsprune") } }),
    });
  });

  it("waits for the migration, which runs again when its code or SQL changed", () => {
    const [[migration, { Properties }] = ["", { Properties: {} }]] = Object.entries(
      template.findResources("Custom::Migration"),
    );
    expect(JSON.stringify(Properties.codeVersion)).toMatch(/FunctionsmigrateFunctionCurrentVersion/);
    for (const { DependsOn } of Object.values(template.findResources("AWS::Scheduler::Schedule")))
      expect(DependsOn).toContain(migration);
  });

  it("tries the role of each watched account when it is new, and only then", () => {
    const tried = (accounts: DeploymentConfig["accounts"]) =>
      Object.entries(stackWith({ accounts }).findResources("Custom::WatchedAccount")).map(
        ([id, { Properties }]) => ({ id, role: Properties.roleArn, externalId: Properties.externalId }),
      );
    const own = { accountId: "111111111111", roleArn: null, externalId: null, regions: ["us-east-1"] };
    const watched = (accountId: string, externalId: string | null = "one") => ({
      ...{ accountId, externalId, regions: ["us-east-1"] },
      roleArn: `arn:aws:iam::${accountId}:role/infra-monitoring-read`,
    });
    const before = tried([own, watched("222222222222")]);
    expect(before).toEqual([
      {
        id: expect.stringMatching(/^WatchedAccount222222222222/),
        role: "arn:aws:iam::222222222222:role/infra-monitoring-read",
        externalId: "one",
      },
    ]);
    // Another account, or other regions, leave the first alone; another external id makes it a new resource, never a changed one.
    const added = tried([
      own,
      { ...watched("222222222222"), regions: ["eu-west-1"] },
      watched("333333333333", null),
    ]);
    expect(added).toHaveLength(2);
    expect(added).toContainEqual(before[0]);
    const [changed] = tried([own, watched("222222222222", "two")]);
    expect(changed?.id).not.toBe(before[0]?.id);
  });

  it("knows forty accounts, each with an external id or without, by policies that IAM takes", () => {
    const accounts = Array.from({ length: 43 }, (_, index) => ({
      accountId: String(200_000_000_000 + index),
      roleArn: `arn:aws:iam::${200_000_000_000 + index}:role/infra-monitoring-read`,
      externalId: index < 21 ? "infra-monitoring" : null,
      regions: ["us-east-1"],
    }));
    const roles = Object.values(stackWith({ accounts }).findResources("AWS::IAM::Role"));
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: inline policies of a role together
    const sizes = roles.map(({ Properties }) => JSON.stringify(Properties.Policies ?? []).length);
    expect(Math.max(...sizes)).toBeLessThan(10_240);
    const assumed = roles.flatMap(({ Properties }) =>
      [Properties.Policies?.[0].PolicyDocument.Statement ?? []]
        .flat()
        .filter(({ Action }) => Action === "sts:AssumeRole"),
    );
    expect(assumed[0].Resource).toHaveLength(21);
    expect(assumed[0].Condition).toEqual({ StringEquals: { "sts:ExternalId": "infra-monitoring" } });
    expect(assumed[1].Resource).toHaveLength(22);
    expect(assumed[1].Condition).toBeUndefined();
  });

  it("follows a configured time zone and can be switched off", () => {
    stackWith({
      schedule: { at: "23:05", timeZone: "Asia/Shanghai", isEnabled: false },
    }).hasResourceProperties("AWS::Scheduler::Schedule", {
      ScheduleExpression: "cron(5 23 * * ? *)",
      ScheduleExpressionTimezone: "Asia/Shanghai",
      State: "DISABLED",
    });
  });

  it("keeps every event on which a function fails that nobody waits for, after as many tries as Lambda allows", () => {
    const configs = Object.values(template.findResources("AWS::Lambda::EventInvokeConfig"));
    expect(configs.map(({ Properties }) => Properties.FunctionName.Ref).toSorted()).toEqual([
      expect.stringMatching(/^Functions14pipelinelogFunction/),
      expect.stringMatching(/^FunctionspruneFunction/),
      expect.stringMatching(/^FunctionssampledatabaseFunction/),
    ]);
    for (const { Properties } of configs) {
      expect(Properties.MaximumRetryAttempts).toBe(2);
      expect(JSON.stringify(Properties.Qualifier)).toMatch(/CurrentVersion/);
      expect(JSON.stringify(Properties.DestinationConfig.OnFailure)).toMatch(/DeadLetters/);
    }
  });

  it("tells 14 of every execution that ended badly, in the words of the event itself", () => {
    template.hasResourceProperties("AWS::Events::Rule", {
      EventPattern: {
        source: ["aws.states"],
        "detail-type": ["Step Functions Execution Status Change"],
        detail: {
          status: ["FAILED", "TIMED_OUT", "ABORTED"],
          stateMachineArn: [{ Ref: Match.stringLikeRegexp("^PipelineMachine") }],
        },
      },
      Targets: [
        Match.objectLike({
          Arn: { Ref: Match.stringLikeRegexp("^Functions14pipelinelog") },
          DeadLetterConfig: Match.anyValue(),
          InputPath: "$.detail",
        }),
      ],
    });
  });
});

describe("what is kept", () => {
  it("the archive is private, TLS only, survives the stack and expires as configured", () => {
    template.hasResource("AWS::S3::Bucket", {
      DeletionPolicy: "Retain",
      Properties: Match.objectLike({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 90, Status: "Enabled" })] },
      }),
    });
    template.hasResourceProperties("AWS::S3::BucketPolicy", {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
        ]),
      }),
    });
  });

  it("an object of the archive is written once, whatever the code does", () => {
    template.hasResourceProperties("AWS::S3::BucketPolicy", {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([
          Match.objectLike({
            Sid: "WriteOnce",
            Effect: "Deny",
            Action: "s3:PutObject",
            Condition: {
              Null: { "s3:if-none-match": "true" },
              Bool: { "s3:ObjectCreationOperation": "true" },
            },
          }),
        ]),
      }),
    });
  });

  it("archive and topics are encrypted by a key of ours that is renewed and that CloudWatch may use", () => {
    template.hasResourceProperties("AWS::KMS::Key", { EnableKeyRotation: true });
    expect(JSON.stringify(template.findResources("AWS::KMS::Key"))).toContain("cloudwatch.amazonaws.com");
    for (const { Properties } of Object.values(template.findResources("AWS::SNS::Topic")))
      expect(JSON.stringify(Properties.KmsMasterKeyId)).toContain("Key");
    template.hasResourceProperties("AWS::S3::Bucket", {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          Match.objectLike({ ServerSideEncryptionByDefault: Match.objectLike({ SSEAlgorithm: "aws:kms" }) }),
        ],
      },
    });
  });

  it("messages go to the configured mailboxes and webhooks, and to nobody unless configured", () => {
    template.hasResourceProperties("AWS::SNS::Subscription", {
      Protocol: "email",
      Endpoint: "team@example.com",
    });
    template.hasResourceProperties("AWS::SNS::Subscription", {
      Protocol: "https",
      Endpoint: "https://hooks.example.com/pipeline",
    });
    const { deployment } = PLACEHOLDER_CONFIG;
    const subscribers = {
      notificationEmails: [],
      notificationWebhooks: [],
      alarmEmails: [],
      alarmWebhooks: [],
    };
    stackWith({ deployment: { ...deployment, subscribers } }).resourceCountIs("AWS::SNS::Subscription", 0);
  });

  it("have no topic for a chat, and no right or state of it, unless config asks for one", () => {
    const without = stackWith({ alerts: { ...PLACEHOLDER_CONFIG.alerts, chat: false } });
    const topicCount = (one: Template) => Object.keys(one.findResources("AWS::SNS::Topic")).length;
    expect([topicCount(template), topicCount(without)]).toEqual([4, 3]);
    const named = /Publish one chat message|ChatTopicArn|"Ref":"Chat|CHAT_TOPIC_ARN/g;
    const namesIn = (one: Template) => [...new Set(JSON.stringify(one.toJSON()).match(named))];
    expect([namesIn(template).length, namesIn(without)]).toEqual([4, []]);
  });

  it("is the same template twice", () => {
    expect(stackWith().toJSON()).toEqual(template.toJSON());
  });
});

describe("development and production", () => {
  /** What the shipped config of an environment deploys: how many resources of each type, and the state machine. */
  async function shapeOf(environment: string) {
    const { pipeline } = await loadConfig(CONFIG_DIRECTORY, environment);
    if (pipeline.deployment === undefined) throw new TypeError("the shipped config has no deployment");
    const stack = placeholderStack({ ...pipeline, deployment: pipeline.deployment });
    const { Resources } = Template.fromStack(stack).toJSON();
    const types = Object.values(Resources).map((resource) => String(Object(resource).Type));
    return { types: types.toSorted(), definition: definitionOf(stack) };
  }

  it("differ in their config only: the same resources, and the same state machine", async () => {
    expect(await shapeOf("dev")).toEqual(await shapeOf("prod"));
  });
});
