import type { UtcDay } from "#core/model/utc-day.ts";
import type { AgeingTable, Retention } from "#core/ports/retention.ts";
import type { Database } from "./connect.ts";
import { inTransaction } from "./transaction.ts";

/** Rows of one statement: its locks and its undo are gone within milliseconds. A literal, because MySQL 8 takes no double as a bound LIMIT. */
const BATCH_ROWS = 1000;
/** A run has some 17 rows. */
const BATCH_RUNS = 50;

/** By primary key, whose beginning is the day: it reads and locks the rows that it deletes and nothing else. */
function dailyRows(table: AgeingTable, key: string): string {
  return `DELETE FROM ${table} WHERE metric_date < ? ORDER BY ${key} LIMIT ${BATCH_ROWS}`;
}

/** `?` is the first day that stays. */
const STATEMENTS: Readonly<Record<AgeingTable, string>> = {
  infra_metric_daily: dailyRows("infra_metric_daily", "metric_date, resource_id, metric_name"),
  infra_anomaly_scores: dailyRows("infra_anomaly_scores", "metric_date, resource_id, metric_name"),
  infra_health_scores: dailyRows("infra_health_scores", "metric_date, resource_id"),
  // A withdrawn alert may never have resolved. An open one stays, however old.
  infra_anomaly_alerts: `DELETE FROM infra_anomaly_alerts
    WHERE state IN ('resolved', 'withdrawn') AND COALESCE(resolved_on, last_met_on) < ?
    ORDER BY resource_id, metric_name, direction, class, opened_on LIMIT ${BATCH_ROWS}`,
  // What an alert that is still there was told or acknowledged by stays, or it would be told again; so does a silence that is in
  // force, and the newest telling of all, without which the next run would think that nobody was ever told anything.
  infra_alert_action: `DELETE FROM infra_alert_action
    WHERE scored_on < ?
      AND NOT (action = 'silence' AND (expires_on IS NULL OR expires_on >= UTC_DATE()))
      AND id <> COALESCE((SELECT id FROM (SELECT MAX(id) AS id FROM infra_alert_action WHERE action = 'told') AS newest), 0)
      AND NOT EXISTS (SELECT 1 FROM infra_anomaly_alerts AS alert
        WHERE alert.resource_id = infra_alert_action.resource_id AND alert.metric_name = infra_alert_action.metric_name
          AND alert.direction = infra_alert_action.direction AND alert.class = infra_alert_action.class
          AND alert.opened_on <= infra_alert_action.scored_on + INTERVAL 1 DAY)
    ORDER BY id LIMIT ${BATCH_ROWS}`,
  infra_notification: `DELETE FROM infra_notification WHERE scored_on < ? ORDER BY run_id, topic, seq LIMIT ${BATCH_ROWS}`,
  // A stale resource is one that nobody could ask about: it may be there.
  infra_fleet_inventory: `DELETE FROM infra_fleet_inventory
    WHERE status = 'gone' AND last_seen < ?
      AND NOT EXISTS (SELECT 1 FROM infra_anomaly_alerts AS alert WHERE alert.resource_id = infra_fleet_inventory.resource_id)
    ORDER BY resource_id LIMIT ${BATCH_ROWS}`,
  // A run goes with all its steps, whose own rows carry no time.
  infra_monitoring_pipeline_log: `DELETE FROM infra_monitoring_pipeline_log
    WHERE run_id IN (SELECT run_id FROM (
      SELECT run_id FROM infra_monitoring_pipeline_log
      WHERE step = 'run' AND COALESCE(ended_at, started_at) < ? ORDER BY run_id LIMIT ${BATCH_RUNS}) AS old)`,
};

/** Deletion of aged rows; each batch is a transaction of its own. */
export function retentionStore(database: Database): Retention {
  return {
    deleteBatch: (table: AgeingTable, before: UtcDay) =>
      inTransaction(database, `pruning ${table}`, (session) => session.run(STATEMENTS[table], [before])),
  };
}
