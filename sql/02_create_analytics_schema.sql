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
  source ENUM('redis', 'rds', 'ec2', 'database') NOT NULL COMMENT 'Collector that asked: Prometheus, CloudWatch, CloudWatch, MCP gateway',
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
  run_id VARCHAR(80) NOT NULL COMMENT 'Run that wrote the row',
  PRIMARY KEY (metric_date, resource_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'Health of each resource: one row per resource and UTC day';

CREATE TABLE IF NOT EXISTS infra_anomaly_alerts (
  resource_id VARCHAR(512) NOT NULL COMMENT 'Resource, as in infra_fleet_inventory',
  metric_name VARCHAR(64) NOT NULL COMMENT 'Metric, as in infra_metric_daily',
  direction ENUM('up', 'down') NOT NULL COMMENT 'Side to which the value departs',
  class ENUM('limit', 'condition', 'prediction', 'silence', 'statistical') NOT NULL COMMENT 'Hard limit, condition of the specification, drift or forecast, missing or frozen data, or statistics beside them (never told by themselves)',
  opened_on DATE NOT NULL COMMENT 'First UTC day on which the condition held',
  triggered_at DATETIME NOT NULL COMMENT 'End of the opening UTC day: the earliest instant at which it could be known',
  severity ENUM('warning', 'critical') NOT NULL COMMENT 'Highest evidence so far',
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
  type ENUM('ec2', 'rds', 'redis') NOT NULL COMMENT 'Kind of resource',
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
  kind VARCHAR(16) NOT NULL COMMENT 'daily, starting or digest',
  subject VARCHAR(255) NOT NULL COMMENT 'Subject line',
  body MEDIUMTEXT NOT NULL COMMENT 'Text',
  told JSON NOT NULL COMMENT 'Array of the alerts that it names',
  created_at DATETIME(3) NOT NULL COMMENT 'When it was written, UTC',
  sent_at DATETIME(3) NULL COMMENT 'When it was sent, UTC; NULL while it waits',
  PRIMARY KEY (run_id, topic, seq),
  KEY waiting (sent_at, created_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'Messages to people: written with the alerts, sent afterwards';

INSERT INTO infra_run_lease (id, epoch) VALUES (1, 0) ON DUPLICATE KEY UPDATE id = id;

-- The checksum is of the structure above (npm run generate); code that knows another one refuses to write.
INSERT INTO infra_schema_version (version, checksum, applied_at)
VALUES (1, '71377bd52686accdb498e54520f8f467847a802a07fddcfde9a732634637bfb6', UTC_TIMESTAMP(3))
ON DUPLICATE KEY UPDATE version = version;
