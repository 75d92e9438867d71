-- Scores of the days @from to @to, computed in SQL from infra_metric_daily: Z, Western Electric rules, rate of change.
--
-- By hand:   mysql test < sql/05_anomaly_scoring.sql                                   (the newest day)
--            mysql --init-command="SET @from = '2026-11-01', @to = '2026-11-21'" test < sql/05_anomaly_scoring.sql
--
-- It only reads. The pipeline scores in TypeScript (lambdas/core/spc); this is a second implementation to check it with, and
-- the definition for people who think in SQL. MySQL 8 and MariaDB 10.11.
--
--   baseline   the 30 calendar days before the day, its own not included; at least 14 present, else learning
--   sigma      sample standard deviation (n - 1), never below the floor of the metric; flat within the floor
--   rules      over calendar days, each day against its own baseline; a missing or a flat day is not beyond
--   partial    fewer than 80 % of the median slots of those of the 30 days before that carry a slot count, with at least 7
--              such days; a partial day is neither scored nor part of a baseline

SET NAMES utf8mb4;
SET @run_date = COALESCE(@run_date, (SELECT MAX(metric_date) FROM infra_metric_daily));
SET @from = COALESCE(@from, @run_date);
SET @to = COALESCE(@to, @run_date);

WITH RECURSIVE metric_parameters AS (
  -- generated from config/metrics_config.yaml: begin
  SELECT 'redis.memory_usage_pct' AS metric_name, 'avg' AS scored_statistic, 'p95' AS limit_statistic, 0.5e0 AS sigma_floor_absolute, 0.01e0 AS sigma_floor_relative, 25e0 AS roc_threshold_pct, 5e0 AS roc_absolute_floor, 3e0 AS health_weight
  UNION ALL SELECT 'redis.connected_clients', 'avg', 'p95', 2e0, 0.02e0, 25e0, 10e0, 1e0
  UNION ALL SELECT 'redis.operations_per_second', 'avg', 'p95', 5e0, 0.02e0, 25e0, 50e0, 1e0
  UNION ALL SELECT 'redis.cpu_usage_pct', 'avg', 'p95', 0.5e0, 0.02e0, 25e0, 5e0, 2e0
  UNION ALL SELECT 'redis.cache_hit_rate_pct', 'avg', 'avg', 0.2e0, 0.002e0, 25e0, 5e0, 2e0
  UNION ALL SELECT 'redis.evicted_keys_per_second', 'avg', 'avg', 0.05e0, 0.02e0, 25e0, 1e0, 2e0
  UNION ALL SELECT 'rds.cpu_utilization_pct', 'avg', 'p95', 1e0, 0.02e0, 25e0, 10e0, 3e0
  UNION ALL SELECT 'rds.freeable_memory_bytes', 'avg', 'min', 16777216e0, 0.01e0, 25e0, 268435456e0, 2e0
  UNION ALL SELECT 'rds.database_connections', 'avg', 'p95', 2e0, 0.02e0, 25e0, 10e0, 2e0
  UNION ALL SELECT 'rds.read_latency_ms', 'avg', 'p95', 0.1e0, 0.02e0, 25e0, 1e0, 2e0
  UNION ALL SELECT 'rds.write_latency_ms', 'avg', 'p95', 0.1e0, 0.02e0, 25e0, 1e0, 2e0
  UNION ALL SELECT 'rds.read_iops', 'avg', 'p95', 5e0, 0.02e0, 25e0, 50e0, 1e0
  UNION ALL SELECT 'rds.write_iops', 'avg', 'p95', 5e0, 0.02e0, 25e0, 50e0, 1e0
  UNION ALL SELECT 'rds.free_storage_bytes', 'avg', 'min', 134217728e0, 0.005e0, 25e0, 5368709120e0, 2e0
  UNION ALL SELECT 'ec2.cpu_utilization_pct', 'avg', 'p95', 1e0, 0.02e0, 25e0, 10e0, 3e0
  UNION ALL SELECT 'ec2.network_in_bytes_per_second', 'avg', 'p95', 1024e0, 0.02e0, 25e0, 102400e0, 1e0
  UNION ALL SELECT 'ec2.network_out_bytes_per_second', 'avg', 'p95', 1024e0, 0.02e0, 25e0, 102400e0, 1e0
  UNION ALL SELECT 'ec2.ebs_read_bytes_per_second', 'avg', 'p95', 4096e0, 0.02e0, 25e0, 204800e0, 1e0
  UNION ALL SELECT 'ec2.ebs_write_bytes_per_second', 'avg', 'p95', 4096e0, 0.02e0, 25e0, 204800e0, 1e0
  UNION ALL SELECT 'ec2.status_check_failed', 'max', 'max', 0.01e0, 0e0, 25e0, 0.5e0, 3e0
  UNION ALL SELECT 'ec2.cpu_credit_balance', 'avg', 'min', 1e0, 0.02e0, 25e0, 20e0, 2e0
  UNION ALL SELECT 'database.connections_in_use_pct', 'avg', 'p95', 0.5e0, 0.02e0, 25e0, 5e0, 2e0
  UNION ALL SELECT 'database.threads_running', 'avg', 'p95', 1e0, 0.05e0, 25e0, 5e0, 1e0
  UNION ALL SELECT 'database.slow_queries_per_second', 'avg', 'p95', 0.01e0, 0.05e0, 25e0, 0.1e0, 1e0
  UNION ALL SELECT 'database.buffer_pool_hit_pct', 'avg', 'p95', 0.05e0, 0.001e0, 25e0, 1e0, 1e0
  UNION ALL SELECT 'database.row_lock_waits_per_second', 'avg', 'p95', 0.01e0, 0.05e0, 25e0, 0.1e0, 1e0
  UNION ALL SELECT 'database.deadlocks_per_second', 'avg', 'p95', 0.001e0, 0.05e0, 25e0, 0.01e0, 1e0
  UNION ALL SELECT 'database.replication_lag_seconds', 'avg', 'p95', 0.5e0, 0.05e0, 25e0, 5e0, 2e0
  UNION ALL SELECT 'database.longest_transaction_seconds', 'avg', 'p95', 2e0, 0.05e0, 25e0, 30e0, 1e0
  UNION ALL SELECT 'database.aborted_connects_per_second', 'avg', 'p95', 0.005e0, 0.05e0, 25e0, 0.05e0, 1e0
  UNION ALL SELECT 'database.xid_age', 'avg', 'p95', 1000000e0, 0.02e0, 25e0, 50000000e0, 1e0
  UNION ALL SELECT 'database.cache_hit_pct', 'avg', 'p95', 0.05e0, 0.001e0, 25e0, 1e0, 1e0
  UNION ALL SELECT 'msk.offline_partitions', 'max', 'max', 0.01e0, 0e0, 25e0, 0.5e0, 3e0
  UNION ALL SELECT 'msk.partitions', 'avg', 'max', 1e0, 0.01e0, 25e0, 50e0, 1e0
  UNION ALL SELECT 'mskbroker.cpu_user_pct', 'avg', 'p95', 1e0, 0.02e0, 25e0, 10e0, 2e0
  UNION ALL SELECT 'mskbroker.data_disk_used_pct', 'avg', 'max', 0.3e0, 0.005e0, 25e0, 10e0, 3e0
  UNION ALL SELECT 'mskbroker.bytes_in_per_second', 'avg', 'p95', 1024e0, 0.02e0, 25e0, 102400e0, 1e0
  UNION ALL SELECT 'documentdb.cpu_utilization_pct', 'avg', 'p95', 1e0, 0.02e0, 25e0, 10e0, 3e0
  UNION ALL SELECT 'documentdb.freeable_memory_bytes', 'avg', 'min', 16777216e0, 0.01e0, 25e0, 268435456e0, 2e0
  UNION ALL SELECT 'documentdb.database_connections', 'avg', 'p95', 2e0, 0.02e0, 25e0, 10e0, 2e0
  UNION ALL SELECT 'documentdb.read_latency_ms', 'avg', 'p95', 0.1e0, 0.02e0, 25e0, 1e0, 2e0
  UNION ALL SELECT 'documentdb.write_latency_ms', 'avg', 'p95', 0.1e0, 0.02e0, 25e0, 1e0, 2e0
  UNION ALL SELECT 'opensearch.cpu_utilization_pct', 'avg', 'p95', 1e0, 0.02e0, 25e0, 10e0, 2e0
  UNION ALL SELECT 'opensearch.jvm_memory_pressure_pct', 'avg', 'p95', 1e0, 0.02e0, 25e0, 10e0, 3e0
  UNION ALL SELECT 'opensearch.free_storage_bytes', 'avg', 'min', 134217728e0, 0.005e0, 25e0, 5368709120e0, 3e0
  UNION ALL SELECT 'opensearch.search_latency_ms', 'avg', 'p95', 0.5e0, 0.02e0, 25e0, 5e0, 2e0
  UNION ALL SELECT 'opensearch.cluster_status_red', 'max', 'max', 0.01e0, 0e0, 25e0, 0.5e0, 3e0
  UNION ALL SELECT 'eks.node_cpu_utilization_pct', 'avg', 'p95', 1e0, 0.02e0, 25e0, 10e0, 2e0
  UNION ALL SELECT 'eks.node_memory_utilization_pct', 'avg', 'p95', 1e0, 0.02e0, 25e0, 10e0, 2e0
  UNION ALL SELECT 'eks.node_filesystem_utilization_pct', 'avg', 'p95', 1e0, 0.02e0, 25e0, 10e0, 2e0
  UNION ALL SELECT 'eks.failed_nodes', 'max', 'max', 0.01e0, 0e0, 25e0, 0.5e0, 3e0
  UNION ALL SELECT 'emr.hdfs_utilization_pct', 'avg', 'p95', 1e0, 0.02e0, 25e0, 10e0, 2e0
  UNION ALL SELECT 'emr.yarn_memory_available_pct', 'avg', 'min', 1e0, 0.02e0, 25e0, 10e0, 2e0
  UNION ALL SELECT 'emr.unhealthy_nodes', 'max', 'max', 0.01e0, 0e0, 25e0, 0.5e0, 3e0
  -- generated from config/metrics_config.yaml: end
),
-- Numbered, because windows over long ids take several times as long.
series AS (
  SELECT
    ROW_NUMBER() OVER (ORDER BY d.resource_id, d.metric_name) AS series_id, d.resource_id, p.*
  FROM (
    SELECT DISTINCT resource_id, metric_name
    FROM infra_metric_daily
    WHERE metric_date BETWEEN CAST(@from AS DATE) AND CAST(@to AS DATE)
  ) d
  JOIN metric_parameters p ON p.metric_name = d.metric_name
),
-- 67 days of past: 7 earlier days of rule 4, 30 days of baseline, 30 days of slot counts before those.
calendar AS (
  SELECT CAST(@from AS DATE) - INTERVAL 67 DAY AS metric_date
  UNION ALL
  SELECT metric_date + INTERVAL 1 DAY FROM calendar WHERE metric_date < CAST(@to AS DATE)
),
-- A row per series and calendar day, with or without data: from here on, rows before are days before.
daily AS (
  SELECT
    s.series_id, c.metric_date, d.status,
    CASE WHEN d.status IN ('ok', 'partial') THEN
      CASE s.scored_statistic
        WHEN 'min' THEN d.min_value WHEN 'max' THEN d.max_value WHEN 'avg' THEN d.avg_value WHEN 'p95' THEN d.p95_value
      END
    END AS value,
    CASE WHEN d.status IN ('ok', 'partial') THEN
      CASE s.limit_statistic
        WHEN 'min' THEN d.min_value WHEN 'max' THEN d.max_value WHEN 'avg' THEN d.avg_value WHEN 'p95' THEN d.p95_value
      END
    END AS limit_value,
    CASE WHEN d.status IN ('ok', 'partial') THEN d.slots_above_zero * 1e0 / NULLIF(d.slots_expected, 0) END AS above_zero_share,
    CASE WHEN d.status IN ('ok', 'partial') THEN d.slots_got END AS slots_got
  FROM calendar c
  STRAIGHT_JOIN series s
  LEFT JOIN infra_metric_daily d
    ON d.metric_date = c.metric_date AND d.resource_id = s.resource_id AND d.metric_name = s.metric_name
),
-- A day under 80 % of the median is under 80 % of the maximum too: the median is worked out for those few only.
slot_windows AS (
  SELECT
    series_id, metric_date, slots_got,
    COUNT(slots_got) OVER slots_before AS counted_days,
    MAX(slots_got) OVER slots_before AS most_slots
  FROM daily
  WINDOW slots_before AS (PARTITION BY series_id ORDER BY metric_date ROWS BETWEEN 30 PRECEDING AND 1 PRECEDING)
),
ordered_slots AS (
  SELECT
    w.series_id, w.metric_date, w.slots_got, d.slots_got AS earlier_slots, w.counted_days,
    ROW_NUMBER() OVER (PARTITION BY w.series_id, w.metric_date ORDER BY d.slots_got) AS place
  FROM slot_windows w
  JOIN daily d ON d.series_id = w.series_id AND d.slots_got IS NOT NULL
    AND d.metric_date BETWEEN w.metric_date - INTERVAL 30 DAY AND w.metric_date - INTERVAL 1 DAY
  WHERE w.counted_days >= 7 AND w.slots_got < 0.8e0 * w.most_slots
),
partial_days AS (
  SELECT series_id, metric_date
  FROM ordered_slots
  WHERE place IN (FLOOR((counted_days + 1) / 2), CEILING((counted_days + 1) / 2))
  GROUP BY series_id, metric_date, slots_got
  HAVING slots_got < 0.8e0 * AVG(earlier_slots)
),
usable AS (
  SELECT d.*, p.metric_date IS NOT NULL AS is_partial, CASE WHEN p.metric_date IS NULL THEN d.value END AS x
  FROM daily d
  LEFT JOIN partial_days p ON p.series_id = d.series_id AND p.metric_date = d.metric_date
),
baselines AS (
  SELECT
    u.*,
    COUNT(x) OVER days_before AS n,
    AVG(x) OVER days_before AS mean,
    STDDEV_SAMP(x) OVER days_before AS sigma,
    LAG(x) OVER days AS previous_x
  FROM usable u
  WHERE metric_date >= CAST(@from AS DATE) - INTERVAL 37 DAY
  WINDOW
    days_before AS (PARTITION BY series_id ORDER BY metric_date ROWS BETWEEN 30 PRECEDING AND 1 PRECEDING),
    days AS (PARTITION BY series_id ORDER BY metric_date)
),
floors AS (
  SELECT
    b.*, s.resource_id, s.metric_name, s.roc_threshold_pct, s.roc_absolute_floor, s.health_weight,
    GREATEST(s.sigma_floor_absolute, s.sigma_floor_relative * ABS(b.mean)) AS sigma_floor,
    CASE WHEN b.previous_x <> 0 THEN (b.x - b.previous_x) / b.previous_x * 100 END AS roc
  FROM baselines b
  JOIN series s ON s.series_id = b.series_id
  WHERE b.metric_date >= CAST(@from AS DATE) - INTERVAL 7 DAY
),
z_scores AS (
  SELECT
    f.*,
    CASE
      WHEN x IS NULL OR n < 14 THEN NULL
      WHEN sigma < sigma_floor AND ABS(x - mean) <= sigma_floor THEN NULL
      ELSE (x - mean) / GREATEST(sigma, sigma_floor)
    END AS z
  FROM floors f
),
zones AS (
  SELECT
    s.*,
    SUM(CASE WHEN z > 2 THEN 1 ELSE 0 END) OVER last_3 AS above_2,
    SUM(CASE WHEN z < -2 THEN 1 ELSE 0 END) OVER last_3 AS below_2,
    SUM(CASE WHEN z > 1 THEN 1 ELSE 0 END) OVER last_5 AS above_1,
    SUM(CASE WHEN z < -1 THEN 1 ELSE 0 END) OVER last_5 AS below_1,
    SUM(CASE WHEN z > 0 THEN 1 ELSE 0 END) OVER last_8 AS above_0,
    SUM(CASE WHEN z < 0 THEN 1 ELSE 0 END) OVER last_8 AS below_0
  FROM z_scores s
  WINDOW
    last_3 AS (PARTITION BY series_id ORDER BY metric_date ROWS BETWEEN 2 PRECEDING AND CURRENT ROW),
    last_5 AS (PARTITION BY series_id ORDER BY metric_date ROWS BETWEEN 4 PRECEDING AND CURRENT ROW),
    last_8 AS (PARTITION BY series_id ORDER BY metric_date ROWS BETWEEN 7 PRECEDING AND CURRENT ROW)
)
SELECT
  metric_date,
  resource_id,
  metric_name,
  CASE
    WHEN is_partial THEN 'partial'
    WHEN x IS NULL AND status IN ('no_data', 'failed') THEN 'no_data'
    WHEN x IS NULL THEN 'not_available'
    WHEN n < 14 THEN 'learning'
    WHEN z IS NULL THEN 'flat'
    WHEN ABS(z) >= 3 THEN 'critical'
    WHEN ABS(z) >= 2 THEN 'warning'
    ELSE 'normal'
  END AS verdict,
  value,
  limit_value,
  above_zero_share,
  n,
  mean,
  sigma,
  z,
  CASE WHEN z IS NOT NULL AND sigma < sigma_floor THEN 1 ELSE 0 END AS is_sigma_floored,
  CASE WHEN x IS NULL OR n < 14 THEN NULL WHEN ABS(z) > 3 THEN 1 ELSE 0 END AS we1,
  CASE WHEN x IS NULL OR n < 14 THEN NULL WHEN (z > 2 AND above_2 >= 2) OR (z < -2 AND below_2 >= 2) THEN 1 ELSE 0 END AS we2,
  CASE WHEN x IS NULL OR n < 14 THEN NULL WHEN (z > 1 AND above_1 >= 4) OR (z < -1 AND below_1 >= 4) THEN 1 ELSE 0 END AS we3,
  CASE WHEN x IS NULL OR n < 14 THEN NULL WHEN (z > 0 AND above_0 >= 8) OR (z < 0 AND below_0 >= 8) THEN 1 ELSE 0 END AS we4,
  roc,
  CASE
    WHEN roc IS NULL THEN NULL
    WHEN ABS(roc) > roc_threshold_pct AND ABS(x - previous_x) >= roc_absolute_floor THEN 1
    ELSE 0
  END AS roc_exceeded,
  CASE WHEN ABS(z) >= 2 AND ABS(z) < 3 THEN 1 ELSE 0 END AS review,
  health_weight
FROM zones
WHERE metric_date >= CAST(@from AS DATE) AND status IS NOT NULL
ORDER BY metric_date, resource_id, metric_name;
