import type { PanelBuilder } from "@grafana/grafana-foundation-sdk/table";
import { SEVERITY } from "./colours.ts";
import type { Column } from "./column.ts";
import { TO_RUNBOOK, TO_SERIES } from "./links.ts";
import { resourceColumns } from "./resource-columns.ts";
import { tablePanel } from "./table-panel.ts";
import { among, FLEET_FILTER, quoted } from "./variable.ts";

const VALUE_COLUMNS: readonly Column[] = [
  { name: "value", title: "Value", widthPx: 90, unit: "short" },
  { name: "expected_low_value", title: "Expected", widthPx: 90, unit: "short" },
  { name: "expected_high_value", title: "up to", widthPx: 90, unit: "short" },
  { name: "unit", title: "Unit", widthPx: 150 },
  { name: "z_sigmas", title: "Z, sigmas", widthPx: 95, decimals: 1 },
];

const FORECAST_COLUMNS: readonly Column[] = [
  { name: "forecast_days", title: "Limit in, days", widthPx: 115, decimals: 1 },
  { name: "forecast_earliest_days", title: "earliest", widthPx: 80, decimals: 1 },
];

/** What is open, worst first: before a forecast breach comes only what is breached. */
export function openAlerts(): PanelBuilder {
  return tablePanel({
    title: "Open alerts",
    description:
      "Critical first, then the nearest forecast breach, then the oldest. Class statistical is recorded and never told by itself. Dates are UTC days.",
    columns: [
      { name: "severity", title: "Severity", widthPx: 80, colours: SEVERITY, links: [TO_RUNBOOK] },
      { name: "age_days", title: "Age, days", widthPx: 95 },
      ...resourceColumns([TO_SERIES]),
      { name: "title", title: "Metric", widthPx: 210, links: [TO_SERIES] },
      { name: "reason", title: "Why", widthPx: 430 },
      ...VALUE_COLUMNS,
      ...FORECAST_COLUMNS,
      { name: "class", title: "Class", widthPx: 100 },
      { name: "told_on", title: "Told on", widthPx: 100 },
      { name: "acknowledged_by", title: "Acknowledged by", widthPx: 140 },
      { name: "silenced_until", title: "Silenced until", widthPx: 110 },
      { name: "metric_name" },
    ],
    from: `FROM infra_v_open_alert WHERE ${FLEET_FILTER} AND ${among("severity", "metric_name")} ORDER BY severity = 'critical' DESC, class = 'statistical', COALESCE(forecast_days, 1e9), age_days DESC, name, metric_name`,
    width: 24,
    height: 12,
    whenEmpty: "No open alert",
  });
}

/** Every alert that a resource had in the chosen range. */
export function alertHistory(): PanelBuilder {
  return tablePanel({
    title: "Alerts of this resource",
    description: "Newest first: open ones, and those that ended, with how they ended.",
    columns: [
      { name: "severity", title: "Severity", widthPx: 80, colours: SEVERITY },
      { name: "state", title: "State", widthPx: 110 },
      { name: "opened_on", title: "Opened on", widthPx: 100 },
      { name: "resolved_on", title: "Resolved on", widthPx: 100 },
      { name: "age_days", title: "Age, days", widthPx: 95 },
      { name: "title", title: "Metric", widthPx: 210, links: [TO_SERIES] },
      { name: "class", title: "Class", widthPx: 100 },
      { name: "reason", title: "Why", widthPx: 430 },
      ...VALUE_COLUMNS,
      { name: "resolve_reason", title: "Ended because", widthPx: 120 },
      { name: "told_on", title: "Told on", widthPx: 100 },
      { name: "resource_id" },
      { name: "metric_name" },
    ],
    from: `FROM infra_v_alert WHERE resource_id = ${quoted("resource_id")} AND opened_on <= $__timeTo() AND (resolved_on IS NULL OR resolved_on >= $__timeFrom()) ORDER BY opened_on DESC, metric_name`,
    width: 24,
    height: 8,
    whenEmpty: "No alert in this range",
  });
}

/** Z of 2 to 3: worth a look, not worth a message. */
export function reviewDays(): PanelBuilder {
  return tablePanel({
    title: "Days flagged for review",
    description: "|Z| of 2 to 3 in the chosen range, newest first; the 500 newest.",
    columns: [
      { name: "metric_date", title: "UTC day", widthPx: 100 },
      ...resourceColumns([TO_SERIES]),
      { name: "title", title: "Metric", widthPx: 210, links: [TO_SERIES] },
      { name: "z_sigmas", title: "Z, sigmas", widthPx: 95, decimals: 2 },
      { name: "value", title: "Value", widthPx: 90, unit: "short" },
      { name: "centre_line_value", title: "Mean of 30 days", widthPx: 125, unit: "short" },
      { name: "unit", title: "Unit", widthPx: 120 },
      { name: "we_rules", title: "Western Electric", widthPx: 130 },
      { name: "rate_of_change_pct", title: "Change, %", widthPx: 90, decimals: 1 },
      { name: "metric_name" },
    ],
    from: `FROM infra_v_review_day WHERE $__timeFilter(metric_date) AND ${FLEET_FILTER} AND ${among("metric_name")} ORDER BY metric_date DESC, resource_id DESC, metric_name DESC LIMIT 500`,
    width: 24,
    height: 10,
    whenEmpty: "Nothing was flagged in this range",
  });
}
