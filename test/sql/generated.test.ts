import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { KNOWN_SCHEMA } from "#adapters/mysql/known-schema.ts";
import { MetricsConfig } from "#core/model/metric-definition.ts";
import { schemaStructure } from "#lib/local/generate/schema-structure.ts";
import { generatedSqlFiles } from "#lib/local/generate/sql-files.ts";
import { sqlFile } from "./sql-script.ts";

const ROOT = new URL("../../", import.meta.url);
const CONFIG = MetricsConfig.parse(parse(readFileSync(new URL("config/metrics_config.yaml", ROOT), "utf8")));
const DDL = sqlFile("02_create_analytics_schema.sql");

describe("sql/", () => {
  it.each([...generatedSqlFiles(ROOT, CONFIG)].filter(([path]) => path.endsWith(".sql")))(
    "%s is what npm run generate makes of the config",
    (path, text) => {
      expect(readFileSync(new URL(path, ROOT), "utf8")).toBe(text);
    },
  );

  it("and the code know the same structure", () => {
    expect(KNOWN_SCHEMA).toEqual(schemaStructure(DDL));
  });

  it("creates the six tables of the specification and the four that serve them, and nothing else", () => {
    expect(Object.keys(schemaStructure(DDL).tables)).toEqual([
      ...["infra_metric_daily", "infra_anomaly_scores", "infra_health_scores", "infra_anomaly_alerts"],
      ...["infra_fleet_inventory", "infra_monitoring_pipeline_log"],
      ...["infra_run_lease", "infra_schema_version", "infra_alert_action", "infra_notification"],
    ]);
    expect(DDL.match(/CREATE TABLE/g)).toHaveLength(10);
    expect(DDL).not.toMatch(/^\s*(DROP|TRUNCATE|ALTER|DELETE|UPDATE)\b/im);
  });

  it("gives every column a comment, and no metric a FLOAT", () => {
    // schemaStructure throws for a column without a comment.
    expect(() => schemaStructure(DDL.replace(/ COMMENT 'UTC day that was scored'/, ""))).toThrow(
      /metric_date/,
    );
    expect(DDL).not.toMatch(/\bFLOAT\b/);
  });

  it.each(["03_prometheus_redis_metrics.sql", "04_cloudwatch_rds_metrics.sql"])(
    "%s names only metrics of the config",
    (file) => {
      const named = new Set(
        [...sqlFile(file).matchAll(/'((?:redis|rds)\.\w+)'/g)].map(([, name]) => name ?? ""),
      );
      expect([...named].filter((name) => !(name in CONFIG.metrics))).toEqual([]);
      const type = file.includes("redis") ? "redis" : "rds";
      expect(named.size).toBe(
        Object.keys(CONFIG.metrics).filter((name) => name.startsWith(`${type}.`)).length,
      );
    },
  );

  it.each([
    "01_schema_discovery.sql",
    "03_prometheus_redis_metrics.sql",
    "04_cloudwatch_rds_metrics.sql",
    "05_anomaly_scoring.sql",
    "06_health_score_aggregation.sql",
    "07_alert_rules.sql",
  ])("%s only reads", (file) => {
    expect(sqlFile(file)).not.toMatch(/^\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER|TRUNCATE)\b/im);
  });

  it.each(["05_anomaly_scoring.sql", "06_health_score_aggregation.sql", "07_alert_rules.sql"])(
    "%s uses nothing that only one of the two servers has",
    (file) => {
      const code = sqlFile(file).replaceAll(/--.*$/gm, "");
      expect(code).not.toMatch(
        /\b(MEDIAN|LATERAL|JSON_ARRAYAGG|QUALIFY)\b|PERCENTILE_|->|max_statement_time|max_execution_time/i,
      );
    },
  );
});
