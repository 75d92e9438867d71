-- The alert thresholds, and what they say of the scores of the days @from to @to. It only reads.
--
-- By hand:   mysql test < sql/07_alert_rules.sql                                       (the newest scored day)
--
-- One row per clause that holds. Class limit: hard limits, judged on any day with a value. Class condition: the other clauses of
-- the metric. Class statistical: |Z| >= 3, a Western Electric rule or the rate of change where no clause of the metric holds on
-- that day in that direction; recorded, never told by itself. The life of alerts is folded from such rows in TypeScript
-- (lambdas/core/alerting). MySQL 8 and MariaDB 10.11.

SET NAMES utf8mb4;
SET @run_date = COALESCE(@run_date, (SELECT MAX(metric_date) FROM infra_anomaly_scores));
SET @from = COALESCE(@from, @run_date);
SET @to = COALESCE(@to, @run_date);

WITH alert_thresholds AS (
  -- generated from config/metrics_config.yaml: begin
  SELECT 'redis.memory_usage_pct' AS metric_name, 'limit' AS clause_kind, 80e0 AS threshold, '' AS rules
  UNION ALL SELECT 'redis.memory_usage_pct', 'z_above', 3e0, ''
  UNION ALL SELECT 'redis.connected_clients', 'z_above', 3e0, ''
  UNION ALL SELECT 'redis.connected_clients', 'western_electric', NULL, '4'
  UNION ALL SELECT 'redis.operations_per_second', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'redis.cpu_usage_pct', 'z_above', 3e0, ''
  UNION ALL SELECT 'redis.cache_hit_rate_pct', 'limit_below', 90e0, ''
  UNION ALL SELECT 'redis.cache_hit_rate_pct', 'z_below', -2e0, ''
  UNION ALL SELECT 'redis.evicted_keys_per_second', 'sustained_above_zero', 0.25e0, ''
  UNION ALL SELECT 'redis.evicted_keys_per_second', 'z_above', 2e0, ''
  UNION ALL SELECT 'rds.cpu_utilization_pct', 'limit', 80e0, ''
  UNION ALL SELECT 'rds.cpu_utilization_pct', 'z_above', 3e0, ''
  UNION ALL SELECT 'rds.freeable_memory_bytes', 'share_of_baseline_below', 0.2e0, ''
  UNION ALL SELECT 'rds.freeable_memory_bytes', 'z_below', -3e0, ''
  UNION ALL SELECT 'rds.database_connections', 'z_above', 3e0, ''
  UNION ALL SELECT 'rds.database_connections', 'western_electric', NULL, '2'
  UNION ALL SELECT 'rds.read_latency_ms', 'limit', 20e0, ''
  UNION ALL SELECT 'rds.read_latency_ms', 'z_above', 3e0, ''
  UNION ALL SELECT 'rds.write_latency_ms', 'limit', 20e0, ''
  UNION ALL SELECT 'rds.write_latency_ms', 'z_above', 3e0, ''
  UNION ALL SELECT 'rds.read_iops', 'z_above', 3e0, ''
  UNION ALL SELECT 'rds.write_iops', 'z_above', 3e0, ''
  UNION ALL SELECT 'rds.free_storage_bytes', 'z_below', -3e0, ''
  UNION ALL SELECT 'ec2.cpu_utilization_pct', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'ec2.cpu_utilization_pct', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'ec2.network_in_bytes_per_second', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'ec2.network_in_bytes_per_second', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'ec2.network_out_bytes_per_second', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'ec2.network_out_bytes_per_second', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'ec2.ebs_read_bytes_per_second', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'ec2.ebs_read_bytes_per_second', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'ec2.ebs_write_bytes_per_second', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'ec2.ebs_write_bytes_per_second', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'ec2.status_check_failed', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'ec2.status_check_failed', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'ec2.cpu_credit_balance', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'ec2.cpu_credit_balance', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'database.connections_in_use_pct', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'database.connections_in_use_pct', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'database.threads_running', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'database.threads_running', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'database.slow_queries_per_second', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'database.slow_queries_per_second', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'database.buffer_pool_hit_pct', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'database.buffer_pool_hit_pct', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'database.row_lock_waits_per_second', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'database.row_lock_waits_per_second', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'database.deadlocks_per_second', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'database.deadlocks_per_second', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'database.replication_lag_seconds', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'database.replication_lag_seconds', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'database.longest_transaction_seconds', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'database.longest_transaction_seconds', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'database.aborted_connects_per_second', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'database.aborted_connects_per_second', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'database.xid_age', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'database.xid_age', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'database.cache_hit_pct', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'database.cache_hit_pct', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'msk.offline_partitions', 'limit', 0e0, ''
  UNION ALL SELECT 'msk.offline_partitions', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'msk.offline_partitions', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'msk.partitions', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'msk.partitions', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'mskbroker.cpu_user_pct', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'mskbroker.cpu_user_pct', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'mskbroker.data_disk_used_pct', 'limit', 85e0, ''
  UNION ALL SELECT 'mskbroker.data_disk_used_pct', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'mskbroker.data_disk_used_pct', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'mskbroker.bytes_in_per_second', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'mskbroker.bytes_in_per_second', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'documentdb.cpu_utilization_pct', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'documentdb.cpu_utilization_pct', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'documentdb.freeable_memory_bytes', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'documentdb.freeable_memory_bytes', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'documentdb.database_connections', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'documentdb.database_connections', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'documentdb.read_latency_ms', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'documentdb.read_latency_ms', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'documentdb.write_latency_ms', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'documentdb.write_latency_ms', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'opensearch.cpu_utilization_pct', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'opensearch.cpu_utilization_pct', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'opensearch.jvm_memory_pressure_pct', 'limit', 85e0, ''
  UNION ALL SELECT 'opensearch.jvm_memory_pressure_pct', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'opensearch.jvm_memory_pressure_pct', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'opensearch.free_storage_bytes', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'opensearch.free_storage_bytes', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'opensearch.search_latency_ms', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'opensearch.search_latency_ms', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'opensearch.cluster_status_red', 'limit', 0e0, ''
  UNION ALL SELECT 'opensearch.cluster_status_red', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'opensearch.cluster_status_red', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'eks.node_cpu_utilization_pct', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'eks.node_cpu_utilization_pct', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'eks.node_memory_utilization_pct', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'eks.node_memory_utilization_pct', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'eks.node_filesystem_utilization_pct', 'limit', 85e0, ''
  UNION ALL SELECT 'eks.node_filesystem_utilization_pct', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'eks.node_filesystem_utilization_pct', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'eks.failed_nodes', 'limit', 0e0, ''
  UNION ALL SELECT 'eks.failed_nodes', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'eks.failed_nodes', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'emr.hdfs_utilization_pct', 'limit', 85e0, ''
  UNION ALL SELECT 'emr.hdfs_utilization_pct', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'emr.hdfs_utilization_pct', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'emr.yarn_memory_available_pct', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'emr.yarn_memory_available_pct', 'western_electric', NULL, '1,2,3,4'
  UNION ALL SELECT 'emr.unhealthy_nodes', 'limit', 0e0, ''
  UNION ALL SELECT 'emr.unhealthy_nodes', 'z_beyond', 3e0, ''
  UNION ALL SELECT 'emr.unhealthy_nodes', 'western_electric', NULL, '1,2,3,4'
  -- generated from config/metrics_config.yaml: end
),
-- Each Western Electric rule is a clause of its own, named by its number.
clauses AS (
  SELECT t.metric_name, t.clause_kind, t.threshold, r.rule, CONCAT(t.clause_kind, COALESCE(CONCAT('_', r.rule), '')) AS clause
  FROM alert_thresholds t
  LEFT JOIN (SELECT 1 AS rule UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4) r ON FIND_IN_SET(r.rule, t.rules)
),
facts AS (
  SELECT
    s.metric_date, s.resource_id, s.metric_name, s.verdict, s.limit_value, s.mean, s.n, s.z, s.we1, s.we2, s.we3, s.we4, s.roc,
    s.roc_exceeded, s.above_zero_share, y.above_zero_share AS above_zero_share_yesterday
  FROM infra_anomaly_scores s
  LEFT JOIN infra_anomaly_scores y
    ON y.metric_date = s.metric_date - INTERVAL 1 DAY AND y.resource_id = s.resource_id AND y.metric_name = s.metric_name
  WHERE s.metric_date BETWEEN CAST(@from AS DATE) AND CAST(@to AS DATE)
),
met AS (
  SELECT
    f.metric_date, f.resource_id, f.metric_name,
    CASE WHEN t.clause_kind IN ('limit', 'limit_below', 'sustained_above_zero') THEN 'limit' ELSE 'condition' END AS class,
    CASE
      WHEN t.clause_kind IN ('limit', 'sustained_above_zero', 'z_above') THEN 'up'
      WHEN t.clause_kind IN ('limit_below', 'share_of_baseline_below', 'z_below') THEN 'down'
      WHEN f.z > 0 THEN 'up'
      ELSE 'down'
    END AS direction,
    t.clause,
    CASE
      WHEN t.clause_kind IN ('limit', 'limit_below', 'sustained_above_zero', 'share_of_baseline_below') THEN 'critical'
      WHEN ABS(f.z) >= 3 THEN 'critical'
      ELSE 'warning'
    END AS severity
  FROM facts f
  JOIN clauses t ON t.metric_name = f.metric_name
  WHERE CASE t.clause_kind
    WHEN 'limit' THEN f.limit_value > t.threshold
    WHEN 'limit_below' THEN f.limit_value < t.threshold
    WHEN 'z_above' THEN f.z > t.threshold
    WHEN 'z_below' THEN f.z < t.threshold
    WHEN 'z_beyond' THEN ABS(f.z) > t.threshold
    WHEN 'western_electric' THEN CASE t.rule WHEN 1 THEN f.we1 WHEN 2 THEN f.we2 WHEN 3 THEN f.we3 ELSE f.we4 END = 1
    WHEN 'share_of_baseline_below' THEN
      f.verdict IN ('normal', 'warning', 'critical', 'flat') AND f.limit_value < t.threshold * f.mean
    WHEN 'sustained_above_zero' THEN
      f.above_zero_share >= t.threshold OR (f.above_zero_share > 0 AND f.above_zero_share_yesterday > 0)
  END
),
statistics AS (
  SELECT metric_date, resource_id, metric_name, CASE WHEN z > 0 THEN 'up' ELSE 'down' END AS direction, 'z_extreme' AS clause,
    'critical' AS severity FROM facts WHERE ABS(z) >= 3
  UNION ALL
  SELECT metric_date, resource_id, metric_name, CASE WHEN z > 0 THEN 'up' ELSE 'down' END, 'western_electric_1',
    CASE WHEN ABS(z) >= 3 THEN 'critical' ELSE 'warning' END FROM facts WHERE we1 = 1
  UNION ALL
  SELECT metric_date, resource_id, metric_name, CASE WHEN z > 0 THEN 'up' ELSE 'down' END, 'western_electric_2',
    CASE WHEN ABS(z) >= 3 THEN 'critical' ELSE 'warning' END FROM facts WHERE we2 = 1
  UNION ALL
  SELECT metric_date, resource_id, metric_name, CASE WHEN z > 0 THEN 'up' ELSE 'down' END, 'western_electric_3',
    CASE WHEN ABS(z) >= 3 THEN 'critical' ELSE 'warning' END FROM facts WHERE we3 = 1
  UNION ALL
  SELECT metric_date, resource_id, metric_name, CASE WHEN z > 0 THEN 'up' ELSE 'down' END, 'western_electric_4',
    CASE WHEN ABS(z) >= 3 THEN 'critical' ELSE 'warning' END FROM facts WHERE we4 = 1
  UNION ALL
  SELECT metric_date, resource_id, metric_name, CASE WHEN roc > 0 THEN 'up' ELSE 'down' END, 'rate_of_change', 'warning'
    FROM facts WHERE roc_exceeded = 1
)
SELECT metric_date, resource_id, metric_name, class, direction, clause, severity FROM met
UNION ALL
SELECT s.metric_date, s.resource_id, s.metric_name, 'statistical', s.direction, s.clause, s.severity
FROM statistics s
LEFT JOIN met m
  ON m.metric_date = s.metric_date AND m.resource_id = s.resource_id AND m.metric_name = s.metric_name
  AND m.direction = s.direction
WHERE m.metric_date IS NULL
ORDER BY metric_date, resource_id, metric_name, class, direction, clause;
