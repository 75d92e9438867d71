import { TableCellDisplayMode, type TableCellOptions } from "@grafana/grafana-foundation-sdk/common";
import type { DynamicConfigValue, ValueMapping } from "@grafana/grafana-foundation-sdk/dashboard";
import { fieldProperty, HIDDEN } from "./field-property.ts";
import type { PanelLink } from "./links.ts";

/** One column of a table: what is selected, and how it is shown. */
export interface Column {
  /** Column of the view, and of the result. */
  readonly name: string;
  /** Heading, with the unit; absent: the column is only there for links. */
  readonly title?: string;
  /** Expression, where it is not the column itself. */
  readonly sql?: string;
  readonly widthPx?: number;
  /** Unit by Grafana's name. */
  readonly unit?: string;
  readonly decimals?: number;
  /** Colours the background of the cell. */
  readonly colours?: readonly ValueMapping[];
  readonly links?: readonly PanelLink[];
}

/** @example selected([{ name: "a" }, { name: "b", sql: "MAX(b)" }]) // "a, MAX(b) AS b" */
export function selected(columns: readonly Column[]): string {
  return columns.map(({ name, sql }) => (sql === undefined ? name : `${sql} AS ${name}`)).join(", ");
}

/** How Grafana is told to show a column. */
export function overrideOf(column: Column): { name: string; properties: DynamicConfigValue[] } {
  return { name: column.name.replaceAll("`", ""), properties: propertiesOf(column) };
}

function propertiesOf({ title, widthPx, unit, decimals, colours, links }: Column): DynamicConfigValue[] {
  if (title === undefined) return [...HIDDEN];
  return [
    fieldProperty("displayName", title),
    ...(widthPx === undefined ? [] : [fieldProperty("custom.width", widthPx)]),
    ...(unit === undefined ? [] : [fieldProperty("unit", unit)]),
    ...(decimals === undefined ? [] : [fieldProperty("decimals", decimals)]),
    ...(colours === undefined
      ? []
      : [fieldProperty("custom.cellOptions", COLOURED), fieldProperty("mappings", [...colours])]),
    ...(links === undefined ? [] : [fieldProperty("links", links)]),
  ];
}

const COLOURED: TableCellOptions = { type: TableCellDisplayMode.ColorBackground };
