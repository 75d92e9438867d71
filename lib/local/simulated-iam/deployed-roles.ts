import * as z from "zod";
import { FUNCTIONS, type FunctionId } from "#contract/stages.ts";
import type { MemberRole } from "./access-control.ts";
import type { Statement } from "./policy.ts";
import { type References, type Resources, templateResolver } from "./template-resolver.ts";

/** A function as the template deploys it. */
export interface DeployedFunction {
  readonly id: FunctionId;
  readonly environment: Readonly<Record<string, string>>;
  readonly roleArn: string;
  readonly statements: readonly Statement[];
  /** Names of the places that its security groups open; null: outside the VPC. */
  readonly opens: ReadonlySet<string> | null;
}

const Texts = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

/** Deny statements, NotAction and the like are not simulated: strict, so that one that appears is refused. */
const PolicyStatement = z
  .strictObject({
    Sid: z.string().default(""),
    Effect: z.literal("Allow"),
    Action: Texts,
    Resource: Texts.default(["*"]),
    Principal: z.unknown().optional(),
    Condition: z.record(z.string(), z.record(z.string(), Texts)).default({}),
  })
  .transform(
    ({ Sid, Action, Resource, Condition }): Statement => ({
      sid: Sid,
      actions: Action,
      resources: Resource,
      conditions: Condition,
    }),
  );
const PolicyDocument = z.object({ Statement: z.array(PolicyStatement) });
const Role = z.object({
  Path: z.string().default("/"),
  AssumeRolePolicyDocument: PolicyDocument,
  Policies: z.array(z.object({ PolicyDocument })).default([]),
});
const Lambda = z.object({
  Description: z.string().default(""),
  Role: z.string(),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }),
  VpcConfig: z.object({ SecurityGroupIds: z.array(z.string()) }).optional(),
});
const Egress = z.object({ Description: z.string() });
const SecurityGroup = z.object({ SecurityGroupEgress: z.array(Egress).default([]) });
const GroupEgress = Egress.extend({ GroupId: z.string() });

/** Every function of the contract in a template, with what its role may do. */
export function deployedFunctions(resources: Resources, references: References): DeployedFunction[] {
  const resolve = templateResolver(resources, references);
  const ofType = (type: string) =>
    Object.entries(resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([id, { Properties }]): [string, unknown] => [id, resolve(Properties)]);
  const opened = openedBy(ofType("AWS::EC2::SecurityGroup"), ofType("AWS::EC2::SecurityGroupEgress"));
  const roles = new Map(
    ofType("AWS::IAM::Role").map(([id, properties]) => {
      const { Path, Policies } = Role.parse(properties);
      const arn = `arn:aws:iam::${references["AWS::AccountId"]}:role${Path}${references["AWS::StackName"]}-${id}`;
      const statements = Policies.flatMap((policy) => policy.PolicyDocument.Statement);
      return [String(resolve({ "Fn::GetAtt": [id, "Arn"] })), { arn, statements }];
    }),
  );
  return ofType("AWS::Lambda::Function").flatMap(([, properties]): DeployedFunction[] => {
    const { Description, Role: roleKey, Environment, VpcConfig } = Lambda.parse(properties);
    const id = FUNCTIONS.find((one) => Description.startsWith(`${one.id}: `))?.id;
    const role = roles.get(roleKey);
    if (id === undefined || role === undefined) return [];
    return [
      {
        id,
        environment: Environment.Variables,
        roleArn: role.arn,
        statements: role.statements,
        opens:
          VpcConfig === undefined
            ? null
            : new Set(VpcConfig.SecurityGroupIds.flatMap((group) => [...(opened.get(group) ?? [])])),
      },
    ];
  });
}

/** The one role of a member account's template. @throws Error if there is not exactly one */
export function memberRole(resources: Resources, references: References): MemberRole {
  const resolve = templateResolver(resources, references);
  const [role, ...others] = Object.values(resources).filter(({ Type }) => Type === "AWS::IAM::Role");
  if (role === undefined || others.length > 0) throw new Error("the template has not exactly one role");
  const { AssumeRolePolicyDocument, Policies } = Role.parse(resolve(role.Properties));
  return {
    trust: AssumeRolePolicyDocument.Statement,
    statements: Policies.flatMap((policy) => policy.PolicyDocument.Statement),
  };
}

function openedBy(
  groups: readonly [string, unknown][],
  apart: readonly [string, unknown][],
): Map<string, Set<string>> {
  const opened = new Map(
    groups.map(([id, group]) => [
      `${id}.GroupId`,
      new Set(SecurityGroup.parse(group).SecurityGroupEgress.map(({ Description }) => Description)),
    ]),
  );
  for (const [, rule] of apart) {
    const { GroupId, Description } = GroupEgress.parse(rule);
    opened.get(GroupId)?.add(Description);
  }
  return opened;
}
