import { ENVIRONMENT } from "#contract/environment-names.ts";
import type { FunctionId } from "#contract/stages.ts";
import { EXECUTION_TIMEOUT_SECONDS } from "#contract/time-limits.ts";
import { TOPICS, type TopicName } from "#contract/topics.ts";
import type { DeploymentConfig } from "./deployment-config.ts";
import { FUNCTION_ACCESS, type Need } from "./function-access.ts";
import { prunerSecretArn } from "./secret-of.ts";

/** Where Lambda unpacks the layer that carries the config files. */
const CONFIG_LAYER_DIRECTORY = "/opt/config";

/** Folder beside the migration's code; a function's working directory is that of its code. */
const SQL_DIRECTORY = "sql";

/**
 * The authorities that Lambda keeps, those of RDS among them; Node ships only the public ones.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 */
const LAMBDA_CERTIFICATES = { NODE_EXTRA_CA_CERTS: "/var/runtime/ca-cert.pem" };

/** Functions whose metrics alarms look at. */
const EMITTERS: readonly FunctionId[] = ["14-pipeline-log", "sample-database"];

type Variables = Readonly<Record<string, string | null>>;

/** What the stack itself makes and names. */
export interface Deployed {
  readonly archiveUrl: string;
  readonly codeVersion: string;
  readonly topicArns: Readonly<Record<TopicName, string | null>>;
}

const OF_NEED: Readonly<Record<Need, (config: DeploymentConfig, deployed: Deployed) => Variables>> = {
  database: ({ database }) => ({
    [ENVIRONMENT.databaseSecretArn]: database.secretArn,
    ...LAMBDA_CERTIFICATES,
  }),
  migration: ({ database, deployment }) => ({
    [ENVIRONMENT.databaseSecretArn]: deployment.migrationSecretArn,
    [ENVIRONMENT.writerSecretArn]: database.secretArn,
    [ENVIRONMENT.prunerSecretArn]: deployment.databaseUsers.prunerSecretArn,
    [ENVIRONMENT.readerSecretArn]: deployment.databaseUsers.readerSecretArn,
    [ENVIRONMENT.databaseUsersAreCreated]: String(deployment.databaseUsers.areCreated),
    [ENVIRONMENT.sqlDirectory]: SQL_DIRECTORY,
    ...LAMBDA_CERTIFICATES,
  }),
  pruning: (config) => ({
    [ENVIRONMENT.databaseSecretArn]: prunerSecretArn(config),
    [ENVIRONMENT.retentionDays]: String(config.retention.days),
    ...LAMBDA_CERTIFICATES,
  }),
  prometheus: ({ prometheus }) => ({
    [ENVIRONMENT.prometheusUrl]: prometheus.url,
    [ENVIRONMENT.prometheusSecretArn]: prometheus.secretArn,
    [ENVIRONMENT.prometheusScrapeIntervalSeconds]: String(prometheus.scrapeIntervalSeconds),
  }),
  gateway: ({ gateway }) => ({
    [ENVIRONMENT.gatewayUrl]: gateway.url,
    [ENVIRONMENT.gatewaySecretArn]: gateway.secretArn,
  }),
  roles: () => ({}),
  inventory: () => ({}),
  metrics: () => ({}),
  subscriptions: (_, { topicArns }) =>
    Object.fromEntries(TOPICS.map(({ name, arnVariable }) => [arnVariable, topicArns[name]])),
};

/** What one function is told besides. 00 alone reads the config files, and passes on by the archive what the run needs. */
function ofFunction(id: FunctionId, config: DeploymentConfig): Variables {
  if (id === "00-open-run")
    return {
      [ENVIRONMENT.configDirectory]: CONFIG_LAYER_DIRECTORY,
      [ENVIRONMENT.pipelineEnvironment]: config.environment,
      [ENVIRONMENT.leaseSeconds]: String(EXECUTION_TIMEOUT_SECONDS),
    };
  return EMITTERS.includes(id) ? { [ENVIRONMENT.metricNamespace]: metricNamespace(config) } : {};
}

/** CloudWatch namespace of the metrics that functions emit, one per environment. @example "InfraMonitoring/prod" */
export function metricNamespace({ environment }: Pick<DeploymentConfig, "environment">): string {
  return `InfraMonitoring/${environment}`;
}

/** The variables of one function; secrets by ARN only, and nothing that the function does not read. */
export function functionEnvironment(
  id: FunctionId,
  config: DeploymentConfig,
  deployed: Deployed,
): Record<string, string> {
  const { needs, reads, writes } = FUNCTION_ACCESS[id];
  const usesArchive = reads.length > 0 || writes !== undefined;
  const variables: Variables = {
    [ENVIRONMENT.archiveUrl]: usesArchive ? deployed.archiveUrl : null,
    [ENVIRONMENT.codeVersion]: deployed.codeVersion,
    NODE_OPTIONS: "--enable-source-maps",
    ...Object.assign({}, ...needs.map((need) => OF_NEED[need](config, deployed))),
    ...ofFunction(id, config),
  };
  return Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}
