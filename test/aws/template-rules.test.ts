import { Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { placeholderStack } from "#lib/local/state-machine/definition.ts";
import type { JsonObject } from "#lib/local/state-machine/walk-states.ts";
import { TEMPLATE_RULES } from "./template-rules.ts";

type Resources = Record<string, JsonObject>;

const template: { readonly Resources: Resources } = JSON.parse(
  JSON.stringify(Template.fromStack(placeholderStack()).toJSON()),
);

/** A topic that no alarm is meant for. */
const [notifications = ""] = Object.keys(template.Resources).filter((id) =>
  /^Notifications[0-9A-F]+$/.test(id),
);

const statement = (Action: string, Resource: unknown) => ({ Action, Effect: "Allow", Resource });
const role = (...Statement: object[]) => ({
  Type: "AWS::IAM::Role",
  Properties: { Policies: [{ PolicyName: "own", PolicyDocument: { Statement } }] },
});
const lambda = (Properties: object) => ({
  Type: "AWS::Lambda::Function",
  Properties: { Architectures: ["arm64"], Role: "only", LoggingConfig: "only", ...Properties },
});

/** A resource that breaks the rule when it is added to the real template. */
const BREAKING: Readonly<Record<string, JsonObject>> = {
  "every function runs on arm64": lambda({ Architectures: ["x86_64"] }),
  "no role has an action with a wildcard": role(statement("s3:*", "arn:aws:s3:::one")),
  "no role is allowed what it is not told": role({
    NotAction: "iam:*",
    Effect: "Allow",
    Resource: "arn:aws:s3:::one",
  }),
  "no role has the resource * but where AWS knows no other": role(statement("s3:GetObject", "*")),
  "no service takes a role in another account's name, as far as it says whose": {
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: "states.amazonaws.com" } }] },
    },
  },
  "every log group expires": { Type: "AWS::Logs::LogGroup", Properties: {} },
  "every function writes to a log group of its own": lambda({ LoggingConfig: undefined }),
  "every function has a role of its own": lambda({ Role: undefined }),
  "every bucket refuses plain text": { Type: "AWS::S3::Bucket", Properties: {} },
  "no variable holds a secret": lambda({ Environment: { Variables: { DB_PASSWORD: "hunter2" } } }),
  "no secret is written down": {
    Type: "AWS::SecretsManager::Secret",
    Properties: { SecretString: "hunter2" },
  },
  "every alarm may publish to its topics, and use their keys": {
    Type: "AWS::CloudWatch::Alarm",
    Properties: { AlarmActions: [{ Ref: notifications }] },
  },
  "no security group lets anything in but an endpoint's": {
    Type: "AWS::EC2::SecurityGroup",
    Properties: { SecurityGroupIngress: [{ CidrIp: "0.0.0.0/0" }] },
  },
};

describe.each(Object.entries(TEMPLATE_RULES))("%s", (name, rule) => {
  it("in the template that is deployed", () => {
    expect(rule(template.Resources)).toEqual([]);
  });

  it("or the rule fires", () => {
    expect(rule({ ...template.Resources, Culprit: BREAKING[name] ?? {} })).toContain("Culprit");
  });
});

describe("a role or log group that two functions share", () => {
  it("is found", () => {
    const functions = Object.entries(template.Resources).filter(
      ([, { Type }]) => Type === "AWS::Lambda::Function",
    );
    const [[, first] = ["", {}]] = functions;
    const resources = { ...template.Resources, Twin: first };
    for (const name of [
      "every function has a role of its own",
      "every function writes to a log group of its own",
    ])
      expect(TEMPLATE_RULES[name]?.(resources)).toContain("Twin");
  });
});
