import {
  AxisPlacement,
  GraphDrawStyle,
  LegendDisplayMode,
  LegendPlacement,
  LineStyleBuilder,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import { type DynamicConfigValue, FieldColorModeId } from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import { fieldProperty } from "./field-property.ts";
import { DATASOURCE, MySqlQuery } from "./mysql-query.ts";
import { quoted } from "./variable.ts";

/** One line of the chart. */
interface Line {
  readonly name: string;
  readonly title: string;
  readonly color: string;
  readonly look: "points" | "line" | "thin" | "dashed" | "marks" | "band";
}

const LINES: readonly Line[] = [
  { name: "expected_low_value", title: "Expected, low", color: "blue", look: "band" },
  { name: "expected_high_value", title: "Expected, high", color: "blue", look: "band" },
  { name: "centre_line_value", title: "Mean of 30 days", color: "green", look: "line" },
  { name: "upper_1_sigma_value", title: "+1 sigma", color: "semi-dark-green", look: "thin" },
  { name: "lower_1_sigma_value", title: "-1 sigma", color: "semi-dark-green", look: "thin" },
  { name: "upper_2_sigma_value", title: "+2 sigma", color: "orange", look: "thin" },
  { name: "lower_2_sigma_value", title: "-2 sigma", color: "orange", look: "thin" },
  { name: "upper_3_sigma_value", title: "+3 sigma", color: "red", look: "dashed" },
  { name: "lower_3_sigma_value", title: "-3 sigma", color: "red", look: "dashed" },
  { name: "upper_limit_value", title: "Upper hard limit", color: "dark-red", look: "line" },
  { name: "lower_limit_value", title: "Lower hard limit", color: "dark-red", look: "line" },
  { name: "value", title: "Value", color: "text", look: "points" },
  { name: "we_mark_value", title: "Western Electric rule", color: "red", look: "marks" },
  { name: "forecast_value", title: "Forecast", color: "purple", look: "dashed" },
];

/** Refs of the queries: lines, forecast, unit. */
const SERIES = `resource_id = ${quoted("resource_id")} AND metric_name = ${quoted("metric_name")}`;
const UNIT_REF = "unit";

const DAILY = LINES.filter(({ name }) => name !== "forecast_value").map(({ name }) => name);
const DAYS_SQL = `SELECT CAST(metric_date AS DATETIME) AS time, ${DAILY.join(", ")} FROM infra_v_control_chart WHERE ${SERIES} AND $__timeFilter(metric_date) ORDER BY metric_date`;

/** Two points: the newest day, and the day on which its trend meets the limit. */
const FORECAST_FROM = `FROM infra_v_control_chart WHERE ${SERIES} AND metric_date = (SELECT newest_date FROM infra_v_newest_day) AND forecast_days IS NOT NULL`;
const FORECAST_SQL = `SELECT CAST(metric_date AS DATETIME) AS time, value AS forecast_value ${FORECAST_FROM} UNION ALL SELECT CAST(metric_date AS DATETIME) + INTERVAL ROUND(24 * forecast_days) HOUR, forecast_limit_value ${FORECAST_FROM} ORDER BY time`;

/** Grafana's names of our units. */
const UNIT_SQL = `SELECT CASE unit WHEN 'percent' THEN 'percent' WHEN 'bytes' THEN 'bytes' WHEN 'bytes_per_second' THEN 'binBps' WHEN 'milliseconds' THEN 'ms' WHEN 'seconds' THEN 's' WHEN 'per_second' THEN 'suffix:/s' WHEN 'ratio' THEN 'percentunit' ELSE 'short' END AS unit FROM infra_v_metric WHERE metric_name = ${quoted("metric_name")}`;

/** Value, centre line, limits of 1, 2 and 3 sigma, expected range, hard limits, marks of the rules, and where the trend leads. */
export function controlChart(): PanelBuilder {
  const panel = new PanelBuilder()
    .title("Control chart")
    .description(
      "Each day against the 30 days before it. Red dots: a Western Electric rule holds. Shaded: what the adjusted baseline, which knows weekdays, expects. Purple: where the trend meets the limit. A missing day is a gap, never a zero.",
    )
    .datasource(DATASOURCE)
    .span(24)
    .height(14)
    .axisPlacement(AxisPlacement.Left)
    .spanNulls(false)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true)
        .calcs([]),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi))
    .withTarget(new MySqlQuery(DAYS_SQL, { format: "time_series" }))
    .withTarget(new MySqlQuery(FORECAST_SQL, { refId: "B", format: "time_series" }))
    .withTarget(new MySqlQuery(UNIT_SQL, { refId: UNIT_REF }))
    .withTransformation({
      id: "configFromData",
      options: {
        configRefId: UNIT_REF,
        applyTo: { id: "byType", options: "number" },
        mappings: [{ fieldName: "unit", handlerKey: "unit" }],
      },
    });
  for (const line of LINES) panel.overrideByName(line.name, lineProperties(line));
  return panel;
}

function lineProperties({ title, color, look, name }: Line): DynamicConfigValue[] {
  return [
    fieldProperty("displayName", title),
    fieldProperty("color", { mode: FieldColorModeId.Fixed, fixedColor: color }),
    ...LOOKS[look],
    ...(name === "expected_high_value"
      ? [fieldProperty("custom.fillBelowTo", "Expected, low"), fieldProperty("custom.fillOpacity", 12)]
      : []),
  ];
}

const DASH = new LineStyleBuilder().fill("dash").dash([8, 6]).build();

const LOOKS: Readonly<Record<Line["look"], DynamicConfigValue[]>> = {
  points: [
    fieldProperty("custom.lineWidth", 2),
    fieldProperty("custom.showPoints", VisibilityMode.Always),
    fieldProperty("custom.pointSize", 6),
  ],
  line: [fieldProperty("custom.lineWidth", 1)],
  thin: [
    fieldProperty("custom.lineWidth", 1),
    fieldProperty("custom.lineStyle", new LineStyleBuilder().fill("dot").dash([2, 4]).build()),
  ],
  dashed: [fieldProperty("custom.lineWidth", 2), fieldProperty("custom.lineStyle", DASH)],
  marks: [fieldProperty("custom.drawStyle", GraphDrawStyle.Points), fieldProperty("custom.pointSize", 12)],
  band: [fieldProperty("custom.lineWidth", 0)],
};
