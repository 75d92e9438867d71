import { COVERAGE_STATE } from "./colours.ts";
import { TO_SERIES } from "./links.ts";
import { resourceColumns } from "./resource-columns.ts";
import { statPanel } from "./stat-panel.ts";
import { tablePanel } from "./table-panel.ts";
import { FLEET_FILTER } from "./variable.ts";

/** How much of what applies is seen. */
export function watchedShare() {
  return statPanel({
    title: "Series watched",
    description:
      "Of those that apply, on the newest day: a verdict, or limits judged. The rest learns or has no data.",
    sql: `SELECT 100 * SUM(state = 'watched') / NULLIF(SUM(state <> 'not_applicable'), 0) AS watched_pct FROM infra_v_coverage WHERE ${FLEET_FILTER}`,
    unit: "percent",
    steps: [
      { value: null, color: "red" },
      { value: 80, color: "orange" },
      { value: 95, color: "green" },
    ],
    width: 6,
  });
}

/** Why the rest is not. */
export function coverage() {
  return tablePanel({
    title: "Coverage: series by service and state, and why",
    description: "On the newest scored day; every metric of each resource's type is in one of the states.",
    columns: [
      { name: "type", title: "Service", widthPx: 80 },
      { name: "state", title: "State", widthPx: 120, colours: COVERAGE_STATE },
      { name: "reason", title: "Why" },
      { name: "series_count", title: "Series", widthPx: 80, sql: "COUNT(*)" },
      { name: "resource_count", title: "Resources", widthPx: 90, sql: "COUNT(DISTINCT resource_id)" },
    ],
    from: `FROM infra_v_coverage WHERE ${FLEET_FILTER} GROUP BY type, state, reason ORDER BY type, FIELD(state, 'no_data', 'learning', 'watched', 'not_applicable'), series_count DESC`,
    width: 12,
    height: 10,
    whenEmpty: "Nothing was scored yet",
  });
}

/** The rest by name. */
export function notWatched() {
  return tablePanel({
    title: "What is not seen",
    description: "Series that apply but have no data, or learn, on the newest scored day; the first 500.",
    columns: [
      ...resourceColumns(),
      { name: "title", title: "Metric", widthPx: 210, links: [TO_SERIES] },
      { name: "state", title: "State", widthPx: 100, colours: COVERAGE_STATE },
      { name: "reason", title: "Why" },
      { name: "metric_name" },
    ],
    from: `FROM infra_v_coverage WHERE state IN ('no_data', 'learning') AND ${FLEET_FILTER} ORDER BY state DESC, type, name, title LIMIT 500`,
    width: 12,
    height: 10,
    whenEmpty: "Every series that applies is watched",
  });
}

/** What people said of each rule's alerts. */
export function precision() {
  return tablePanel({
    title: "How often each rule was right",
    description:
      "Alerts that people were told and that nobody refuted, as a share; a rule that told nobody cannot say.",
    columns: [
      { name: "rule", title: "Rule", widthPx: 190 },
      { name: "words", title: "In words" },
      { name: "alert_count", title: "Alerts", widthPx: 90 },
      { name: "told_count", title: "Told", widthPx: 90 },
      { name: "acknowledged_count", title: "Acknowledged", widthPx: 120 },
      { name: "refuted_count", title: "Refuted", widthPx: 90 },
      { name: "precision_pct", title: "Precision", widthPx: 100, unit: "percent", decimals: 0 },
    ],
    from: "FROM infra_v_rule_precision ORDER BY told_count DESC, alert_count DESC, rule",
    width: 24,
    height: 9,
    whenEmpty: "No rule is known",
  });
}
