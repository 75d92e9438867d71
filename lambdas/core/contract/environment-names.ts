/** Names of the environment variables that the stack sets and the functions read. Values are documented in the README. */
export const ENVIRONMENT = {
  archiveUrl: "ARCHIVE_URL",
  codeVersion: "CODE_VERSION",
  configDirectory: "CONFIG_DIRECTORY",
  databaseSecretArn: "DATABASE_SECRET_ARN",
  databaseUrl: "DATABASE_URL",
  databaseCaFile: "DATABASE_CA_FILE",
  prometheusUrl: "PROMETHEUS_URL",
  prometheusSecretArn: "PROMETHEUS_SECRET_ARN",
  prometheusScrapeIntervalSeconds: "PROMETHEUS_SCRAPE_INTERVAL_SECONDS",
  gatewayUrl: "MCP_GATEWAY_URL",
  gatewaySecretArn: "MCP_GATEWAY_SECRET_ARN",
  metricNamespace: "METRIC_NAMESPACE",
  pipelineEnvironment: "PIPELINE_ENVIRONMENT",
  leaseSeconds: "LEASE_SECONDS",
  sqlDirectory: "SQL_DIRECTORY",
  retentionDays: "RETENTION_DAYS",
} as const;
