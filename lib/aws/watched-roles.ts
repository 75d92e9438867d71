import { createHash } from "node:crypto";
import type { Construct } from "constructs";
import { ROLE_TRIER } from "#contract/stages.ts";
import type { WatchedAccount } from "./deployment-config.ts";
import { deploymentStep } from "./deployment-step.ts";
import type { PipelineFunction } from "./pipeline-function.ts";

/** Enough that no two of an account's roles and external ids share an id. */
const DIGEST_LENGTH = 8;

/**
 * Tries the role of each watched account in the deployment that first names it, or names another role or external id. What is tried
 * makes the resource's id, so CloudFormation only ever creates and removes one: an account that is lost later blocks no
 * deployment that does not touch it, and no rollback tries a role again that is gone.
 */
export function tryRolesAtDeployment(
  scope: Construct,
  trier: PipelineFunction,
  accounts: readonly WatchedAccount[],
): void {
  for (const { accountId, roleArn, externalId } of accounts) {
    if (roleArn === null) continue;
    const properties = { accountId, roleArn, ...(externalId === null ? {} : { externalId }) };
    const digest = createHash("sha256").update(JSON.stringify(properties)).digest("hex");
    deploymentStep(scope, `WatchedAccount${accountId}${digest.slice(0, DIGEST_LENGTH)}`, {
      resourceType: "Custom::WatchedAccount",
      does: trier,
      definition: ROLE_TRIER,
      properties,
    });
  }
}
