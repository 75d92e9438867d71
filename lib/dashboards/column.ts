import { TableCellDisplayMode, type TableCellOptions } from "@grafana/grafana-foundation-sdk/common";
import type { DynamicConfigValue, ValueMapping } from "@grafana/grafana-foundation-sdk/dashboard";
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
  if (title === undefined) return [{ id: "custom.hidden", value: true }];
  return [
    { id: "displayName", value: title },
    ...property("custom.width", widthPx),
    ...property("unit", unit),
    ...property("decimals", decimals),
    ...(colours === undefined
      ? []
      : [
          { id: "custom.cellOptions", value: COLOURED },
          { id: "mappings", value: colours },
        ]),
    ...property("links", links),
  ];
}

const COLOURED: TableCellOptions = { type: TableCellDisplayMode.ColorBackground };

function property<T>(id: string, value: T | undefined): DynamicConfigValue[] {
  return value === undefined ? [] : [{ id, value }];
}
