import { Aws } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { FunctionId } from "#contract/stages.ts";
import type { TopicName } from "#contract/topics.ts";
import type { DeploymentConfig, WatchedAccount } from "./deployment-config.ts";
import { FUNCTION_ACCESS, type FunctionAccess, type Need } from "./function-access.ts";
import { secretArnsOf } from "./secret-of.ts";
import { INVENTORY_ACTIONS, METRIC_ACTIONS } from "./watching-actions.ts";

interface Surroundings {
  readonly bucket: Pick<IBucket, "bucketArn" | "arnForObjects">;
  readonly keyArn: string;
  readonly topicArns: Readonly<Record<TopicName, string | null>>;
  readonly config: DeploymentConfig;
}

/** Only by way of the service that holds the data, never by the key alone. */
function viaService(service: string): Record<string, unknown> {
  return { StringEquals: { "kms:ViaService": `${service}.${Aws.REGION}.${Aws.URL_SUFFIX}` } };
}

function archiveStatements(access: FunctionAccess, { bucket, keyArn }: Surroundings): PolicyStatement[] {
  const { reads, writes, lists = [] } = access;
  const read = writes === undefined ? reads : [...reads, writes];
  const statements: PolicyStatement[] = [];
  if (read.length > 0)
    statements.push(
      new PolicyStatement({
        sid: "ReadArchive",
        actions: ["s3:GetObject"],
        resources: read.map((pattern) => bucket.arnForObjects(pattern)),
      }),
    );
  if (writes !== undefined)
    statements.push(
      new PolicyStatement({
        sid: "WriteArchive",
        actions: ["s3:PutObject"],
        resources: [bucket.arnForObjects(writes)],
      }),
    );
  if (lists.length > 0)
    statements.push(
      new PolicyStatement({
        sid: "ListArchive",
        actions: ["s3:ListBucket"],
        resources: [bucket.bucketArn],
        conditions: { StringLike: { "s3:prefix": lists } },
      }),
    );
  if (read.length > 0)
    statements.push(
      new PolicyStatement({
        sid: "ArchiveKey",
        actions: writes === undefined ? ["kms:Decrypt"] : ["kms:Decrypt", "kms:GenerateDataKey"],
        resources: [keyArn],
        conditions: viaService("s3"),
      }),
    );
  return statements;
}

/** Config may name a secret with or without the six characters that Secrets Manager adds; a policy matches the whole ARN only. */
function wholeArns(arn: string): string[] {
  const added = `${arn}-??????`;
  return /-[A-Za-z0-9]{6}$/.test(arn) ? [arn, added] : [added];
}

function secretStatements(id: FunctionId, config: DeploymentConfig): PolicyStatement[] {
  const arns = secretArnsOf(id, config);
  const { secretKeyArns } = config.deployment;
  if (arns.length === 0) return [];
  const read = new PolicyStatement({
    sid: "ReadSecret",
    actions: ["secretsmanager:GetSecretValue"],
    resources: arns.flatMap(wholeArns),
  });
  if (secretKeyArns.length === 0) return [read];
  const decrypt = new PolicyStatement({
    sid: "SecretKey",
    actions: ["kms:Decrypt"],
    resources: [...secretKeyArns],
    conditions: viaService("secretsmanager"),
  });
  return [read, decrypt];
}

/** Needs that are met in watched accounts, and what each asks there. */
const WATCHING: Readonly<Partial<Record<Need, readonly string[]>>> = {
  roles: [],
  inventory: INVENTORY_ACTIONS,
  metrics: METRIC_ACTIONS,
};

/** One for all accounts of an external id: a role's policies have 10,240 characters together, and there may be forty accounts. */
function assumeStatements(accounts: readonly WatchedAccount[]): PolicyStatement[] {
  return [...Map.groupBy(accounts, ({ externalId }) => externalId)].map(
    ([externalId, members], index) =>
      new PolicyStatement({
        sid: `AssumeWatchedAccounts${index + 1}`,
        actions: ["sts:AssumeRole"],
        resources: members.flatMap(({ roleArn }) => roleArn ?? []),
        ...(externalId === null ? {} : { conditions: { StringEquals: { "sts:ExternalId": externalId } } }),
      }),
  );
}

/** By the role of each other account, with its external id; directly in the account that the pipeline is in. */
function accountStatements({ needs }: FunctionAccess, { accounts }: DeploymentConfig): PolicyStatement[] {
  if (!needs.some((need) => need in WATCHING)) return [];
  const actions = needs.flatMap((need) => WATCHING[need] ?? []);
  const assume = assumeStatements(accounts.filter(({ roleArn }) => roleArn !== null));
  const ownRegions = accounts.filter(({ roleArn }) => roleArn === null).flatMap(({ regions }) => regions);
  if (actions.length === 0 || ownRegions.length === 0) return assume;
  const own = new PolicyStatement({
    sid: "WatchOwnAccount",
    actions,
    resources: ["*"],
    conditions: { StringEquals: { "aws:RequestedRegion": ownRegions } },
  });
  return [...assume, own];
}

/** Counts only: who the subscribers are is none of a function's business. */
function topicStatements({ needs }: FunctionAccess, { topicArns }: Surroundings): PolicyStatement[] {
  if (!needs.includes("subscriptions")) return [];
  return [
    new PolicyStatement({
      sid: "CountSubscriptions",
      actions: ["sns:GetTopicAttributes"],
      resources: Object.values(topicArns).filter((arn) => arn !== null),
    }),
  ];
}

/** Everything that the code of one function may do in AWS, as statements of its own role. */
export function functionStatements(id: FunctionId, surroundings: Surroundings): PolicyStatement[] {
  const access = FUNCTION_ACCESS[id];
  return [
    ...archiveStatements(access, surroundings),
    ...secretStatements(id, surroundings.config),
    ...accountStatements(access, surroundings.config),
    ...topicStatements(access, surroundings),
  ];
}
