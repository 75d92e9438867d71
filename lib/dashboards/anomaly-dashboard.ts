import { DashboardBuilder } from "@grafana/grafana-foundation-sdk/dashboard";
import { openAlerts, reviewDays } from "./alert-tables.ts";
import { SEVERITY_LEVEL } from "./colours.ts";
import { dayGrid } from "./day-grid.ts";
import { headerLinks, TAG, UIDS } from "./links.ts";
import { badFrom, NEUTRAL, statPanel } from "./stat-panel.ts";
import {
  datasourceVariable,
  FLEET_FILTER,
  fleetVariables,
  metricsVariable,
  runbookVariable,
  severityVariable,
} from "./variable.ts";

/** The first look of the morning: what is wrong now, where, and since when. */
export function anomalyDashboard(runbookUrl: string): DashboardBuilder {
  return new DashboardBuilder("Infrastructure: anomalies")
    .uid(UIDS.anomalies)
    .description(
      "What departs from its own past: open alerts, anomalies by resource and day, days flagged for review.",
    )
    .tags([TAG])
    .timezone("utc")
    .time({ from: "now-30d", to: "now" })
    .readonly()
    .links(headerLinks())
    .variables([
      datasourceVariable(),
      ...fleetVariables(),
      severityVariable(),
      metricsVariable(),
      runbookVariable(runbookUrl),
    ])
    .withPanel(alertCount("critical", badFrom(null, 1)))
    .withPanel(alertCount("warning", badFrom(1, null)))
    .withPanel(nearestBreach())
    .withPanel(newestDay())
    .withPanel(openAlerts())
    .withPanel(anomalyGrid())
    .withPanel(reviewDays());
}

function alertCount(severity: "critical" | "warning", steps: ReturnType<typeof badFrom>) {
  return statPanel({
    title: `Open alerts, ${severity}`,
    description: "Without those of class statistical, which are recorded and never told by themselves.",
    sql: `SELECT COUNT(*) AS open_alert_count FROM infra_v_open_alert WHERE severity = '${severity}' AND class <> 'statistical' AND ${FLEET_FILTER}`,
    steps,
    width: 6,
  });
}

function nearestBreach() {
  return statPanel({
    title: "Nearest forecast breach",
    description: "Days until the first metric with an open alert crosses its limit if its trend goes on.",
    sql: `SELECT MIN(forecast_days) AS nearest_breach_days FROM infra_v_open_alert WHERE ${FLEET_FILTER}`,
    unit: "d",
    steps: [
      { value: null, color: "red" },
      { value: 3, color: "orange" },
      { value: 14, color: "text" },
    ],
    width: 6,
  });
}

function newestDay() {
  return statPanel({
    title: "Newest scored day",
    description: "Everything here is as of the end of this UTC day.",
    sql: "SELECT UNIX_TIMESTAMP(newest_date) * 1000 AS newest_day_ms FROM infra_v_newest_day",
    unit: "dateTimeFromNow",
    steps: NEUTRAL,
    width: 6,
  });
}

function anomalyGrid() {
  return dayGrid({
    title: "Anomalies by resource and day, worst first",
    description:
      "!! critical: |Z| of 3 or more, or beyond a hard limit. ! warning: |Z| of 2 to 3, a Western Electric rule, a drift, data that stopped. Blank: none. Dot: no metric could be judged. Columns count UTC days back from the end of the chosen range; first come resources with the worst of the last three days.",
    view: "infra_v_anomaly_day",
    value: "severity_level",
    colours: SEVERITY_LEVEL,
    summary: [
      {
        name: "critical_days",
        title: "Critical, days",
        widthPx: 115,
        sql: "CAST(SUM(severity_level = 2) AS SIGNED)",
      },
      {
        name: "worst_z_sigmas",
        title: "Worst |Z|",
        widthPx: 80,
        decimals: 1,
        sql: "MAX(ABS(worst_z_sigmas))",
      },
    ],
    orderBy: [
      "MAX(CASE WHEN metric_date >= DATE($__timeTo()) - INTERVAL 3 DAY THEN severity_level END)",
      "SUM(severity_level = 2)",
      "SUM(severity_level = 1)",
    ],
  });
}
