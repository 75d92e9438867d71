-- RDS, the last @days days (7 unless set) up to the newest one: one row per database, worst first. It only reads.
--
-- By hand:   mysql -t test < sql/04_cloudwatch_rds_metrics.sql
--            mysql -t --init-command="SET @days = 30" test < sql/04_cloudwatch_rds_metrics.sql
--
-- Each column is the worst day of the period; NULL: no value in the period. Latency is stored in milliseconds, memory and storage
-- in bytes. MySQL 8 and MariaDB 10.11.

SET NAMES utf8mb4;
SET @days = COALESCE(@days, 7);
SET @run_date = COALESCE(@run_date, (SELECT MAX(metric_date) FROM infra_metric_daily WHERE source = 'rds'));

SELECT
  MAX(i.name) AS name,
  MAX(i.owner) AS owner,
  MAX(i.engine) AS engine,
  ROUND(MAX(CASE WHEN d.metric_name = 'rds.cpu_utilization_pct' THEN COALESCE(d.p95_value, d.avg_value) END), 1)
    AS cpu_utilization_pct,
  ROUND(MIN(CASE WHEN d.metric_name = 'rds.freeable_memory_bytes' THEN d.min_value END) / 1073741824, 2)
    AS lowest_freeable_memory_gib,
  ROUND(MIN(CASE WHEN d.metric_name = 'rds.free_storage_bytes' THEN d.min_value END) / 1073741824, 1)
    AS lowest_free_storage_gib,
  ROUND(MAX(CASE WHEN d.metric_name = 'rds.database_connections' THEN d.max_value END)) AS database_connections,
  ROUND(MAX(CASE WHEN d.metric_name = 'rds.read_latency_ms' THEN COALESCE(d.p95_value, d.avg_value) END), 2) AS read_latency_ms,
  ROUND(MAX(CASE WHEN d.metric_name = 'rds.write_latency_ms' THEN COALESCE(d.p95_value, d.avg_value) END), 2) AS write_latency_ms,
  ROUND(MAX(CASE WHEN d.metric_name = 'rds.read_iops' THEN d.max_value END)) AS read_iops,
  ROUND(MAX(CASE WHEN d.metric_name = 'rds.write_iops' THEN d.max_value END)) AS write_iops,
  COUNT(DISTINCT CASE WHEN d.status IN ('ok', 'partial') THEN d.metric_date END) AS days_with_values,
  SUM(d.status IN ('failed', 'no_data')) AS gaps,
  MAX(d.metric_date) AS newest_day,
  d.resource_id
FROM infra_metric_daily d
LEFT JOIN infra_fleet_inventory i ON i.resource_id = d.resource_id
WHERE d.metric_date BETWEEN CAST(@run_date AS DATE) - INTERVAL (@days - 1) DAY AND CAST(@run_date AS DATE)
  AND d.metric_name IN (
    'rds.cpu_utilization_pct', 'rds.freeable_memory_bytes', 'rds.free_storage_bytes', 'rds.database_connections',
    'rds.read_latency_ms', 'rds.write_latency_ms', 'rds.read_iops', 'rds.write_iops'
  )
GROUP BY d.resource_id
ORDER BY cpu_utilization_pct DESC, read_latency_ms DESC, d.resource_id;
