import { VisibilityMode } from "@grafana/grafana-foundation-sdk/common";
import { DashboardBuilder } from "@grafana/grafana-foundation-sdk/dashboard";
import {
  HeatmapColorMode,
  HeatmapColorOptionsBuilder,
  PanelBuilder as HeatmapPanelBuilder,
} from "@grafana/grafana-foundation-sdk/heatmap";
import { HEALTH } from "./colours.ts";
import { dayGrid } from "./day-grid.ts";
import { headerLinks, TAG, UIDS } from "./links.ts";
import { DATASOURCE, MySqlQuery } from "./mysql-query.ts";
import { tablePanel } from "./table-panel.ts";
import { datasourceVariable, FLEET_FILTER, fleetVariables, runbookVariable } from "./variable.ts";

/** How the whole fleet does, and which parts of it do worst. */
export function healthDashboard(runbookUrl: string): DashboardBuilder {
  return new DashboardBuilder("Infrastructure: fleet health")
    .uid(UIDS.health)
    .description(
      "Health of 0 to 100 points by resource and day; what could not be judged is never counted as healthy.",
    )
    .tags([TAG])
    .timezone("utc")
    .time({ from: "now-90d", to: "now" })
    .readonly()
    .links(headerLinks())
    .variables([datasourceVariable(), ...fleetVariables(), runbookVariable(runbookUrl)])
    .withPanel(distribution())
    .withPanel(healthByOwner())
    .withPanel(healthGrid());
}

const BAND = 10;
const BANDS = Array.from({ length: 10 }, (_, index) => ({ from: index * BAND, to: (index + 1) * BAND }));

/** Days x bands of health: as readable with ten thousand resources as with ten. */
function distribution(): HeatmapPanelBuilder {
  const bands = BANDS.map(
    ({ from, to }) =>
      `CAST(SUM(score_points >= ${from} AND score_points ${to === 100 ? "<=" : "<"} ${to}) AS SIGNED) AS \`${to}\``,
  );
  return new HeatmapPanelBuilder()
    .title("Fleet health: how many resources in which band, by day")
    .description(
      "Each column is a UTC day, each row ten points of health. Resources without a score are not in it.",
    )
    .datasource(DATASOURCE)
    .span(16)
    .height(11)
    .calculate(false)
    .cellGap(1)
    .showValue(VisibilityMode.Never)
    .color(new HeatmapColorOptionsBuilder().mode(HeatmapColorMode.Scheme).scheme("Blues").steps(32))
    .withTarget(
      new MySqlQuery(
        `SELECT CAST(metric_date AS DATETIME) AS time, ${bands.join(", ")} FROM infra_v_health_day WHERE $__timeFilter(metric_date) AND ${FLEET_FILTER} GROUP BY metric_date ORDER BY metric_date`,
        { format: "time_series" },
      ),
    );
}

function healthByOwner() {
  return tablePanel({
    title: "Newest day by service and owner",
    description: "Lowest mean first. Unjudged: less than half of the weight of its metrics could be judged.",
    columns: [
      { name: "type", title: "Service", widthPx: 80 },
      { name: "owner", title: "Owner", widthPx: 140 },
      { name: "resource_count", title: "Resources", widthPx: 85, sql: "COUNT(*)" },
      {
        name: "mean_points",
        title: "Mean, points",
        widthPx: 110,
        decimals: 0,
        colours: HEALTH,
        sql: "AVG(score_points)",
      },
      {
        name: "lowest_points",
        title: "Lowest",
        widthPx: 80,
        decimals: 0,
        colours: HEALTH,
        sql: "MIN(score_points)",
      },
      {
        name: "unjudged_count",
        title: "Unjudged",
        widthPx: 80,
        sql: "CAST(SUM(score_points IS NULL) AS SIGNED)",
      },
    ],
    from: `FROM infra_v_health_day WHERE metric_date = (SELECT newest_date FROM infra_v_newest_day) AND ${FLEET_FILTER} GROUP BY type, owner ORDER BY AVG(100 - score_points) DESC, type, owner`,
    width: 8,
    height: 11,
    whenEmpty: "No health was scored on the newest day",
  });
}

function healthGrid() {
  return dayGrid({
    title: "Health by resource and day, worst first",
    description:
      "Points of 0 to 100; a dot where less than half of the weight could be judged. Columns count UTC days back from the end of the chosen range; first come resources with the lowest score of the last three days.",
    view: "infra_v_health_day",
    value: "score_points",
    colours: HEALTH,
    summary: [
      { name: "mean_points", title: "Mean, points", widthPx: 110, decimals: 0, sql: "AVG(score_points)" },
      { name: "lowest_points", title: "Lowest", widthPx: 80, decimals: 0, sql: "MIN(score_points)" },
    ],
    orderBy: [
      "MAX(CASE WHEN metric_date >= DATE($__timeTo()) - INTERVAL 3 DAY THEN 100 - score_points END)",
      "AVG(100 - score_points)",
    ],
  });
}
