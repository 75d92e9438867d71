import { App } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { Code } from "aws-cdk-lib/aws-lambda";
import { describe, expect, it } from "vitest";
import { STAGES, type StageId } from "#contract/stages.ts";
import { PipelineStack, type PipelineStackProps } from "#lib/aws/pipeline-stack.ts";
import { isObject } from "#lib/local/state-machine/walk-states.ts";

const code = (stage: StageId) => Code.fromInline(`export const handler = async () => "${stage}";`);

function stackWith(props: Partial<PipelineStackProps> = {}): Template {
  const app = new App({ context: { "aws:cdk:bundling-stacks": [] } });
  return Template.fromStack(
    new PipelineStack(app, "Test", {
      codeOf: code,
      codeVersion: "1.2.3",
      schedule: { at: "07:00", timeZone: "UTC", isEnabled: true },
      notificationEmails: ["team@example.com"],
      archiveRetentionDays: 90,
      ...props,
    }),
  );
}

const template = stackWith();

describe("the functions", () => {
  it.each(STAGES)("$id has the size and time of the contract, Node 24 and arm64", (stage) => {
    template.hasResourceProperties("AWS::Lambda::Function", {
      Description: `${stage.id}: ${stage.title}`,
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      MemorySize: stage.memoryMb,
      Timeout: stage.timeoutSeconds,
      Handler: "index.handler",
      Environment: { Variables: Match.objectLike({ CODE_VERSION: "1.2.3" }) },
    });
  });

  it("are one per stage, each with a log group that expires", () => {
    template.resourceCountIs("AWS::Lambda::Function", STAGES.length);
    for (const { Properties } of Object.values(template.findResources("AWS::Logs::LogGroup")))
      expect(Properties.RetentionInDays).toBe(60);
  });

  it("take a lease that lasts as long as the state machine may run", () => {
    const [machine] = Object.values(template.findResources("AWS::StepFunctions::StateMachine"));
    const parts: unknown[] = machine?.Properties.DefinitionString["Fn::Join"][1];
    const timeout = [...String(parts.at(-1)).matchAll(/"TimeoutSeconds":(\d+)/g)].at(-1)?.[1];
    for (const { Properties } of Object.values(template.findResources("AWS::Lambda::Function")))
      expect(Properties.Environment.Variables.LEASE_SECONDS).toBe(timeout);
  });

  it("keep their old versions, so that a running execution keeps its code", () => {
    const versions = Object.values(template.findResources("AWS::Lambda::Version"));
    expect(versions).toHaveLength(STAGES.length);
    expect(versions.every(({ DeletionPolicy }) => DeletionPolicy === "Retain")).toBe(true);
  });

  it("write to the archive under their own stage only", () => {
    const puts = Object.values(template.findResources("AWS::IAM::Policy")).flatMap(({ Properties }) =>
      [Properties.PolicyDocument.Statement].flat().filter(({ Action }) => Action === "s3:PutObject"),
    );
    expect(puts).toHaveLength(STAGES.length);
    for (const { id } of STAGES)
      expect(
        puts.filter(({ Resource }) => JSON.stringify(Resource).includes(`/runs/*/${id}/*`)),
      ).toHaveLength(1);
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
    expect(versions.every((version) => references.includes(version))).toBe(true);
    expect(references.every((name) => versions.includes(name) || /Partition|Notifications/.test(name))).toBe(
      true,
    );
  });

  it("may publish to the notification topic and invoke functions, and nothing else of ours", () => {
    const own = Object.entries(template.findResources("AWS::IAM::Policy")).find(([name]) =>
      name.startsWith("PipelineMachineRole"),
    )?.[1];
    const statements = [own?.Properties.PolicyDocument.Statement].flat();
    const actions = new Set(
      statements.flatMap(({ Action }) => [Action].flat()).filter((action) => !/^(logs|xray):/.test(action)),
    );
    expect([...actions].toSorted()).toEqual(["lambda:InvokeFunction", "sns:Publish"]);
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

  it("follows a configured time zone and can be switched off", () => {
    stackWith({
      schedule: { at: "23:05", timeZone: "Asia/Shanghai", isEnabled: false },
    }).hasResourceProperties("AWS::Scheduler::Schedule", {
      ScheduleExpression: "cron(5 23 * * ? *)",
      ScheduleExpressionTimezone: "Asia/Shanghai",
      State: "DISABLED",
    });
  });

  it("tells 14 of every execution that ended badly, by name and status", () => {
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
          Arn: { Ref: Match.stringLikeRegexp("^Stage14pipelinelog") },
          InputTransformer: {
            InputPathsMap: {
              "detail-name": "$.detail.name",
              "detail-status": "$.detail.status",
              "detail-input": "$.detail.input",
            },
            InputTemplate:
              '{"ended":{"executionName":<detail-name>,"status":<detail-status>,"input":<detail-input>}}',
          },
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

  it("notifications go to the configured mailboxes", () => {
    template.hasResourceProperties("AWS::SNS::Subscription", {
      Protocol: "email",
      Endpoint: "team@example.com",
    });
    stackWith({ notificationEmails: [] }).resourceCountIs("AWS::SNS::Subscription", 0);
  });

  it("is the same template twice", () => {
    expect(stackWith().toJSON()).toEqual(template.toJSON());
  });
});
