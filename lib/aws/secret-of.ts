import type { FunctionId } from "#contract/stages.ts";
import type { DeploymentConfig } from "./deployment-config.ts";
import { FUNCTION_ACCESS, type Need } from "./function-access.ts";

type SecretOf = (config: DeploymentConfig) => string | null;

/** The secret behind each need; needs without one are absent. */
const SECRETS: Readonly<Partial<Record<Need, SecretOf>>> = {
  database: ({ database }) => database.secretArn,
  migration: ({ deployment }) => deployment.migrationSecretArn,
  pruning: prunerSecretArn,
  prometheus: ({ prometheus }) => prometheus.secretArn,
  gateway: ({ gateway }) => gateway.secretArn,
};

/** The pruning's own login, which may read and delete; where there is none, that of the stages. */
export function prunerSecretArn({ database, deployment }: DeploymentConfig): string | null {
  return deployment.databaseUsers.prunerSecretArn ?? database.secretArn;
}

/** ARNs of the secrets that a function reads; a login that config leaves out needs none. */
export function secretArnsOf(id: FunctionId, config: DeploymentConfig): string[] {
  return FUNCTION_ACCESS[id].needs
    .map((need) => SECRETS[need]?.(config) ?? null)
    .filter((arn) => arn !== null);
}
