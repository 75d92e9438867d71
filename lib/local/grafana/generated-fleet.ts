/** One statement with bound values. */
export type RunSql = (sql: string, values?: readonly unknown[]) => Promise<unknown>;

export interface GeneratedFleet {
  readonly counts: Readonly<Record<string, number>>;
  readonly days: number;
  /** Newest UTC day. */
  readonly newestDay: string;
}

/** The fleet of the specification: 371 resources, 90 days. */
export const SPECIFIED_FLEET = { counts: { ec2: 233, rds: 62, redis: 76 }, days: 90 };

/** Resource id, engine and traits by type; `#` is a number. */
const TYPES = {
  ec2: {
    id: "arn:aws:ec2:us-east-1:111111111111:instance/i-0abc#",
    engine: null,
    traits: '["nitro","burstable"]',
  },
  rds: { id: "arn:aws:rds:us-east-1:111111111111:db:rds-#", engine: "mysql", traits: '["replica"]' },
  redis: { id: "arn:aws:elasticache:us-east-1:111111111111:cluster:redis-#", engine: "redis", traits: "[]" },
} as const;

const PROVENANCE = `'${"c".repeat(64)}', '${"d".repeat(40)}'`;
/** Days whose alerts are still open. */
const OPEN_DAYS = 7;

/**
 * Fills the tables with the rows of a fleet that never was: every metric of each type, Z of a standard normal distribution by a hash of
 * series and day, alerts where |Z| is 3 or more, a run a day. The server computes them, so that 90 days take seconds. For the bench and
 * for tests of queries; the tables have to be empty.
 */
export async function generateFleet(sql: RunSql, fleet: GeneratedFleet): Promise<void> {
  for (const [type, { id, engine, traits }] of Object.entries(TYPES)) {
    for (let number = 0; number < (fleet.counts[type] ?? 0); number += 1) {
      const digits = String(number).padStart(5, "0");
      await sql(
        `INSERT INTO infra_fleet_inventory VALUES (?, ?, ?, 'us-east-1', ?, ?, 'm5.large', '{}', '[]', '{}', ?, ?, NULL, '2025-01-01', ?, 'described', 'run')`,
        [
          ...[id.replace("#", digits), type, number % 3 === 0 ? "222222222222" : "111111111111"],
          ...[
            `${type}-${digits}`,
            engine,
            number % 7 === 0 ? null : `team-${number % 7}`,
            traits,
            fleet.newestDay,
          ],
        ],
      );
    }
  }
  for (let daysBack = fleet.days - 1; daysBack >= 0; daysBack -= 1)
    await generateDay(sql, fleet.newestDay, daysBack);
  await generateAlerts(sql, fleet.newestDay);
}

/** Box-Muller on two hashes of the series-day. */
const NORMAL = `SQRT(-2 * LN((CRC32(CONCAT(i.resource_id, m.metric_name, d.day)) + 1) / 4294967297)) * COS(6.283185307179586 * CRC32(CONCAT(d.day, m.metric_name, i.resource_id)) / 4294967296)`;

async function generateDay(sql: RunSql, newestDay: string, daysBack: number): Promise<void> {
  const day = `(SELECT DATE '${newestDay}' - INTERVAL ${daysBack} DAY AS day) d`;
  const series = `SELECT d.day, i.resource_id, m.metric_name, m.unit, m.source, ${NORMAL} AS z FROM infra_fleet_inventory i JOIN infra_v_metric m ON m.resource_type = i.type JOIN ${day}`;
  await sql(
    `INSERT INTO infra_metric_daily SELECT day, resource_id, metric_name, source, unit, 'ok', 'samples', 40, 70, 50 + 5 * z, 60, 288, 288, 288, 'run' FROM (${series}) s`,
  );
  await sql(
    `INSERT INTO infra_anomaly_scores (metric_date, resource_id, metric_name, verdict, value, limit_value, above_zero_share, n, mean, sigma, z, is_sigma_floored, we1, we2, we3, we4, roc, roc_exceeded, review, health_weight, health_penalty, penalty_reason, conditions_met, prediction_n, expected_value, expected_low_value, expected_high_value, residual, drift_score, is_drift, is_spike, is_rebased, forecast_days, forecast_earliest_days, forecast_limit_value, learned_score, learned_version, config_hash, code_version, run_id)
     SELECT day, resource_id, metric_name, CASE WHEN ABS(z) >= 3 THEN 'critical' WHEN ABS(z) >= 2 THEN 'warning' ELSE 'normal' END,
       50 + 5 * z, 60, 1, 30, 50, 5, z, 0, ABS(z) > 3, 0, 0, 0, 5 * z, 0, ABS(z) >= 2 AND ABS(z) < 3, 1, CASE WHEN ABS(z) >= 3 THEN 1 WHEN ABS(z) >= 2 THEN 0.4 ELSE 0 END,
       CASE WHEN ABS(z) >= 3 THEN 'critical' WHEN ABS(z) >= 2 THEN 'warning' END, '', 90, 50, 35, 65, z, z / 4, 0, 0, 0, CASE WHEN z > 2.5 THEN 12 END, CASE WHEN z > 2.5 THEN 8 END, CASE WHEN z > 2.5 THEN 80 END, 0.1, '1', ${PROVENANCE}, 'run'
     FROM (${series}) s`,
  );
  await sql(
    `INSERT INTO infra_health_scores SELECT metric_date, resource_id, GREATEST(0, 100 - 100 * SUM(health_penalty) / SUM(health_weight)), SUM(health_weight), SUM(health_weight),
       CASE WHEN SUM(health_penalty) > 0 THEN '[{"metric":"rds.cpu_utilization_pct","points":10}]' ELSE '[]' END, SUM(verdict = 'critical'), SUM(verdict = 'warning'), MAX(ABS(z)), MIN(metric_name), 'run'
     FROM infra_anomaly_scores WHERE metric_date = DATE '${newestDay}' - INTERVAL ${daysBack} DAY GROUP BY metric_date, resource_id`,
  );
  await generateRun(sql, newestDay, daysBack);
}

const STEPS = [
  ...["03-collect-redis", "04-collect-rds", "05-collect-ec2", "05b-collect-database"],
  ...["08-persist-metrics", "09-baseline", "10-score", "11-persist-scores", "12-health-scores", "13-alerts"],
];

async function generateRun(sql: RunSql, newestDay: string, daysBack: number): Promise<void> {
  const columns = `run_id, step, state, started_at, ended_at, duration_ms, from_date, to_date, in_count, out_count, skipped_count, api_calls, api_units, cost_usd, warnings, config_hash, code_version, is_dry_run`;
  const day = `DATE '${newestDay}' - INTERVAL ${daysBack} DAY`;
  const row = (step: string, state: string) =>
    `SELECT 'run-${daysBack}', '${step}', '${state}', ${day} + INTERVAL 31 HOUR, ${day} + INTERVAL 1862 MINUTE, 90000, ${day}, ${day}, 1, 1, 0, 10, 100, 0.5, '[]', ${PROVENANCE}, 0`;
  const rows = [row("run", "COMPLETE"), ...STEPS.map((step) => row(step, "ok"))].join(" UNION ALL ");
  await sql(`INSERT INTO infra_monitoring_pipeline_log (${columns}) ${rows}`);
}

/** Every third resource's |Z| of 3 or more; the older ones ended after two days. People were told of all. */
async function generateAlerts(sql: RunSql, newestDay: string): Promise<void> {
  const isOpen = `metric_date > DATE '${newestDay}' - INTERVAL ${OPEN_DAYS} DAY`;
  await sql(
    `INSERT INTO infra_anomaly_alerts SELECT resource_id, metric_name, CASE WHEN z > 0 THEN 'up' ELSE 'down' END, 'condition', metric_date, metric_date + INTERVAL 1 DAY, 'critical',
       CASE WHEN ${isOpen} THEN 'open' ELSE 'resolved' END, metric_date, CASE WHEN ${isOpen} THEN NULL ELSE metric_date + INTERVAL 2 DAY END, CASE WHEN ${isOpen} THEN NULL ELSE 'recovered' END, value, 35, 65, z,
       '{"clauses":["z_above","western_electric_1"]}', '{"clauses":["z_above"]}', ${PROVENANCE}, 'run'
     FROM infra_anomaly_scores WHERE verdict = 'critical' AND CRC32(resource_id) % 3 = 0`,
  );
  await sql(
    `INSERT INTO infra_alert_action (resource_id, metric_name, direction, class, opened_on, scored_on, action, severity, actor, note, acted_at)
     SELECT resource_id, metric_name, direction, class, opened_on, opened_on, 'told', 'critical', 'pipeline', '', triggered_at FROM infra_anomaly_alerts`,
  );
}
