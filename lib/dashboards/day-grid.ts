import type { ValueMapping } from "@grafana/grafana-foundation-sdk/dashboard";
import type { PanelBuilder } from "@grafana/grafana-foundation-sdk/table";
import { type Column, selected } from "./column.ts";
import { resourceColumns } from "./resource-columns.ts";
import { tablePanel } from "./table-panel.ts";
import { FLEET_FILTER } from "./variable.ts";

/** Three weeks: as many cells as fit beside a name. */
const DAYS = 21;

export interface DayGridSpec {
  readonly title: string;
  readonly description: string;
  readonly view: "infra_v_anomaly_day" | "infra_v_health_day";
  /** Column of the view that colours a cell. */
  readonly value: string;
  readonly colours: readonly ValueMapping[];
  /** Further columns, each with an aggregate over the days. */
  readonly summary: readonly Column[];
  /** Aggregates, each the larger the worse, the first the most important. */
  readonly orderBy: readonly string[];
}

/**
 * Resource x day as a table with coloured cells, worst first: with hundreds of resources a heatmap loses its labels, a table keeps the
 * name beside its cells and a page at a time. Columns count days back from the end of the chosen range, because a table's columns are
 * fixed and the dates are not.
 */
export function dayGrid({ view, value, colours, summary, orderBy, ...spec }: DayGridSpec): PanelBuilder {
  const days = Array.from({ length: DAYS }, (_, index) => dayColumn(DAYS - index, value, colours));
  const aggregates = [...summary, ...days];
  const ranks = orderBy.map((sql, index) => ({ name: `rank_${index + 1}`, sql }));
  // Names and links are looked up once a resource, after its days were folded into one row.
  const folded = `SELECT resource_id, ${selected([...aggregates, ...ranks])} FROM ${view} WHERE metric_date BETWEEN DATE($__timeTo()) - INTERVAL ${DAYS} DAY AND $__timeTo() AND ${FLEET_FILTER} GROUP BY resource_id`;
  return tablePanel({
    ...spec,
    columns: [...resourceColumns(), ...aggregates.map(({ sql, ...column }) => column)],
    from: `FROM (${folded}) g JOIN infra_v_resource r USING (resource_id) ORDER BY ${ranks.map(({ name }) => `${name} DESC`).join(", ")}, name, resource_id`,
    width: 24,
    height: 18,
    whenEmpty: "No day was scored in this range for these resources",
  });
}

/** Yesterday of the end of the range is 1. */
function dayColumn(daysBack: number, value: string, colours: readonly ValueMapping[]): Column {
  return {
    name: `\`-${daysBack}\``,
    title: String(daysBack),
    sql: `MAX(CASE WHEN metric_date = DATE($__timeTo()) - INTERVAL ${daysBack} DAY THEN ${value} END)`,
    widthPx: 36,
    decimals: 0,
    colours,
  };
}
