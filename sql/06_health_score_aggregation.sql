-- Health of each resource on the days @from to @to, from the penalties stored with the scores. It only reads.
--
-- By hand:   mysql test < sql/06_health_score_aggregation.sql                          (the newest scored day)
--
-- A metric loses 100 x penalty / judged weight points, rounded half up to a tenth; the score is 100 less the sum, at least 0.
-- NULL where less than half of the weight could be judged: missing data is not health. MySQL 8 and MariaDB 10.11.

SET NAMES utf8mb4;
SET SESSION group_concat_max_len = 1000000;
SET @run_date = COALESCE(@run_date, (SELECT MAX(metric_date) FROM infra_anomaly_scores));
SET @from = COALESCE(@from, @run_date);
SET @to = COALESCE(@to, @run_date);

WITH weights AS (
  SELECT
    metric_date, resource_id,
    SUM(health_weight) AS total_weight,
    SUM(CASE WHEN health_penalty IS NULL THEN 0e0 ELSE health_weight END) AS judged_weight
  FROM infra_anomaly_scores
  WHERE metric_date BETWEEN CAST(@from AS DATE) AND CAST(@to AS DATE)
  GROUP BY metric_date, resource_id
),
-- In tenths of a point, which are whole numbers: their sum has no rounding error.
losses AS (
  SELECT
    s.metric_date, s.resource_id, s.metric_name, w.total_weight, w.judged_weight,
    CASE WHEN w.judged_weight > 0 THEN FLOOR(1000e0 * COALESCE(s.health_penalty, 0e0) / w.judged_weight + 0.5e0) ELSE 0e0 END
      AS lost_tenths
  FROM infra_anomaly_scores s
  JOIN weights w ON w.metric_date = s.metric_date AND w.resource_id = s.resource_id
)
SELECT
  metric_date,
  resource_id,
  CASE
    WHEN judged_weight <= 0 OR judged_weight < total_weight / 2 THEN NULL
    ELSE GREATEST(0e0, 1000e0 - SUM(lost_tenths)) / 10
  END AS score,
  judged_weight,
  total_weight,
  CONCAT(
    '[',
    COALESCE(
      GROUP_CONCAT(
        CASE WHEN lost_tenths > 0
          THEN CONCAT('{"metric":', JSON_QUOTE(metric_name), ',"points":', CAST(lost_tenths / 10 AS CHAR), '}')
        END
        ORDER BY lost_tenths DESC, metric_name SEPARATOR ','
      ),
      ''
    ),
    ']'
  ) AS penalties
FROM losses
GROUP BY metric_date, resource_id, total_weight, judged_weight
ORDER BY metric_date, resource_id;
