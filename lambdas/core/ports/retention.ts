import type { UtcDay } from "../model/utc-day.ts";

/**
 * Tables that age, in the order in which they are pruned: an alert goes before what refers to it. The lease and the schema version do
 * not age.
 */
export const AGEING_TABLES = [
  "infra_metric_daily",
  "infra_anomaly_scores",
  "infra_health_scores",
  "infra_anomaly_alerts",
  "infra_alert_action",
  "infra_notification",
  "infra_fleet_inventory",
  "infra_monitoring_pipeline_log",
] as const;

export type AgeingTable = (typeof AGEING_TABLES)[number];

/** Deletes what is past its retention. */
export interface Retention {
  /**
   * Deletes one small batch of what lies before a day and nothing still refers to. Any number of calls, in any order, beside any run,
   * ends in the same rows.
   * @returns how many rows went; 0: nothing is left to delete
   */
  deleteBatch(table: AgeingTable, before: UtcDay): Promise<number>;
}
