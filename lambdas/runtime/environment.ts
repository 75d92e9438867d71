import * as z from "zod";
import { EXECUTION_TIMEOUT_SECONDS } from "#contract/time-limits.ts";
import { StageError } from "#core/model/stage-error.ts";

/** Not taken for an unset one: a topic without an address would tell nobody. */
const text = z.string().min(1, "it is set and empty: give it a value, or unset it").optional();

/**
 * Everything that functions may read from their environment; each gets what its stage needs. `DATABASE_URL` or `DB_*` on a person's machine, a
 * secret's ARN in Lambda: never a password there.
 */
const Environment = z.object({
  ARCHIVE_URL: text,
  CODE_VERSION: z.string().min(1).default("development"),
  CONFIG_DIRECTORY: text,
  SQL_DIRECTORY: text,
  PIPELINE_ENVIRONMENT: text,
  DATABASE_SECRET_ARN: text,
  WRITER_SECRET_ARN: text,
  PRUNER_SECRET_ARN: text,
  READER_SECRET_ARN: text,
  DATABASE_USERS_ARE_CREATED: z.stringbool().default(false),
  DATABASE_URL: text,
  DATABASE_CA_FILE: text,
  DB_HOST: text,
  DB_PORT: text,
  DB_USER: text,
  DB_PASSWORD: text,
  DB_NAME: text,
  PROMETHEUS_URL: text,
  PROMETHEUS_SECRET_ARN: text,
  PROMETHEUS_SCRAPE_INTERVAL_SECONDS: z.coerce.number().int().positive().default(15),
  MCP_GATEWAY_URL: text,
  MCP_GATEWAY_TOKEN: text,
  MCP_GATEWAY_SECRET_ARN: text,
  NOTIFICATION_TOPIC_ARN: text,
  WEBHOOK_TOPIC_ARN: text,
  CHAT_TOPIC_ARN: text,
  ALARM_TOPIC_ARN: text,
  METRIC_NAMESPACE: z.string().min(1).default("InfraMonitoring"),
  CLOUDWATCH_POINTS_PER_SECOND: z.coerce.number().positive().optional(),
  LEASE_SECONDS: z.coerce.number().int().positive().default(EXECUTION_TIMEOUT_SECONDS),
  RETENTION_DAYS: z.coerce.number().int().positive().optional(),
  /** A fixed "now" for rehearsals on one machine, ISO 8601 UTC. */
  PIPELINE_NOW: z.iso.datetime().optional(),
  LOG_LEVEL: z.enum(["silent", "info"]).default("info"),
});
export type Environment = z.infer<typeof Environment>;

/** The environment, checked as a whole. The only place that reads it. @throws EnvironmentInvalid with the whole list */
export function readEnvironment(): Environment {
  const parsed = Environment.safeParse(process.env);
  if (parsed.success) return parsed.data;
  throw new StageError("EnvironmentInvalid", `the environment is wrong: ${z.prettifyError(parsed.error)}`);
}

/** A variable that this stage cannot do without. @throws EnvironmentInvalid naming it */
export function required<K extends keyof Environment>(
  environment: Environment,
  name: K,
): NonNullable<Environment[K]> {
  const value = environment[name];
  if (value === undefined || value === null) throw new StageError("EnvironmentInvalid", `${name} is not set`);
  return value;
}

/** True inside AWS Lambda, whose runtime API answers on loopback. */
export function hasRuntimeApi(): boolean {
  return process.env.AWS_LAMBDA_RUNTIME_API !== undefined;
}
