import { describe, expect, it } from "vitest";
import { FUNCTIONS } from "#contract/stages.ts";
import { EXECUTION_TIMEOUT_SECONDS } from "#contract/time-limits.ts";
import { functionEnvironment } from "#lib/aws/function-environment.ts";
import { PLACEHOLDER_CONFIG } from "#lib/local/state-machine/placeholder-config.ts";

const COMMON = {
  archiveUrl: "s3://archive",
  codeVersion: "1.2.3",
  topicArns: { notifications: "arn:text", webhook: "arn:json", chat: "arn:chat", alarms: "arn:alarms" },
};
const environments = FUNCTIONS.map(
  ({ id }) => [id, functionEnvironment(id, PLACEHOLDER_CONFIG, COMMON)] as const,
);
const withVariable = (name: string) =>
  environments.filter(([, variables]) => variables[name] !== undefined).map(([id]) => id);

describe("the variables of a function", () => {
  it("always say which code it is, with source maps", () => {
    for (const [, variables] of environments)
      expect(variables).toMatchObject({ CODE_VERSION: "1.2.3", NODE_OPTIONS: "--enable-source-maps" });
  });

  it("name the config, its environment and the lease for 00 only", () => {
    for (const name of ["CONFIG_DIRECTORY", "PIPELINE_ENVIRONMENT", "LEASE_SECONDS"])
      expect(withVariable(name)).toEqual(["00-open-run"]);
    const [[, opening] = ["", undefined]] = environments;
    expect(opening?.LEASE_SECONDS).toBe(String(EXECUTION_TIMEOUT_SECONDS));
  });

  it("name the database's secret for the stages that write or read tables, others for the migration and the pruning", () => {
    expect(withVariable("DATABASE_SECRET_ARN")).toEqual([
      "00-open-run",
      "08-persist-metrics",
      "09-baseline",
      "11-persist-scores",
      "12-health-scores",
      "13-alerts",
      "13b-morning-page",
      "14-pipeline-log",
      "migrate",
      "prune",
      "alerts-operations",
    ]);
    const arns = new Map(environments.map(([id, { DATABASE_SECRET_ARN }]) => [id, DATABASE_SECRET_ARN]));
    expect(arns.get("migrate")).toMatch(/migration$/);
    expect(arns.get("prune")).toMatch(/pruner$/);
    expect(arns.get("08-persist-metrics")).toMatch(/database$/);
  });

  it("name the stages' login for the pruning where config gives it none of its own, and the retention for it alone", () => {
    const { deployment } = PLACEHOLDER_CONFIG;
    const config = {
      ...PLACEHOLDER_CONFIG,
      deployment: { ...deployment, databaseUsers: { ...deployment.databaseUsers, prunerSecretArn: null } },
    };
    expect(functionEnvironment("prune", config, COMMON)).toMatchObject({
      DATABASE_SECRET_ARN: PLACEHOLDER_CONFIG.database.secretArn,
      RETENTION_DAYS: "400",
    });
    expect(withVariable("RETENTION_DAYS")).toEqual(["prune"]);
  });

  it("name Prometheus for 02 and 03, the gateway for the sampler, the namespace for those who emit metrics", () => {
    for (const name of ["PROMETHEUS_URL", "PROMETHEUS_SECRET_ARN"])
      expect(withVariable(name)).toEqual(["02-prometheus-health", "03-collect-redis"]);
    for (const name of ["MCP_GATEWAY_URL", "MCP_GATEWAY_SECRET_ARN"])
      expect(withVariable(name)).toEqual(["sample-database"]);
    expect(withVariable("METRIC_NAMESPACE")).toEqual(["14-pipeline-log", "sample-database"]);
  });

  it("name the topics for 01 alone, which looks whether anybody listens, and no chat where there is none", () => {
    for (const name of ["NOTIFICATION_TOPIC_ARN", "WEBHOOK_TOPIC_ARN", "CHAT_TOPIC_ARN", "ALARM_TOPIC_ARN"])
      expect(withVariable(name)).toEqual(["01-inventory"]);
    expect(functionEnvironment("01-inventory", PLACEHOLDER_CONFIG, COMMON)).toMatchObject({
      NOTIFICATION_TOPIC_ARN: "arn:text",
      WEBHOOK_TOPIC_ARN: "arn:json",
      CHAT_TOPIC_ARN: "arn:chat",
      ALARM_TOPIC_ARN: "arn:alarms",
    });
    const withoutChat = { ...COMMON, topicArns: { ...COMMON.topicArns, chat: null } };
    expect(functionEnvironment("01-inventory", PLACEHOLDER_CONFIG, withoutChat)).not.toHaveProperty(
      "CHAT_TOPIC_ARN",
    );
  });

  it("leave out what config leaves out", () => {
    const config = {
      ...PLACEHOLDER_CONFIG,
      prometheus: { ...PLACEHOLDER_CONFIG.prometheus, url: null, secretArn: null },
    };
    const variables = functionEnvironment("03-collect-redis", config, COMMON);
    expect(Object.keys(variables)).not.toContain("PROMETHEUS_URL");
    expect(Object.keys(variables)).not.toContain("PROMETHEUS_SECRET_ARN");
  });

  it("name the archive for every function that touches it: all but 14 and those beside the run", () => {
    const all = FUNCTIONS.map(({ id }) => id);
    expect(all.filter((id) => !withVariable("ARCHIVE_URL").includes(id))).toEqual([
      "14-pipeline-log",
      "migrate",
      "try-role",
      "prune",
      "alerts-operations",
    ]);
  });
});
