import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Template } from "aws-cdk-lib/assertions";
import { loadConfig } from "#adapters/config-files/load-config.ts";
import type { DeploymentConfig } from "#lib/aws/deployment-config.ts";
import { MemberAccountStack } from "#lib/aws/member-account-stack.ts";
import type { EstateServers } from "#lib/local/estate-server.ts";
import type { MemberRole } from "#lib/local/simulated-iam/access-control.ts";
import { deployedFunctions, memberRole } from "#lib/local/simulated-iam/deployed-roles.ts";
import { placeholderStack } from "#lib/local/state-machine/definition.ts";
import { scratchApp } from "#lib/local/state-machine/scratch-app.ts";

const CONFIG = join(import.meta.dirname, "../../../config");
const STACK = "Local";
const HUB = "111111111111";
const MEMBER = { accountId: "222222222222", regions: ["us-east-1"] };
const EXTERNAL_ID = "infra-monitoring";
/** How the pipeline gets into the account that is watched by a role. */
export const MEMBER_ACCESS = {
  accountId: MEMBER.accountId,
  roleArn: `arn:aws:iam::${MEMBER.accountId}:role/infra-monitoring-read`,
  externalId: EXTERNAL_ID,
};
const REFERENCES = { "AWS::AccountId": HUB, "AWS::Region": "us-east-1", "AWS::StackName": STACK };

/** Logins and tokens by the ARN of their secret, and the key that the secrets are encrypted with. */
export const SECRET_KEY_ARN = `arn:aws:kms:us-east-1:${HUB}:key/00000000-0000-0000-0000-000000000000`;
export const secretArn = (name: string): string =>
  `arn:aws:secretsmanager:us-east-1:${HUB}:secret:infra-monitoring/${name}`;

/** The environment `least`, laid over the shipped config in `directory`: every part on, one account its own, one watched by a role. */
export function writeConfig(
  directory: string,
  servers: Pick<EstateServers, "prometheusUrl" | "gatewayUrl">,
): void {
  cpSync(CONFIG, directory, { recursive: true });
  const overlay = {
    environment: "least",
    accounts: [
      { accountId: HUB, name: "hub", roleArn: null, externalId: null, regions: ["us-east-1", "us-west-2"] },
      { ...MEMBER, ...MEMBER_ACCESS, name: "member" },
    ],
    prometheus: {
      ...{ url: servers.prometheusUrl, secretArn: secretArn("prometheus") },
      ...{ scrapeIntervalSeconds: 15, fallbackRetentionDays: 15 },
    },
    gateway: { url: servers.gatewayUrl, secretArn: secretArn("gateway"), sampleEveryMinutes: 15 },
    database: { host: "127.0.0.1", port: 3306, name: "test", secretArn: secretArn("database") },
  };
  writeFileSync(join(directory, "pipeline_config.least.yaml"), JSON.stringify(overlay));
}

/** What `cdk deploy` would make of the config in `directory`. */
export async function deployed(directory: string) {
  const { pipeline } = await loadConfig(directory, "least");
  if (pipeline.deployment === undefined) throw new TypeError("the shipped config has no deployment");
  const config: DeploymentConfig = {
    ...pipeline,
    deployment: {
      ...pipeline.deployment,
      migrationSecretArn: secretArn("migration"),
      databaseUsers: {
        areCreated: true,
        prunerSecretArn: secretArn("pruner"),
        readerSecretArn: secretArn("grafana"),
      },
      secretKeyArns: [SECRET_KEY_ARN],
    },
  };
  const { Resources } = Template.fromStack(placeholderStack(config)).toJSON();
  const keyId = Object.keys(Resources).find((id) => Resources[id].Type === "AWS::KMS::Key");
  return {
    functions: deployedFunctions(Resources, REFERENCES),
    archiveKeyArn: `arn:aws:kms:us-east-1:${HUB}:key/${keyId}`,
    memberRoles: new Map<string, MemberRole>([[MEMBER.accountId, memberAccount()]]),
  };
}

function memberAccount(): MemberRole {
  const stack = new MemberAccountStack(scratchApp(), "Member", { pipelineStackName: STACK });
  return memberRole(Template.fromStack(stack).toJSON().Resources, {
    "AWS::AccountId": MEMBER.accountId,
    "AWS::Region": "us-east-1",
    RoleName: "infra-monitoring-read",
    PipelineAccountId: HUB,
    ExternalId: EXTERNAL_ID,
    Regions: MEMBER.regions,
  });
}
