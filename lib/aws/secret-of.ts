import type { FunctionId } from "#contract/stages.ts";
import type { DeploymentConfig } from "./deployment-config.ts";
import { FUNCTION_ACCESS, type Need } from "./function-access.ts";

type SecretsOf = (config: DeploymentConfig) => readonly (string | null)[];

/** The secrets behind each need; needs without one are absent. The migration makes and tries the other logins. */
const SECRETS: Readonly<Partial<Record<Need, SecretsOf>>> = {
  database: ({ database }) => [database.secretArn],
  migration: ({ database, deployment }) => [
    deployment.migrationSecretArn,
    database.secretArn,
    deployment.databaseUsers.prunerSecretArn,
    deployment.databaseUsers.readerSecretArn,
  ],
  pruning: (config) => [prunerSecretArn(config)],
  prometheus: ({ prometheus }) => [prometheus.secretArn],
  gateway: ({ gateway }) => [gateway.secretArn],
};

/** The pruning's own login, which may read and delete; where there is none, that of the stages. */
export function prunerSecretArn({ database, deployment }: DeploymentConfig): string | null {
  return deployment.databaseUsers.prunerSecretArn ?? database.secretArn;
}

/** ARNs of the secrets that a function reads; a login that config leaves out needs none. */
export function secretArnsOf(id: FunctionId, config: DeploymentConfig): string[] {
  const arns = FUNCTION_ACCESS[id].needs.flatMap((need) => SECRETS[need]?.(config) ?? []);
  return [...new Set(arns)].filter((arn) => arn !== null);
}
