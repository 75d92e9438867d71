const RUN = { run_id: "run-1" } as const;
const CODE = { config_hash: "c", code_version: "test" } as const;
const SERIES = { resource_id: "orders", metric_name: "rds.cpu_utilization_pct" } as const;
const LINE = { ...SERIES, direction: "up", class: "condition" } as const;

/** What each table wants of a row; the columns that a test is about are added to it. */
export const ROWS = {
  infra_metric_daily: {
    ...SERIES,
    ...{ source: "rds", unit: "percent", status: "ok", resolution: "samples", slots_expected: 288 },
    ...RUN,
  },
  infra_anomaly_scores: {
    ...SERIES,
    ...{ verdict: "normal", n: 30, is_sigma_floored: 0, review: 0, health_weight: 1, conditions_met: "" },
    ...CODE,
    ...RUN,
  },
  infra_health_scores: {
    ...{ resource_id: "orders", score: 100, judged_weight: 8, total_weight: 8, penalties: "[]" },
    ...{ critical_count: 0, warning_count: 0 },
    ...RUN,
  },
  infra_anomaly_alerts: {
    ...LINE,
    ...{ triggered_at: "2025-01-01 00:00:00", severity: "warning", last_met_on: "2025-01-01" },
    ...{ evidence: "{}", opening_evidence: "{}" },
    ...CODE,
    ...RUN,
  },
  infra_alert_action: {
    ...LINE,
    ...{ actor: "pipeline", note: "", acted_at: "2025-01-01 07:00:00" },
  },
  infra_notification: {
    ...RUN,
    ...{ topic: "notifications", kind: "daily", subject: "s", body: "b", told: "[]" },
    created_at: "2025-01-01 07:00:00.000",
  },
  infra_fleet_inventory: {
    ...{ type: "rds", account_id: "111111111111", region: "us-east-1", name: "orders" },
    ...{ dimensions: "{}", endpoints: "[]", tags: "{}", traits: "[]", first_seen: "2025-01-01" },
    ...RUN,
  },
  infra_monitoring_pipeline_log: { state: "COMPLETE", warnings: "[]", is_dry_run: 0, ...CODE },
} as const;
