-- Redis, the last @days days (7 unless set) up to the newest one: one row per node, worst first. It only reads.
--
-- By hand:   mysql -t test < sql/03_prometheus_redis_metrics.sql
--            mysql -t --init-command="SET @days = 30" test < sql/03_prometheus_redis_metrics.sql
--
-- Each column is the worst day of the period; percentages are the day's p95, or its average where the day has none (daily
-- statistics). NULL: no value in the period.
-- The queries that Prometheus is asked are in config/metrics_config.yaml. MySQL 8 and MariaDB 10.11.

SET NAMES utf8mb4;
SET @days = COALESCE(@days, 7);
SET @run_date = COALESCE(@run_date, (SELECT MAX(metric_date) FROM infra_metric_daily WHERE source = 'redis'));

SELECT
  MAX(i.name) AS name,
  MAX(i.owner) AS owner,
  ROUND(MAX(CASE WHEN d.metric_name = 'redis.memory_usage_pct' THEN COALESCE(d.p95_value, d.avg_value) END), 1)
    AS memory_usage_pct,
  ROUND(MAX(CASE WHEN d.metric_name = 'redis.cpu_usage_pct' THEN COALESCE(d.p95_value, d.avg_value) END), 1) AS cpu_usage_pct,
  ROUND(MIN(CASE WHEN d.metric_name = 'redis.cache_hit_rate_pct' THEN d.avg_value END), 1) AS lowest_cache_hit_rate_pct,
  ROUND(MAX(CASE WHEN d.metric_name = 'redis.evicted_keys_per_second' THEN d.max_value END), 3) AS evicted_keys_per_second,
  ROUND(MAX(CASE WHEN d.metric_name = 'redis.connected_clients' THEN d.max_value END)) AS connected_clients,
  ROUND(MAX(CASE WHEN d.metric_name = 'redis.operations_per_second' THEN d.max_value END)) AS operations_per_second,
  COUNT(DISTINCT CASE WHEN d.status IN ('ok', 'partial') THEN d.metric_date END) AS days_with_values,
  SUM(d.status IN ('failed', 'no_data')) AS gaps,
  MAX(d.metric_date) AS newest_day,
  d.resource_id
FROM infra_metric_daily d
LEFT JOIN infra_fleet_inventory i ON i.resource_id = d.resource_id
WHERE d.metric_date BETWEEN CAST(@run_date AS DATE) - INTERVAL (@days - 1) DAY AND CAST(@run_date AS DATE)
  AND d.metric_name IN (
    'redis.memory_usage_pct', 'redis.cpu_usage_pct', 'redis.cache_hit_rate_pct', 'redis.evicted_keys_per_second',
    'redis.connected_clients', 'redis.operations_per_second'
  )
GROUP BY d.resource_id
ORDER BY memory_usage_pct DESC, evicted_keys_per_second DESC, d.resource_id;
