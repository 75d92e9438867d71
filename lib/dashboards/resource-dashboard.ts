import { DashboardBuilder } from "@grafana/grafana-foundation-sdk/dashboard";
import { alertHistory } from "./alert-tables.ts";
import { COVERAGE_STATE, VERDICT } from "./colours.ts";
import { controlChart } from "./control-chart.ts";
import { linePanel } from "./line-panel.ts";
import { headerLinks, TAG, TO_CONSOLE, TO_SERIES, UIDS } from "./links.ts";
import { tablePanel } from "./table-panel.ts";
import { datasourceVariable, fleetVariables, quoted, runbookVariable, seriesVariables } from "./variable.ts";

const OF_RESOURCE = `resource_id = ${quoted("resource_id")}`;
const OF_SERIES = `${OF_RESOURCE} AND metric_name = ${quoted("metric_name")}`;

/** One resource: what it is, every metric of its newest day, and the control chart of one of them. */
export function resourceDashboard(runbookUrl: string): DashboardBuilder {
  return new DashboardBuilder("Infrastructure: one resource")
    .uid(UIDS.resource)
    .description(
      "From an alert to its explanation: the control chart of a series, the resource's other metrics, its past alerts.",
    )
    .tags([TAG])
    .timezone("utc")
    .time({ from: "now-90d", to: "now+14d" })
    .readonly()
    .links(headerLinks())
    .variables([datasourceVariable(), ...fleetVariables(), ...seriesVariables(), runbookVariable(runbookUrl)])
    .withPanel(facts())
    .withPanel(controlChart())
    .withPanel(drift())
    .withPanel(health())
    .withPanel(metrics())
    .withPanel(alertHistory());
}

function facts() {
  return tablePanel({
    title: "What it is",
    description: "As the inventory last described it.",
    columns: [
      { name: "name", title: "Resource", widthPx: 220, links: [TO_CONSOLE] },
      { name: "type", title: "Service", widthPx: 80 },
      { name: "engine", title: "Engine", widthPx: 130 },
      { name: "instance_class", title: "Size", widthPx: 140 },
      { name: "account_id", title: "Account", widthPx: 130 },
      { name: "region", title: "Region", widthPx: 110 },
      { name: "owner", title: "Owner", widthPx: 140 },
      { name: "status", title: "Inventory", widthPx: 100 },
      { name: "first_seen", title: "First seen", widthPx: 100 },
      { name: "last_seen", title: "Last seen", widthPx: 100 },
      { name: "resource_id", title: "ARN or address" },
      { name: "console_url" },
    ],
    from: `FROM infra_v_resource WHERE ${OF_RESOURCE}`,
    width: 24,
    height: 3,
    whenEmpty: "Choose a resource",
  });
}

function drift() {
  return linePanel({
    title: "Drift, as a share of its control limit",
    description:
      "Slow departure of the chosen metric from what the adjusted baseline expects, signed; beyond 1 or -1 it signals.",
    sql: `SELECT CAST(metric_date AS DATETIME) AS time, drift_limit_share, residual_sigmas FROM infra_v_control_chart WHERE ${OF_SERIES} AND $__timeFilter(metric_date) ORDER BY metric_date`,
    lines: { drift_limit_share: "Drift, share of limit", residual_sigmas: "Residual, adjusted sigmas" },
    unit: "short",
    width: 12,
  });
}

function health() {
  return linePanel({
    title: "Health of the resource",
    description: "0 to 100 points; a gap where less than half of the weight of its metrics could be judged.",
    sql: `SELECT CAST(metric_date AS DATETIME) AS time, score_points, judged_weight_pct FROM infra_v_health_day WHERE ${OF_RESOURCE} AND $__timeFilter(metric_date) ORDER BY metric_date`,
    lines: { score_points: "Health, points", judged_weight_pct: "Judged weight, %" },
    unit: "short",
    width: 12,
  });
}

function metrics() {
  return tablePanel({
    title: "All metrics on the newest day",
    description: "Every metric that its type can have: what was said of it, or why nothing could be said.",
    columns: [
      { name: "title", title: "Metric", widthPx: 200, sql: "c.title", links: [TO_SERIES] },
      { name: "state", title: "Coverage", widthPx: 120, colours: COVERAGE_STATE },
      { name: "reason", title: "Why not", widthPx: 260 },
      { name: "verdict", title: "Verdict", widthPx: 100, colours: VERDICT },
      { name: "value", title: "Value", widthPx: 100, unit: "short" },
      { name: "unit", title: "Unit", widthPx: 150 },
      { name: "z_sigmas", title: "Z, sigmas", widthPx: 90, decimals: 2 },
      { name: "we_rules", title: "Western Electric", widthPx: 130 },
      { name: "drift_limit_share", title: "Drift, share", widthPx: 100, decimals: 2 },
      { name: "forecast_days", title: "Limit in, days", widthPx: 110, decimals: 1 },
      { name: "baseline_days", title: "Baseline, days", widthPx: 110 },
      { name: "metric_name", sql: "c.metric_name" },
      { name: "resource_id", sql: "c.resource_id" },
    ],
    from: `FROM infra_v_coverage c LEFT JOIN infra_v_score s ON s.metric_date = c.newest_date AND s.resource_id = c.resource_id AND s.metric_name = c.metric_name WHERE c.${OF_RESOURCE} ORDER BY ABS(s.z_sigmas) DESC, c.title`,
    width: 24,
    height: 10,
    whenEmpty: "This resource has no metric",
  });
}
