import {
  TooltipDisplayMode,
  VisibilityMode,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import { fieldProperty } from "./field-property.ts";
import { DATASOURCE, MySqlQuery } from "./mysql-query.ts";

export interface LineSpec {
  readonly title: string;
  readonly description: string;
  /** A column `time` and one number column per line. */
  readonly sql: string;
  /** Heading of each number column. */
  readonly lines: Readonly<Record<string, string>>;
  readonly unit: string;
  readonly width: number;
}

/** Values over time. */
export function linePanel({ title, description, sql, lines, unit, width }: LineSpec): PanelBuilder {
  const panel = new PanelBuilder()
    .title(title)
    .description(description)
    .datasource(DATASOURCE)
    .span(width)
    .height(8)
    .unit(unit)
    .lineWidth(2)
    .showPoints(VisibilityMode.Auto)
    .spanNulls(false)
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi))
    .withTarget(new MySqlQuery(sql, { format: "time_series" }));
  for (const [name, heading] of Object.entries(lines))
    panel.overrideByName(name, [fieldProperty("displayName", heading)]);
  return panel;
}
