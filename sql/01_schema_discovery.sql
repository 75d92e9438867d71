-- What monitoring this database server has already, before anything is created. It only reads, and needs no rights beyond the
-- database it is run in: with fewer rights the answers are shorter. A section without rows found nothing.
--
-- By hand:   mysql -t test < sql/01_schema_discovery.sql
--
-- MySQL 8 and MariaDB 10.11.

SET NAMES utf8mb4;

SELECT '1. The server' AS section;
SELECT VERSION() AS server_version, @@hostname AS host, DATABASE() AS database_name, CURRENT_USER() AS account,
  @@global.time_zone AS server_time_zone, @@global.sql_mode AS server_sql_mode;

SELECT '2. What it can observe about itself' AS section;
SHOW GLOBAL VARIABLES WHERE Variable_name IN (
  'performance_schema', 'slow_query_log', 'long_query_time', 'log_output', 'general_log', 'innodb_monitor_enable', 'userstat',
  'event_scheduler', 'max_connections', 'read_only'
);

SELECT '3. Tables that look like monitoring, in every database that this account may see' AS section;
SELECT TABLE_SCHEMA AS database_name, TABLE_NAME AS table_name, ENGINE AS engine, TABLE_ROWS AS rows_estimated,
  ROUND((DATA_LENGTH + INDEX_LENGTH) / 1048576, 1) AS size_mb, CREATE_TIME AS created_at, UPDATE_TIME AS changed_at
FROM information_schema.TABLES
WHERE TABLE_SCHEMA NOT IN ('information_schema', 'performance_schema', 'mysql', 'sys')
  AND (TABLE_NAME REGEXP 'metric|monitor|alert|anomal|health|inventory|prometheus|cloudwatch|grafana|zabbix|pmm'
    OR TABLE_SCHEMA REGEXP 'monitor|prometheus|grafana|zabbix|pmm')
ORDER BY TABLE_SCHEMA, TABLE_NAME;

SELECT '4. Accounts that look like exporters or monitoring; without rights on the server, only the own account is visible' AS section;
SELECT GRANTEE AS account, GROUP_CONCAT(PRIVILEGE_TYPE ORDER BY PRIVILEGE_TYPE SEPARATOR ', ') AS global_rights
FROM information_schema.USER_PRIVILEGES
WHERE GRANTEE REGEXP 'exporter|monitor|prometheus|grafana|zabbix|pmm|datadog|newrelic'
GROUP BY GRANTEE
ORDER BY GRANTEE;

SELECT '5. The database of this project is shared: tables by the first word of their names' AS section;
SELECT project_prefix, COUNT(*) AS table_count, SUM(rows_estimated) AS rows_estimated, ROUND(SUM(bytes) / 1048576, 1) AS size_mb
FROM (
  SELECT SUBSTRING_INDEX(TABLE_NAME, '_', 1) AS project_prefix, TABLE_ROWS AS rows_estimated, DATA_LENGTH + INDEX_LENGTH AS bytes
  FROM information_schema.TABLES
  WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'
) tables_here
GROUP BY project_prefix
ORDER BY project_prefix;

SELECT '6. The infra_* tables of this pipeline' AS section;
SELECT expected.table_name,
  CASE WHEN found.TABLE_NAME IS NULL THEN 'missing: run sql/02_create_analytics_schema.sql' ELSE 'present' END AS state,
  found.TABLE_ROWS AS rows_estimated, ROUND((found.DATA_LENGTH + found.INDEX_LENGTH) / 1048576, 1) AS size_mb
FROM (
  SELECT 'infra_metric_daily' AS table_name
  UNION ALL SELECT 'infra_anomaly_scores'
  UNION ALL SELECT 'infra_health_scores'
  UNION ALL SELECT 'infra_anomaly_alerts'
  UNION ALL SELECT 'infra_fleet_inventory'
  UNION ALL SELECT 'infra_monitoring_pipeline_log'
  UNION ALL SELECT 'infra_run_lease'
  UNION ALL SELECT 'infra_schema_version'
  UNION ALL SELECT 'infra_alert_action'
  UNION ALL SELECT 'infra_notification'
) expected
LEFT JOIN information_schema.TABLES found ON found.TABLE_SCHEMA = DATABASE() AND found.TABLE_NAME = expected.table_name
ORDER BY expected.table_name;
