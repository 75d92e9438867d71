-- The tables of the pipeline: six of the specification, four that serve it. Nothing else creates or changes tables.
--
-- By hand:   mysql test < sql/02_create_analytics_schema.sql        By the project:   npm run migrate
--
-- Safe to repeat: it only adds what is missing, names only infra_* and drops nothing. MySQL 8 and MariaDB 10.11.
-- Days are UTC calendar days, instants are UTC. NULL means "could not be said", never zero.

SET NAMES utf8mb4;

CREATE TABLE IF NOT EXISTS infra_metric_daily (
  metric_date DATE NOT NULL COMMENT 'UTC day that the values describe',
  resource_id VARCHAR(512) NOT NULL COMMENT 'ARN, or redis://host:port for a Prometheus target that no ElastiCache node matches',
  metric_name VARCHAR(64) NOT NULL COMMENT 'Key of config/metrics_config.yaml, such as redis.memory_usage_pct',
  source ENUM('redis', 'rds', 'ec2', 'database', 'cloudwatch') NOT NULL COMMENT 'Collector that asked: Prometheus, CloudWatch, CloudWatch, MCP gateway, CloudWatch for further types',
  unit VARCHAR(32) NOT NULL COMMENT 'Unit of the four statistics',
  status ENUM('ok', 'partial', 'no_data', 'failed', 'not_available') NOT NULL COMMENT 'Why there is a value, or none; partial: the answer of the source was cut',
  resolution ENUM('samples', 'daily', 'none') NOT NULL COMMENT 'Computed from samples, taken from daily statistics of the source, or neither',
  min_value DOUBLE NULL COMMENT 'Smallest value of the day, in unit; NULL where the source cannot say',
  max_value DOUBLE NULL COMMENT 'Largest value of the day, in unit',
  avg_value DOUBLE NULL COMMENT 'Mean of the day, in unit',
  p95_value DOUBLE NULL COMMENT '95th percentile (type 7) of the samples, in unit; NULL on days read as daily statistics',
  slots_got INT NULL COMMENT 'Slots with a sample, count; NULL on days read as daily statistics',
  slots_expected INT NOT NULL COMMENT 'Slots that should have a sample, count',
  slots_above_zero INT NULL COMMENT 'Slots with a value above zero, count',
  run_id VARCHAR(80) NOT NULL COMMENT 'Run that wrote the row',
  PRIMARY KEY (metric_date, resource_id, metric_name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'Daily values of each series: one row per resource, metric and UTC day';

CREATE TABLE IF NOT EXISTS infra_anomaly_scores (
  metric_date DATE NOT NULL COMMENT 'UTC day that was scored',
  resource_id VARCHAR(512) NOT NULL COMMENT 'Resource, as in infra_fleet_inventory',
  metric_name VARCHAR(64) NOT NULL COMMENT 'Metric, as in infra_metric_daily',
  verdict ENUM('normal', 'warning', 'critical', 'learning', 'flat', 'partial', 'no_data', 'not_available') NOT NULL COMMENT 'Band of Z, or why there is none',
  value DOUBLE NULL COMMENT 'Scored statistic of the day, in the unit of the metric',
  limit_value DOUBLE NULL COMMENT 'Statistic that limits are judged on, in the unit of the metric',
  above_zero_share DOUBLE NULL COMMENT 'Slots above zero as a share of the expected slots, 0 to 1',
  n SMALLINT NOT NULL COMMENT 'Days present in the baseline of 30, count',
  mean DOUBLE NULL COMMENT 'Mean of the baseline, in the unit of the metric',
  sigma DOUBLE NULL COMMENT 'Sample standard deviation (n - 1) of the baseline, in the unit of the metric',
  z DOUBLE NULL COMMENT 'Distance from the mean, in sigmas',
  is_sigma_floored TINYINT NOT NULL COMMENT '1: Z was measured with the metric''s sigma floor, because the baseline has less spread',
  we1 TINYINT NULL COMMENT 'Western Electric rule 1: beyond 3 sigma; 1 or 0',
  we2 TINYINT NULL COMMENT 'Western Electric rule 2: 2 of 3 beyond 2 sigma on one side; 1 or 0',
  we3 TINYINT NULL COMMENT 'Western Electric rule 3: 4 of 5 beyond 1 sigma on one side; 1 or 0',
  we4 TINYINT NULL COMMENT 'Western Electric rule 4: 8 in a row on one side of the mean; 1 or 0',
  roc DOUBLE NULL COMMENT 'Rate of change against the previous calendar day, percent',
  roc_exceeded TINYINT NULL COMMENT '1: the rate of change is beyond the threshold and the absolute floor of the metric',
  review TINYINT NOT NULL COMMENT '1: Z is in the warning band, flagged for review',
  health_weight DOUBLE NOT NULL COMMENT 'Weight of the metric in the health of its resource, points of weight',
  health_penalty DOUBLE NULL COMMENT 'Weight lost, 0 to health_weight, points of weight; NULL where the day could not be judged',
  penalty_reason VARCHAR(32) NULL COMMENT 'What cost the points; NULL where none were lost',
  conditions_met VARCHAR(255) NOT NULL COMMENT 'Clauses of the metric''s condition that hold, comma separated; empty if none',
  prediction_n SMALLINT NULL COMMENT 'Days that taught the adjusted baseline, count; NULL while it learns',
  expected_value DOUBLE NULL COMMENT 'Level that the adjusted baseline expects of the day, in the unit of the metric',
  expected_low_value DOUBLE NULL COMMENT 'Lower end of the range that it expects of the day, in the unit of the metric',
  expected_high_value DOUBLE NULL COMMENT 'Upper end of that range, in the unit of the metric',
  residual DOUBLE NULL COMMENT 'Distance from expected_value, in sigmas of the adjusted baseline',
  drift_score DOUBLE NULL COMMENT 'Share of the control limit that the drift charts reached, signed; beyond 1 signals',
  is_drift TINYINT NULL COMMENT '1: an episode of drift is open',
  is_spike TINYINT NULL COMMENT '1: the day is beyond what the tail of the series allows',
  is_rebased TINYINT NULL COMMENT '1: on this day a lasting shift was accepted as the new baseline',
  silence ENUM('stopped', 'frozen') NULL COMMENT 'Data no longer come, or one value comes again and again; NULL: neither',
  forecast_days DOUBLE NULL COMMENT 'Days until the metric crosses its limit if the trend goes on; NULL without a trend towards it',
  forecast_earliest_days DOUBLE NULL COMMENT 'Early end of the 80 % interval of forecast_days, days',
  forecast_latest_days DOUBLE NULL COMMENT 'Late end of that interval, days; NULL: possibly never',
  forecast_limit_value DOUBLE NULL COMMENT 'Limit that it is forecast against, in the unit of the metric',
  learned_score DOUBLE NULL COMMENT 'How unusual the resource''s metrics are together: about 0 usual, above 3 one day in a thousand',
  learned_version VARCHAR(16) NULL COMMENT 'Version of the model behind learned_score',
  config_hash VARCHAR(64) NOT NULL COMMENT 'Hash of the config that the day was judged by',
  code_version VARCHAR(64) NOT NULL COMMENT 'Version of the code that wrote the row',
  run_id VARCHAR(80) NOT NULL COMMENT 'Run that wrote the row',
  PRIMARY KEY (metric_date, resource_id, metric_name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'Statistics of each series-day: Z, Western Electric flags, rate of change; drift, forecast, learned score';

CREATE TABLE IF NOT EXISTS infra_health_scores (
  metric_date DATE NOT NULL COMMENT 'UTC day',
  resource_id VARCHAR(512) NOT NULL COMMENT 'Resource, as in infra_fleet_inventory',
  score DOUBLE NULL COMMENT 'Health, 0 to 100 points; NULL when less than half of the weight could be judged',
  judged_weight DOUBLE NOT NULL COMMENT 'Weight of the metrics that could be judged, points of weight',
  total_weight DOUBLE NOT NULL COMMENT 'Weight of all metrics of the resource, points of weight',
  penalties JSON NOT NULL COMMENT 'Array of {metric, points}: what the score lost, most first',
  critical_count SMALLINT NOT NULL COMMENT 'Metrics with |Z| of 3 or more or beyond a hard limit, count',
  warning_count SMALLINT NOT NULL COMMENT 'Further metrics with lesser evidence of an anomaly, count',
  worst_z DOUBLE NULL COMMENT 'Z of the largest size among its metrics, in sigmas; NULL where none has one',
  worst_z_metric VARCHAR(64) NULL COMMENT 'Metric that worst_z belongs to',
  run_id VARCHAR(80) NOT NULL COMMENT 'Run that wrote the row',
  PRIMARY KEY (metric_date, resource_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'Health and anomalies of each resource: one row per resource and UTC day';

CREATE TABLE IF NOT EXISTS infra_anomaly_alerts (
  resource_id VARCHAR(512) NOT NULL COMMENT 'Resource, as in infra_fleet_inventory',
  metric_name VARCHAR(64) NOT NULL COMMENT 'Metric, as in infra_metric_daily',
  direction ENUM('up', 'down') NOT NULL COMMENT 'Side to which the value departs',
  class ENUM('limit', 'condition', 'prediction', 'silence', 'statistical') NOT NULL COMMENT 'Hard limit, condition of the specification, drift or forecast, missing or frozen data, or statistics beside them (never told by themselves)',
  opened_on DATE NOT NULL COMMENT 'First UTC day on which the condition held',
  triggered_at DATETIME NOT NULL COMMENT 'End of the opening UTC day: the earliest instant at which it could be known',
  severity ENUM('warning', 'critical') NOT NULL COMMENT 'Highest evidence of the newest UTC day on which the condition held: it rises and falls',
  state ENUM('open', 'acknowledged', 'resolved', 'withdrawn') NOT NULL COMMENT 'Where the alert is in its life; withdrawn: late data took the reason away after someone was told',
  last_met_on DATE NOT NULL COMMENT 'Newest UTC day on which the condition held',
  resolved_on DATE NULL COMMENT 'First UTC day on which it is no longer open',
  resolve_reason VARCHAR(32) NULL COMMENT 'Why it resolved, such as recovered or gone',
  value DOUBLE NULL COMMENT 'Value of the newest day on which it held, in the unit of the metric',
  expected_low DOUBLE NULL COMMENT 'Lower end of the expected range, in the unit of the metric',
  expected_high DOUBLE NULL COMMENT 'Upper end of the expected range, in the unit of the metric',
  z DOUBLE NULL COMMENT 'Z of the newest day on which it held, in sigmas',
  evidence JSON NOT NULL COMMENT 'Clauses, numbers and days that support it now',
  opening_evidence JSON NOT NULL COMMENT 'The same of the opening day',
  config_hash VARCHAR(64) NOT NULL COMMENT 'Hash of the config that it was judged by',
  code_version VARCHAR(64) NOT NULL COMMENT 'Version of the code that wrote the row',
  run_id VARCHAR(80) NOT NULL COMMENT 'Run that wrote the row',
  PRIMARY KEY (resource_id, metric_name, direction, class, opened_on),
  KEY open_now (state, severity),
  KEY opened_on (opened_on)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'Alerts with their life: one row per series, direction, class and opening day';

CREATE TABLE IF NOT EXISTS infra_fleet_inventory (
  resource_id VARCHAR(512) NOT NULL COMMENT 'ARN, or redis://host:port; an Aurora cluster is one resource',
  type VARCHAR(32) NOT NULL COMMENT 'Kind of resource: ec2, rds, redis, or a type of config/metrics_config.yaml',
  account_id VARCHAR(32) NOT NULL COMMENT 'AWS account',
  region VARCHAR(32) NOT NULL COMMENT 'AWS region',
  name VARCHAR(255) NOT NULL COMMENT 'Short name for people',
  engine VARCHAR(64) NULL COMMENT 'Database or cache engine; NULL for EC2',
  instance_class VARCHAR(64) NULL COMMENT 'Size, such as db.r6g.large',
  dimensions JSON NOT NULL COMMENT 'CloudWatch dimensions of its metrics',
  endpoints JSON NOT NULL COMMENT 'host:port addresses that Prometheus or the gateway may know it by',
  tags JSON NOT NULL COMMENT 'AWS tags',
  owner VARCHAR(255) NULL COMMENT 'Owner by its tags',
  traits JSON NOT NULL COMMENT 'Facts that decide which metrics apply, such as nitro or aurora',
  group_id VARCHAR(512) NULL COMMENT 'Replication group, cluster or Auto Scaling group: its siblings',
  first_seen DATE NOT NULL COMMENT 'Earliest evidence of its existence, UTC day; never moves later',
  last_seen DATE NOT NULL COMMENT 'Last UTC day on which it was described',
  status ENUM('described', 'stale', 'gone') NOT NULL COMMENT 'Described now, not asked this time, or no longer there',
  run_id VARCHAR(80) NOT NULL COMMENT 'Run that wrote the row',
  PRIMARY KEY (resource_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'What is watched: one row per resource';

CREATE TABLE IF NOT EXISTS infra_monitoring_pipeline_log (
  run_id VARCHAR(80) NOT NULL COMMENT 'Name of the execution',
  step VARCHAR(32) NOT NULL COMMENT 'Stage, such as 08-persist-metrics; run is the run itself',
  state VARCHAR(16) NOT NULL COMMENT 'Of a run OPEN, COMPLETE, PARTIAL, FAILED or SUPERSEDED; of a stage how it ended',
  started_at DATETIME(3) NULL COMMENT 'Begin, UTC',
  ended_at DATETIME(3) NULL COMMENT 'End, UTC; NULL while open',
  duration_ms BIGINT NULL COMMENT 'Time taken, milliseconds',
  from_date DATE NULL COMMENT 'First UTC day of the run',
  to_date DATE NULL COMMENT 'Last UTC day of the run',
  in_count BIGINT NULL COMMENT 'Items that came in, count',
  out_count BIGINT NULL COMMENT 'Items that went out, count',
  skipped_count BIGINT NULL COMMENT 'Items left out, with the reason in warnings, count',
  api_calls INT NULL COMMENT 'Requests to sources, retries included, count',
  api_units INT NULL COMMENT 'Billed units, such as CloudWatch metrics requested, count',
  cost_usd DOUBLE NULL COMMENT 'Price of the billed units, US dollars',
  warnings JSON NOT NULL COMMENT 'Array of texts for people',
  error TEXT NULL COMMENT 'What went wrong; NULL if nothing did',
  config_hash VARCHAR(64) NOT NULL COMMENT 'Hash of the config of the run',
  code_version VARCHAR(64) NOT NULL COMMENT 'Version of the code that ran',
  is_dry_run TINYINT NOT NULL COMMENT '1: nothing was written or told',
  input JSON NULL COMMENT 'Input of the execution; NULL on stages',
  answer JSON NULL COMMENT 'What open-run answered, given again to a second call by the same run; NULL on stages',
  PRIMARY KEY (run_id, step),
  KEY runs_by_day (step, state, to_date)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'What each run did: one row per run and step';

CREATE TABLE IF NOT EXISTS infra_run_lease (
  id TINYINT NOT NULL COMMENT 'Always 1: there is one lease',
  epoch BIGINT NOT NULL COMMENT 'Grows when the lease is taken or given back; a writer with another epoch is refused',
  run_id VARCHAR(80) NULL COMMENT 'Run that holds the lease; NULL if it is free',
  expires_at DATETIME(3) NULL COMMENT 'When the lease may be taken from its holder, UTC',
  dirty_from DATE NULL COMMENT 'First UTC day whose scores, health and alerts are older than its daily values; NULL if none is',
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'One run at a time: a single row';

CREATE TABLE IF NOT EXISTS infra_schema_version (
  version INT NOT NULL COMMENT 'Version of these tables',
  checksum CHAR(64) NOT NULL COMMENT 'SHA-256 of their structure',
  applied_at DATETIME(3) NOT NULL COMMENT 'When the version was applied, UTC',
  PRIMARY KEY (version)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'Versions of the schema that were applied';

CREATE TABLE IF NOT EXISTS infra_alert_action (
  id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'Order of arrival',
  resource_id VARCHAR(512) NOT NULL COMMENT 'Resource of the alert',
  metric_name VARCHAR(64) NOT NULL COMMENT 'Metric of the alert',
  direction ENUM('up', 'down') NOT NULL COMMENT 'Direction of the alert',
  class ENUM('limit', 'condition', 'prediction', 'silence', 'statistical') NOT NULL COMMENT 'Class of the alert',
  opened_on DATE NOT NULL COMMENT 'Opening UTC day of the alert at that time',
  scored_on DATE NOT NULL COMMENT 'Newest scored UTC day at that time',
  action ENUM('told', 'acknowledge', 'silence', 'refute') NOT NULL COMMENT 'What was done; told: the pipeline sent it to people',
  severity ENUM('warning', 'critical') NOT NULL COMMENT 'Severity of the alert at that time: one that rises since is told again',
  actor VARCHAR(64) NOT NULL COMMENT 'Who did it; pipeline for told',
  note TEXT NOT NULL COMMENT 'Why, in words; may be empty',
  expires_on DATE NULL COMMENT 'Last UTC day of a silence; NULL: no end',
  acted_at DATETIME NOT NULL COMMENT 'When, UTC; for told the start of the run',
  run_id VARCHAR(80) NULL COMMENT 'Run that told; NULL for people',
  PRIMARY KEY (id),
  UNIQUE KEY said_once (resource_id, metric_name, direction, class, opened_on, scored_on, action, actor, acted_at),
  KEY scored_on (scored_on)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'What people said and were told about alerts; append-only';

CREATE TABLE IF NOT EXISTS infra_notification (
  run_id VARCHAR(80) NOT NULL COMMENT 'Run that wrote the message',
  topic VARCHAR(255) NOT NULL COMMENT 'Where it goes',
  seq INT NOT NULL COMMENT 'Position among the messages of this run and topic, from 0',
  scored_on DATE NOT NULL COMMENT 'Newest scored UTC day when it was written',
  kind VARCHAR(16) NOT NULL COMMENT 'daily, starting, digest or heartbeat',
  subject VARCHAR(255) NOT NULL COMMENT 'Subject line',
  body MEDIUMTEXT NOT NULL COMMENT 'Text',
  told JSON NOT NULL COMMENT 'Array of the alerts that it names',
  created_at DATETIME(3) NOT NULL COMMENT 'When it was written, UTC',
  sent_at DATETIME(3) NULL COMMENT 'When it was sent, UTC; NULL while it waits',
  PRIMARY KEY (run_id, topic, seq),
  KEY waiting (sent_at, created_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'Messages to people: written with the alerts, sent afterwards';

-- What people look at: views for Grafana, pages and commands; who reads them needs no right on the tables. The migration makes them
-- anew each time. A "_value" is in the unit that the row names; _sigmas, _points, _pct, _days, _seconds, _usd are units themselves.
-- The columns of the resource repeat in each view, so that all of them filter alike. Texts that a view makes have a binary collation:
-- without it they would not compare with a text of a reader whose connection has another collation than the migration's.

-- Metrics of the config: hard limits and sigma floor in the unit of the metric. Traits and engines are JSON arrays: a metric is on the
-- resources that have all required traits, none of the excluded ones, and one of the engines; no engines means any. applies_to: the same in words.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW infra_v_metric AS
  -- generated from config/metrics_config.yaml: begin
  SELECT 'redis.memory_usage_pct' COLLATE utf8mb4_bin AS metric_name, 'Memory usage' COLLATE utf8mb4_bin AS title, 'percent' COLLATE utf8mb4_bin AS unit, 'redis' COLLATE utf8mb4_bin AS resource_type, 'redis' COLLATE utf8mb4_bin AS source, 'up' COLLATE utf8mb4_bin AS bad_direction, 80e0 AS upper_limit_value, NULL AS lower_limit_value, 0.5e0 AS sigma_floor_value, 0.01e0 AS sigma_floor_share, '[]' COLLATE utf8mb4_bin AS required_traits, '[]' COLLATE utf8mb4_bin AS excluded_traits, '[]' COLLATE utf8mb4_bin AS engines, '' COLLATE utf8mb4_bin AS applies_to
  UNION ALL SELECT 'redis.connected_clients' COLLATE utf8mb4_bin, 'Connected clients' COLLATE utf8mb4_bin, 'count' COLLATE utf8mb4_bin, 'redis' COLLATE utf8mb4_bin, 'redis' COLLATE utf8mb4_bin, 'both' COLLATE utf8mb4_bin, NULL, NULL, 2e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'redis.operations_per_second' COLLATE utf8mb4_bin, 'Operations per second' COLLATE utf8mb4_bin, 'per_second' COLLATE utf8mb4_bin, 'redis' COLLATE utf8mb4_bin, 'redis' COLLATE utf8mb4_bin, 'both' COLLATE utf8mb4_bin, NULL, NULL, 5e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'redis.cpu_usage_pct' COLLATE utf8mb4_bin, 'CPU usage' COLLATE utf8mb4_bin, 'percent' COLLATE utf8mb4_bin, 'redis' COLLATE utf8mb4_bin, 'redis' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, NULL, NULL, 0.5e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'redis.cache_hit_rate_pct' COLLATE utf8mb4_bin, 'Cache hit rate' COLLATE utf8mb4_bin, 'percent' COLLATE utf8mb4_bin, 'redis' COLLATE utf8mb4_bin, 'redis' COLLATE utf8mb4_bin, 'down' COLLATE utf8mb4_bin, NULL, 90e0, 0.2e0, 0.002e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'redis.evicted_keys_per_second' COLLATE utf8mb4_bin, 'Evicted keys per second' COLLATE utf8mb4_bin, 'per_second' COLLATE utf8mb4_bin, 'redis' COLLATE utf8mb4_bin, 'redis' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, NULL, NULL, 0.05e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'rds.cpu_utilization_pct' COLLATE utf8mb4_bin, 'CPU utilization' COLLATE utf8mb4_bin, 'percent' COLLATE utf8mb4_bin, 'rds' COLLATE utf8mb4_bin, 'rds' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, 80e0, NULL, 1e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'rds.freeable_memory_bytes' COLLATE utf8mb4_bin, 'Freeable memory' COLLATE utf8mb4_bin, 'bytes' COLLATE utf8mb4_bin, 'rds' COLLATE utf8mb4_bin, 'rds' COLLATE utf8mb4_bin, 'down' COLLATE utf8mb4_bin, NULL, NULL, 16777216e0, 0.01e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'rds.database_connections' COLLATE utf8mb4_bin, 'Database connections' COLLATE utf8mb4_bin, 'count' COLLATE utf8mb4_bin, 'rds' COLLATE utf8mb4_bin, 'rds' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, NULL, NULL, 2e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'rds.read_latency_ms' COLLATE utf8mb4_bin, 'Read latency' COLLATE utf8mb4_bin, 'milliseconds' COLLATE utf8mb4_bin, 'rds' COLLATE utf8mb4_bin, 'rds' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, 20e0, NULL, 0.1e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'rds.write_latency_ms' COLLATE utf8mb4_bin, 'Write latency' COLLATE utf8mb4_bin, 'milliseconds' COLLATE utf8mb4_bin, 'rds' COLLATE utf8mb4_bin, 'rds' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, 20e0, NULL, 0.1e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'rds.read_iops' COLLATE utf8mb4_bin, 'Read IOPS' COLLATE utf8mb4_bin, 'per_second' COLLATE utf8mb4_bin, 'rds' COLLATE utf8mb4_bin, 'rds' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, NULL, NULL, 5e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'rds.write_iops' COLLATE utf8mb4_bin, 'Write IOPS' COLLATE utf8mb4_bin, 'per_second' COLLATE utf8mb4_bin, 'rds' COLLATE utf8mb4_bin, 'rds' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, NULL, NULL, 5e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'rds.free_storage_bytes' COLLATE utf8mb4_bin, 'Free storage space' COLLATE utf8mb4_bin, 'bytes' COLLATE utf8mb4_bin, 'rds' COLLATE utf8mb4_bin, 'rds' COLLATE utf8mb4_bin, 'down' COLLATE utf8mb4_bin, NULL, NULL, 134217728e0, 0.005e0, '[]' COLLATE utf8mb4_bin, '["aurora"]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, 'not with aurora' COLLATE utf8mb4_bin
  UNION ALL SELECT 'ec2.cpu_utilization_pct' COLLATE utf8mb4_bin, 'CPU utilization' COLLATE utf8mb4_bin, 'percent' COLLATE utf8mb4_bin, 'ec2' COLLATE utf8mb4_bin, 'ec2' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, NULL, NULL, 1e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'ec2.network_in_bytes_per_second' COLLATE utf8mb4_bin, 'Network in' COLLATE utf8mb4_bin, 'bytes_per_second' COLLATE utf8mb4_bin, 'ec2' COLLATE utf8mb4_bin, 'ec2' COLLATE utf8mb4_bin, 'both' COLLATE utf8mb4_bin, NULL, NULL, 1024e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'ec2.network_out_bytes_per_second' COLLATE utf8mb4_bin, 'Network out' COLLATE utf8mb4_bin, 'bytes_per_second' COLLATE utf8mb4_bin, 'ec2' COLLATE utf8mb4_bin, 'ec2' COLLATE utf8mb4_bin, 'both' COLLATE utf8mb4_bin, NULL, NULL, 1024e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'ec2.ebs_read_bytes_per_second' COLLATE utf8mb4_bin, 'EBS read' COLLATE utf8mb4_bin, 'bytes_per_second' COLLATE utf8mb4_bin, 'ec2' COLLATE utf8mb4_bin, 'ec2' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, NULL, NULL, 4096e0, 0.02e0, '["nitro"]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, 'only with nitro' COLLATE utf8mb4_bin
  UNION ALL SELECT 'ec2.ebs_write_bytes_per_second' COLLATE utf8mb4_bin, 'EBS write' COLLATE utf8mb4_bin, 'bytes_per_second' COLLATE utf8mb4_bin, 'ec2' COLLATE utf8mb4_bin, 'ec2' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, NULL, NULL, 4096e0, 0.02e0, '["nitro"]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, 'only with nitro' COLLATE utf8mb4_bin
  UNION ALL SELECT 'ec2.status_check_failed' COLLATE utf8mb4_bin, 'Status check failed' COLLATE utf8mb4_bin, 'count' COLLATE utf8mb4_bin, 'ec2' COLLATE utf8mb4_bin, 'ec2' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, NULL, NULL, 0.01e0, 0e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'ec2.cpu_credit_balance' COLLATE utf8mb4_bin, 'CPU credit balance' COLLATE utf8mb4_bin, 'credits' COLLATE utf8mb4_bin, 'ec2' COLLATE utf8mb4_bin, 'ec2' COLLATE utf8mb4_bin, 'down' COLLATE utf8mb4_bin, NULL, NULL, 1e0, 0.02e0, '["burstable"]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, 'only with burstable' COLLATE utf8mb4_bin
  UNION ALL SELECT 'database.connections_in_use_pct' COLLATE utf8mb4_bin, 'Connections in use' COLLATE utf8mb4_bin, 'percent' COLLATE utf8mb4_bin, 'rds' COLLATE utf8mb4_bin, 'database' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, NULL, NULL, 0.5e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'database.threads_running' COLLATE utf8mb4_bin, 'Threads running' COLLATE utf8mb4_bin, 'count' COLLATE utf8mb4_bin, 'rds' COLLATE utf8mb4_bin, 'database' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, NULL, NULL, 1e0, 0.05e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'database.slow_queries_per_second' COLLATE utf8mb4_bin, 'Slow queries per second' COLLATE utf8mb4_bin, 'per_second' COLLATE utf8mb4_bin, 'rds' COLLATE utf8mb4_bin, 'database' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, NULL, NULL, 0.01e0, 0.05e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '["mysql","mariadb","aurora-mysql"]' COLLATE utf8mb4_bin, 'only on mysql, mariadb, aurora-mysql' COLLATE utf8mb4_bin
  UNION ALL SELECT 'database.buffer_pool_hit_pct' COLLATE utf8mb4_bin, 'Buffer pool hit rate' COLLATE utf8mb4_bin, 'percent' COLLATE utf8mb4_bin, 'rds' COLLATE utf8mb4_bin, 'database' COLLATE utf8mb4_bin, 'down' COLLATE utf8mb4_bin, NULL, NULL, 0.05e0, 0.001e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '["mysql","mariadb","aurora-mysql"]' COLLATE utf8mb4_bin, 'only on mysql, mariadb, aurora-mysql' COLLATE utf8mb4_bin
  UNION ALL SELECT 'database.row_lock_waits_per_second' COLLATE utf8mb4_bin, 'Row lock waits per second' COLLATE utf8mb4_bin, 'per_second' COLLATE utf8mb4_bin, 'rds' COLLATE utf8mb4_bin, 'database' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, NULL, NULL, 0.01e0, 0.05e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '["mysql","mariadb","aurora-mysql"]' COLLATE utf8mb4_bin, 'only on mysql, mariadb, aurora-mysql' COLLATE utf8mb4_bin
  UNION ALL SELECT 'database.deadlocks_per_second' COLLATE utf8mb4_bin, 'Deadlocks per second' COLLATE utf8mb4_bin, 'per_second' COLLATE utf8mb4_bin, 'rds' COLLATE utf8mb4_bin, 'database' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, NULL, NULL, 0.001e0, 0.05e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'database.replication_lag_seconds' COLLATE utf8mb4_bin, 'Replication lag' COLLATE utf8mb4_bin, 'seconds' COLLATE utf8mb4_bin, 'rds' COLLATE utf8mb4_bin, 'database' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, NULL, NULL, 0.5e0, 0.05e0, '["replica"]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, 'only with replica' COLLATE utf8mb4_bin
  UNION ALL SELECT 'database.longest_transaction_seconds' COLLATE utf8mb4_bin, 'Longest transaction' COLLATE utf8mb4_bin, 'seconds' COLLATE utf8mb4_bin, 'rds' COLLATE utf8mb4_bin, 'database' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, NULL, NULL, 2e0, 0.05e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'database.aborted_connects_per_second' COLLATE utf8mb4_bin, 'Aborted connects per second' COLLATE utf8mb4_bin, 'per_second' COLLATE utf8mb4_bin, 'rds' COLLATE utf8mb4_bin, 'database' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, NULL, NULL, 0.005e0, 0.05e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '["mysql","mariadb","aurora-mysql"]' COLLATE utf8mb4_bin, 'only on mysql, mariadb, aurora-mysql' COLLATE utf8mb4_bin
  UNION ALL SELECT 'database.xid_age' COLLATE utf8mb4_bin, 'Transaction id age' COLLATE utf8mb4_bin, 'count' COLLATE utf8mb4_bin, 'rds' COLLATE utf8mb4_bin, 'database' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, NULL, NULL, 1000000e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '["postgres","aurora-postgresql"]' COLLATE utf8mb4_bin, 'only on postgres, aurora-postgresql' COLLATE utf8mb4_bin
  UNION ALL SELECT 'database.cache_hit_pct' COLLATE utf8mb4_bin, 'Cache hit rate' COLLATE utf8mb4_bin, 'percent' COLLATE utf8mb4_bin, 'rds' COLLATE utf8mb4_bin, 'database' COLLATE utf8mb4_bin, 'down' COLLATE utf8mb4_bin, NULL, NULL, 0.05e0, 0.001e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '["postgres","aurora-postgresql"]' COLLATE utf8mb4_bin, 'only on postgres, aurora-postgresql' COLLATE utf8mb4_bin
  UNION ALL SELECT 'msk.offline_partitions' COLLATE utf8mb4_bin, 'Offline partitions' COLLATE utf8mb4_bin, 'count' COLLATE utf8mb4_bin, 'msk' COLLATE utf8mb4_bin, 'cloudwatch' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, 0e0, NULL, 0.01e0, 0e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'msk.partitions' COLLATE utf8mb4_bin, 'Partitions' COLLATE utf8mb4_bin, 'count' COLLATE utf8mb4_bin, 'msk' COLLATE utf8mb4_bin, 'cloudwatch' COLLATE utf8mb4_bin, 'both' COLLATE utf8mb4_bin, NULL, NULL, 1e0, 0.01e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'mskbroker.cpu_user_pct' COLLATE utf8mb4_bin, 'User CPU' COLLATE utf8mb4_bin, 'percent' COLLATE utf8mb4_bin, 'mskbroker' COLLATE utf8mb4_bin, 'cloudwatch' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, NULL, NULL, 1e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'mskbroker.data_disk_used_pct' COLLATE utf8mb4_bin, 'Data disk used' COLLATE utf8mb4_bin, 'percent' COLLATE utf8mb4_bin, 'mskbroker' COLLATE utf8mb4_bin, 'cloudwatch' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, 85e0, NULL, 0.3e0, 0.005e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'mskbroker.bytes_in_per_second' COLLATE utf8mb4_bin, 'Bytes in' COLLATE utf8mb4_bin, 'bytes_per_second' COLLATE utf8mb4_bin, 'mskbroker' COLLATE utf8mb4_bin, 'cloudwatch' COLLATE utf8mb4_bin, 'both' COLLATE utf8mb4_bin, NULL, NULL, 1024e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'documentdb.cpu_utilization_pct' COLLATE utf8mb4_bin, 'CPU utilization' COLLATE utf8mb4_bin, 'percent' COLLATE utf8mb4_bin, 'documentdb' COLLATE utf8mb4_bin, 'cloudwatch' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, NULL, NULL, 1e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'documentdb.freeable_memory_bytes' COLLATE utf8mb4_bin, 'Freeable memory' COLLATE utf8mb4_bin, 'bytes' COLLATE utf8mb4_bin, 'documentdb' COLLATE utf8mb4_bin, 'cloudwatch' COLLATE utf8mb4_bin, 'down' COLLATE utf8mb4_bin, NULL, NULL, 16777216e0, 0.01e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'documentdb.database_connections' COLLATE utf8mb4_bin, 'Database connections' COLLATE utf8mb4_bin, 'count' COLLATE utf8mb4_bin, 'documentdb' COLLATE utf8mb4_bin, 'cloudwatch' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, NULL, NULL, 2e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'documentdb.read_latency_ms' COLLATE utf8mb4_bin, 'Read latency' COLLATE utf8mb4_bin, 'milliseconds' COLLATE utf8mb4_bin, 'documentdb' COLLATE utf8mb4_bin, 'cloudwatch' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, NULL, NULL, 0.1e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'documentdb.write_latency_ms' COLLATE utf8mb4_bin, 'Write latency' COLLATE utf8mb4_bin, 'milliseconds' COLLATE utf8mb4_bin, 'documentdb' COLLATE utf8mb4_bin, 'cloudwatch' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, NULL, NULL, 0.1e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'opensearch.cpu_utilization_pct' COLLATE utf8mb4_bin, 'CPU utilization' COLLATE utf8mb4_bin, 'percent' COLLATE utf8mb4_bin, 'opensearch' COLLATE utf8mb4_bin, 'cloudwatch' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, NULL, NULL, 1e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'opensearch.jvm_memory_pressure_pct' COLLATE utf8mb4_bin, 'JVM memory pressure' COLLATE utf8mb4_bin, 'percent' COLLATE utf8mb4_bin, 'opensearch' COLLATE utf8mb4_bin, 'cloudwatch' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, 85e0, NULL, 1e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'opensearch.free_storage_bytes' COLLATE utf8mb4_bin, 'Free storage space' COLLATE utf8mb4_bin, 'bytes' COLLATE utf8mb4_bin, 'opensearch' COLLATE utf8mb4_bin, 'cloudwatch' COLLATE utf8mb4_bin, 'down' COLLATE utf8mb4_bin, NULL, NULL, 134217728e0, 0.005e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'opensearch.search_latency_ms' COLLATE utf8mb4_bin, 'Search latency' COLLATE utf8mb4_bin, 'milliseconds' COLLATE utf8mb4_bin, 'opensearch' COLLATE utf8mb4_bin, 'cloudwatch' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, NULL, NULL, 0.5e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'opensearch.cluster_status_red' COLLATE utf8mb4_bin, 'Cluster status red' COLLATE utf8mb4_bin, 'count' COLLATE utf8mb4_bin, 'opensearch' COLLATE utf8mb4_bin, 'cloudwatch' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, 0e0, NULL, 0.01e0, 0e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'eks.node_cpu_utilization_pct' COLLATE utf8mb4_bin, 'Node CPU' COLLATE utf8mb4_bin, 'percent' COLLATE utf8mb4_bin, 'eks' COLLATE utf8mb4_bin, 'cloudwatch' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, NULL, NULL, 1e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'eks.node_memory_utilization_pct' COLLATE utf8mb4_bin, 'Node memory' COLLATE utf8mb4_bin, 'percent' COLLATE utf8mb4_bin, 'eks' COLLATE utf8mb4_bin, 'cloudwatch' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, NULL, NULL, 1e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'eks.node_filesystem_utilization_pct' COLLATE utf8mb4_bin, 'Node file system' COLLATE utf8mb4_bin, 'percent' COLLATE utf8mb4_bin, 'eks' COLLATE utf8mb4_bin, 'cloudwatch' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, 85e0, NULL, 1e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'eks.failed_nodes' COLLATE utf8mb4_bin, 'Failed nodes' COLLATE utf8mb4_bin, 'count' COLLATE utf8mb4_bin, 'eks' COLLATE utf8mb4_bin, 'cloudwatch' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, 0e0, NULL, 0.01e0, 0e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'emr.hdfs_utilization_pct' COLLATE utf8mb4_bin, 'HDFS utilization' COLLATE utf8mb4_bin, 'percent' COLLATE utf8mb4_bin, 'emr' COLLATE utf8mb4_bin, 'cloudwatch' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, 85e0, NULL, 1e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'emr.yarn_memory_available_pct' COLLATE utf8mb4_bin, 'YARN memory available' COLLATE utf8mb4_bin, 'percent' COLLATE utf8mb4_bin, 'emr' COLLATE utf8mb4_bin, 'cloudwatch' COLLATE utf8mb4_bin, 'down' COLLATE utf8mb4_bin, NULL, NULL, 1e0, 0.02e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  UNION ALL SELECT 'emr.unhealthy_nodes' COLLATE utf8mb4_bin, 'Unhealthy nodes' COLLATE utf8mb4_bin, 'count' COLLATE utf8mb4_bin, 'emr' COLLATE utf8mb4_bin, 'cloudwatch' COLLATE utf8mb4_bin, 'up' COLLATE utf8mb4_bin, 0e0, NULL, 0.01e0, 0e0, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '[]' COLLATE utf8mb4_bin, '' COLLATE utf8mb4_bin
  -- generated from config/metrics_config.yaml: end
;

-- Clauses that alerts give as their evidence, in words.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW infra_v_rule AS
  -- generated from the clauses of alerts: begin
  SELECT 'limit' COLLATE utf8mb4_bin AS rule, 'above its hard limit' COLLATE utf8mb4_bin AS words, 0 AS position
  UNION ALL SELECT 'limit_below' COLLATE utf8mb4_bin, 'below its hard limit' COLLATE utf8mb4_bin, 1
  UNION ALL SELECT 'sustained_above_zero' COLLATE utf8mb4_bin, 'above zero for too long' COLLATE utf8mb4_bin, 2
  UNION ALL SELECT 'share_of_baseline_below' COLLATE utf8mb4_bin, 'under its share of the baseline' COLLATE utf8mb4_bin, 3
  UNION ALL SELECT 'z_above' COLLATE utf8mb4_bin, 'far above its own past' COLLATE utf8mb4_bin, 4
  UNION ALL SELECT 'z_below' COLLATE utf8mb4_bin, 'far below its own past' COLLATE utf8mb4_bin, 5
  UNION ALL SELECT 'z_beyond' COLLATE utf8mb4_bin, 'far from its own past' COLLATE utf8mb4_bin, 6
  UNION ALL SELECT 'western_electric_1' COLLATE utf8mb4_bin, 'one day beyond 3 sigma (WE-1)' COLLATE utf8mb4_bin, 7
  UNION ALL SELECT 'western_electric_2' COLLATE utf8mb4_bin, 'two of three days beyond 2 sigma (WE-2)' COLLATE utf8mb4_bin, 8
  UNION ALL SELECT 'western_electric_3' COLLATE utf8mb4_bin, 'four of five days beyond 1 sigma (WE-3)' COLLATE utf8mb4_bin, 9
  UNION ALL SELECT 'western_electric_4' COLLATE utf8mb4_bin, 'eight days on one side of the mean (WE-4)' COLLATE utf8mb4_bin, 10
  UNION ALL SELECT 'drift' COLLATE utf8mb4_bin, 'drifting away from its usual level' COLLATE utf8mb4_bin, 11
  UNION ALL SELECT 'spike' COLLATE utf8mb4_bin, 'a day far out of all it has shown' COLLATE utf8mb4_bin, 12
  UNION ALL SELECT 'combination' COLLATE utf8mb4_bin, 'does not fit the other metrics of the resource' COLLATE utf8mb4_bin, 13
  UNION ALL SELECT 'early_departure' COLLATE utf8mb4_bin, 'far from its short past by two measures' COLLATE utf8mb4_bin, 14
  UNION ALL SELECT 'forecast' COLLATE utf8mb4_bin, 'on its way to its limit' COLLATE utf8mb4_bin, 15
  UNION ALL SELECT 'stopped' COLLATE utf8mb4_bin, 'no data where they used to come' COLLATE utf8mb4_bin, 16
  UNION ALL SELECT 'frozen' COLLATE utf8mb4_bin, 'the same value again and again' COLLATE utf8mb4_bin, 17
  -- generated from the clauses of alerts: end
;

-- Resources. An owner's backslash becomes a slash, because Grafana quotes the values of its variables without escaping backslashes.
-- console_url: page of the AWS console; NULL unless the id is a plain ARN of a known kind, so nothing else gets into it.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW infra_v_resource AS
SELECT
  resource_id, type, account_id, region, name, engine, instance_class, REPLACE(COALESCE(owner, 'no owner'), CHAR(92 USING utf8mb4), '/') AS owner, group_id, traits,
  first_seen, last_seen, status,
  CASE
    WHEN resource_id REGEXP '^arn:aws:ec2:[a-z0-9-]+:[0-9]{12}:instance/i-[0-9a-f]+$' THEN CONCAT(
      'https://console.aws.amazon.com/ec2/home?region=', SUBSTRING_INDEX(SUBSTRING_INDEX(resource_id, ':', 4), ':', -1),
      '#InstanceDetails:instanceId=', SUBSTRING_INDEX(resource_id, '/', -1))
    WHEN resource_id REGEXP '^arn:aws:rds:[a-z0-9-]+:[0-9]{12}:(db|cluster):[A-Za-z0-9-]+(#readers)?$' THEN CONCAT(
      'https://console.aws.amazon.com/rds/home?region=', SUBSTRING_INDEX(SUBSTRING_INDEX(resource_id, ':', 4), ':', -1),
      '#database:id=', SUBSTRING_INDEX(SUBSTRING_INDEX(resource_id, ':', -1), '#', 1),
      ';is-cluster=', CASE WHEN resource_id LIKE '%:cluster:%' THEN 'true' ELSE 'false' END)
    WHEN resource_id REGEXP '^arn:aws:elasticache:[a-z0-9-]+:[0-9]{12}:cluster:[A-Za-z0-9-]+$' THEN CONCAT(
      'https://console.aws.amazon.com/elasticache/home?region=', SUBSTRING_INDEX(SUBSTRING_INDEX(resource_id, ':', 4), ':', -1),
      '#/redis/', SUBSTRING_INDEX(resource_id, ':', -1))
  END AS console_url
FROM infra_fleet_inventory;

-- The newest day that was scored; NULL before the first run.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW infra_v_newest_day AS
SELECT MAX(metric_date) AS newest_date FROM infra_anomaly_scores;

-- Anomalies of a resource on a day: how many of its metrics, and the largest |Z|. severity_level: 2 critical (|Z| >= 3 or a hard
-- limit), 1 warning (|Z| of 2 to 3, a rule, a drift, silence), 0 none; NULL where no metric could be judged.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW infra_v_anomaly_day AS
SELECT
  h.metric_date, h.resource_id, r.type, r.account_id, r.region, r.name, r.owner, r.console_url,
  CASE WHEN h.critical_count > 0 THEN 2 WHEN h.warning_count > 0 THEN 1 WHEN h.judged_weight > 0 THEN 0 END AS severity_level,
  h.critical_count, h.warning_count, h.worst_z AS worst_z_sigmas, h.worst_z_metric AS worst_metric_name
FROM infra_health_scores h
JOIN infra_v_resource r ON r.resource_id = h.resource_id;

-- Health of a resource on a day, 0 to 100 points; NULL where less than half of its weight could be judged.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW infra_v_health_day AS
SELECT
  h.metric_date, h.resource_id, r.type, r.account_id, r.region, r.name, r.owner, r.console_url,
  h.score AS score_points,
  CASE WHEN h.total_weight > 0 THEN 100e0 * h.judged_weight / h.total_weight END AS judged_weight_pct,
  JSON_UNQUOTE(JSON_EXTRACT(h.penalties, '$[0].metric')) COLLATE utf8mb4_bin AS worst_metric_name,
  JSON_EXTRACT(h.penalties, '$[0].points') + 0e0 AS worst_metric_points
FROM infra_health_scores h
JOIN infra_v_resource r ON r.resource_id = h.resource_id;

-- Scores with names and control limits, a row per series and day. sigma_value is the one that Z is measured with: never under the
-- metric's floor, NULL while the baseline has fewer than 14 days. we_rules names the Western Electric rules that hold.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW infra_v_score AS
SELECT
  s.metric_date, s.resource_id, r.type, r.account_id, r.region, r.name, r.owner, r.console_url,
  s.metric_name, m.title, m.unit, s.verdict, s.value, s.limit_value, m.upper_limit_value, m.lower_limit_value,
  s.n AS baseline_days, s.mean AS centre_line_value,
  CASE WHEN s.n >= 14 THEN GREATEST(s.sigma, m.sigma_floor_value, m.sigma_floor_share * ABS(s.mean)) END AS sigma_value,
  s.z AS z_sigmas, s.we1 AS is_we1, s.we2 AS is_we2, s.we3 AS is_we3, s.we4 AS is_we4,
  CONCAT_WS(
    ', ', CASE WHEN s.we1 = 1 THEN 'WE-1' END, CASE WHEN s.we2 = 1 THEN 'WE-2' END, CASE WHEN s.we3 = 1 THEN 'WE-3' END,
    CASE WHEN s.we4 = 1 THEN 'WE-4' END
  ) COLLATE utf8mb4_bin AS we_rules,
  s.roc AS rate_of_change_pct, s.roc_exceeded AS is_rate_of_change_exceeded, s.review AS is_review, s.conditions_met,
  s.health_penalty AS health_penalty_weight, s.penalty_reason,
  s.prediction_n AS prediction_days, s.expected_value, s.expected_low_value, s.expected_high_value,
  s.residual AS residual_sigmas, s.drift_score AS drift_limit_share, s.is_drift, s.is_spike, s.is_rebased, s.silence,
  s.forecast_days, s.forecast_earliest_days, s.forecast_latest_days, s.forecast_limit_value,
  s.learned_score, s.learned_version
FROM infra_anomaly_scores s
JOIN infra_v_resource r ON r.resource_id = s.resource_id
JOIN infra_v_metric m ON m.metric_name = s.metric_name;

-- Control chart of a series: ask for one resource_id and metric_name. we_mark_value is the value where a Western Electric rule holds.
-- The days come first, so that a series is found by the primary key of its table, not by reading all series of those days.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW infra_v_control_chart AS
SELECT
  s.*,
  s.centre_line_value + s.sigma_value AS upper_1_sigma_value, s.centre_line_value - s.sigma_value AS lower_1_sigma_value,
  s.centre_line_value + 2 * s.sigma_value AS upper_2_sigma_value, s.centre_line_value - 2 * s.sigma_value AS lower_2_sigma_value,
  s.centre_line_value + 3 * s.sigma_value AS upper_3_sigma_value, s.centre_line_value - 3 * s.sigma_value AS lower_3_sigma_value,
  CASE WHEN s.we_rules <> '' THEN s.value END AS we_mark_value
FROM (SELECT DISTINCT metric_date FROM infra_anomaly_scores) d
STRAIGHT_JOIN infra_v_score s ON s.metric_date = d.metric_date;

-- Days whose Z is in the warning band, flagged for review.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW infra_v_review_day AS
SELECT
  metric_date, resource_id, type, account_id, region, name, owner, console_url, metric_name, title, unit, value, centre_line_value,
  sigma_value, z_sigmas, we_rules, rate_of_change_pct
FROM infra_v_score
WHERE is_review = 1;

-- Alerts with their life. age_days counts from the opening day to the resolving one, or to the newest scored day. reason is the
-- evidence in words. told_on, acknowledged_by and silenced_until are what people were told and said of this alert.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW infra_v_alert AS
SELECT
  a.resource_id, r.type, r.account_id, r.region, r.name, r.owner, r.console_url, a.metric_name, m.title, m.unit, a.direction, a.class,
  a.severity, a.state, a.opened_on, a.last_met_on, a.resolved_on, a.resolve_reason,
  DATEDIFF(COALESCE(a.resolved_on, n.newest_date), a.opened_on) AS age_days, n.newest_date,
  a.value, a.expected_low AS expected_low_value, a.expected_high AS expected_high_value, a.z AS z_sigmas,
  COALESCE(
    (
      SELECT GROUP_CONCAT(c.words ORDER BY c.position SEPARATOR ', ') FROM infra_v_rule c
      WHERE JSON_CONTAINS(a.evidence, JSON_QUOTE(c.rule), '$.clauses')
    ),
    a.class
  ) AS reason,
  s.forecast_days, s.forecast_earliest_days, s.forecast_latest_days, s.forecast_limit_value, s.drift_score AS drift_limit_share,
  (
    SELECT MIN(t.scored_on) FROM infra_alert_action t
    WHERE t.resource_id = a.resource_id AND t.metric_name = a.metric_name AND t.direction = a.direction AND t.class = a.class
      AND t.action = 'told' AND a.opened_on <= t.scored_on + INTERVAL 1 DAY
  ) AS told_on,
  (
    SELECT GROUP_CONCAT(DISTINCT t.actor ORDER BY t.actor SEPARATOR ', ') FROM infra_alert_action t
    WHERE t.resource_id = a.resource_id AND t.metric_name = a.metric_name AND t.direction = a.direction AND t.class = a.class
      AND t.action = 'acknowledge' AND a.opened_on <= t.scored_on + INTERVAL 1 DAY
  ) AS acknowledged_by,
  (
    SELECT MAX(COALESCE(t.expires_on, DATE '9999-12-31')) FROM infra_alert_action t
    WHERE t.resource_id = a.resource_id AND t.metric_name = a.metric_name AND t.direction = a.direction AND t.class = a.class
      AND t.action = 'silence' AND a.opened_on <= t.scored_on + INTERVAL 1 DAY
      AND COALESCE(t.expires_on, DATE '9999-12-31') >= n.newest_date
  ) AS silenced_until
FROM infra_anomaly_alerts a
JOIN infra_v_newest_day n
JOIN infra_v_resource r ON r.resource_id = a.resource_id
JOIN infra_v_metric m ON m.metric_name = a.metric_name
LEFT JOIN infra_anomaly_scores s
  ON s.metric_date = n.newest_date AND s.resource_id = a.resource_id AND s.metric_name = a.metric_name;

-- Alerts that are open or acknowledged.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW infra_v_open_alert AS
SELECT * FROM infra_v_alert WHERE state IN ('open', 'acknowledged');

-- Every metric that a resource could have, on the newest scored day: watched, learning, no_data or not_applicable, and why.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW infra_v_coverage AS
SELECT
  n.newest_date, r.resource_id, r.type, r.account_id, r.region, r.name, r.owner, r.console_url, r.status, m.metric_name, m.title,
  CASE
    WHEN JSON_CONTAINS(r.traits, '"unsampled"') THEN 'not_applicable'
    WHEN NOT (
      JSON_CONTAINS(r.traits, m.required_traits) AND NOT JSON_OVERLAPS(r.traits, m.excluded_traits)
      AND (m.engines = '[]' OR JSON_CONTAINS(m.engines, JSON_QUOTE(COALESCE(r.engine, ''))))
    ) THEN 'not_applicable'
    WHEN s.verdict IN ('normal', 'warning', 'critical', 'flat', 'partial') THEN 'watched'
    WHEN s.verdict = 'learning' THEN 'learning'
    ELSE 'no_data'
  END COLLATE utf8mb4_bin AS state,
  CASE
    WHEN JSON_CONTAINS(r.traits, '"unsampled"') THEN 'left out by the sampling share of the config'
    WHEN NOT (
      JSON_CONTAINS(r.traits, m.required_traits) AND NOT JSON_OVERLAPS(r.traits, m.excluded_traits)
      AND (m.engines = '[]' OR JSON_CONTAINS(m.engines, JSON_QUOTE(COALESCE(r.engine, ''))))
    ) THEN m.applies_to
    WHEN s.verdict = 'partial' THEN 'part of the day only: limits are judged, statistics are not'
    WHEN s.verdict = 'learning' THEN CONCAT('baseline has ', s.n, ' days of the 14 that it needs')
    WHEN s.verdict IS NOT NULL AND s.verdict NOT IN ('no_data', 'not_available') THEN ''
    WHEN r.status = 'stale' THEN 'the account or region could not be asked'
    WHEN d.status = 'failed' THEN 'the source did not answer'
    WHEN d.status = 'not_available' THEN 'the source no longer keeps the day, or cannot say'
    WHEN d.status = 'no_data' THEN 'the source answered without a value'
    WHEN d.status IS NOT NULL THEN 'the source gave no value of the scored statistic'
    WHEN r.first_seen > n.newest_date THEN 'not there yet on the newest scored day'
    ELSE 'not collected'
  END COLLATE utf8mb4_bin AS reason
FROM infra_v_newest_day n
JOIN infra_v_resource r
JOIN infra_v_metric m ON m.resource_type = r.type
LEFT JOIN infra_anomaly_scores s
  ON s.metric_date = n.newest_date AND s.resource_id = r.resource_id AND s.metric_name = m.metric_name
LEFT JOIN infra_metric_daily d
  ON d.metric_date = n.newest_date AND d.resource_id = r.resource_id AND d.metric_name = m.metric_name
WHERE r.status <> 'gone';

-- Runs, one row each.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW infra_v_run AS
SELECT
  l.run_id, l.state, l.started_at, l.ended_at,
  TIMESTAMPDIFF(MICROSECOND, l.started_at, l.ended_at) / 1e6 AS duration_seconds,
  l.from_date, l.to_date, l.cost_usd,
  (SELECT CAST(SUM(t.api_calls) AS SIGNED) FROM infra_monitoring_pipeline_log t WHERE t.run_id = l.run_id AND t.step <> 'run') AS api_call_count,
  JSON_LENGTH(l.warnings) AS warning_count, l.error, l.config_hash, l.code_version, l.is_dry_run
FROM infra_monitoring_pipeline_log l
WHERE l.step = 'run';

-- Stages of runs, one row each. duration_seconds adds up what ran beside each other.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW infra_v_run_step AS
SELECT
  l.run_id, r.started_at AS run_started_at, r.to_date, l.step, l.state, l.duration_ms / 1e3 AS duration_seconds,
  l.in_count, l.out_count, l.skipped_count, l.api_calls AS api_call_count, l.api_units AS api_unit_count, l.cost_usd,
  JSON_LENGTH(l.warnings) AS warning_count, l.warnings, l.error
FROM infra_monitoring_pipeline_log r
JOIN infra_monitoring_pipeline_log l ON l.run_id = r.run_id AND l.step <> 'run'
WHERE r.step = 'run';

-- Sources by newest day of the runs: a later complete run of the same day mends an earlier partial one.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW infra_v_source_day AS
SELECT
  r.to_date,
  CASE l.step
    WHEN '03-collect-redis' THEN 'redis' WHEN '04-collect-rds' THEN 'rds' WHEN '05-collect-ec2' THEN 'ec2'
    WHEN '05b-collect-database' THEN 'database' ELSE 'cloudwatch'
  END COLLATE utf8mb4_bin AS source,
  MAX(l.state IN ('ok', 'skipped')) AS is_complete
FROM infra_monitoring_pipeline_log r
JOIN infra_monitoring_pipeline_log l
  ON l.run_id = r.run_id AND l.step IN ('03-collect-redis', '04-collect-rds', '05-collect-ec2', '05b-collect-database', '05c-collect-cloudwatch')
WHERE r.step = 'run' AND r.is_dry_run = 0
GROUP BY r.to_date, l.step;

-- How often each rule was right, by what people said: alerts whose opening names the rule, told to people, refuted by them.
-- precision_pct is the share of told alerts that nobody refuted; NULL where nobody was told.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW infra_v_rule_precision AS
SELECT
  c.rule, c.words, COUNT(a.opened_on) AS alert_count, CAST(COALESCE(SUM(a.is_told), 0) AS SIGNED) AS told_count,
  CAST(COALESCE(SUM(a.is_acknowledged), 0) AS SIGNED) AS acknowledged_count,
  CAST(COALESCE(SUM(a.is_refuted), 0) AS SIGNED) AS refuted_count,
  100e0 * SUM(a.is_told AND NOT a.is_refuted) / NULLIF(SUM(a.is_told), 0) AS precision_pct
FROM infra_v_rule c
LEFT JOIN (
  SELECT
    a.opened_on, a.opening_evidence,
    EXISTS (
      SELECT 1 FROM infra_alert_action t
      WHERE t.resource_id = a.resource_id AND t.metric_name = a.metric_name AND t.direction = a.direction AND t.class = a.class
        AND t.action = 'told' AND a.opened_on <= t.scored_on + INTERVAL 1 DAY
        AND (a.resolved_on IS NULL OR t.opened_on <= a.resolved_on)
    ) AS is_told,
    EXISTS (
      SELECT 1 FROM infra_alert_action t
      WHERE t.resource_id = a.resource_id AND t.metric_name = a.metric_name AND t.direction = a.direction AND t.class = a.class
        AND t.action = 'acknowledge' AND a.opened_on <= t.scored_on + INTERVAL 1 DAY
        AND (a.resolved_on IS NULL OR t.opened_on <= a.resolved_on)
    ) AS is_acknowledged,
    EXISTS (
      SELECT 1 FROM infra_alert_action t
      WHERE t.resource_id = a.resource_id AND t.metric_name = a.metric_name AND t.direction = a.direction AND t.class = a.class
        AND t.action = 'refute' AND a.opened_on <= t.scored_on + INTERVAL 1 DAY
        AND (a.resolved_on IS NULL OR t.opened_on <= a.resolved_on)
    ) AS is_refuted
  FROM infra_anomaly_alerts a
) a ON JSON_CONTAINS(a.opening_evidence, JSON_QUOTE(c.rule), '$.clauses')
GROUP BY c.rule, c.words;

INSERT INTO infra_run_lease (id, epoch) VALUES (1, 0) ON DUPLICATE KEY UPDATE id = id;

-- The checksum is of the structure above (npm run generate); code that knows another one refuses to write.
INSERT INTO infra_schema_version (version, checksum, applied_at)
VALUES (1, '9c37d389b2dd9cf2dec208a16fb1b40eb6c1a25200c3781792edeae920e2e288', UTC_TIMESTAMP(3))
ON DUPLICATE KEY UPDATE version = version;
