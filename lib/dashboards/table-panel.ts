import { TableCellHeight, TableFooterOptionsBuilder } from "@grafana/grafana-foundation-sdk/common";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/table";
import { type Column, overrideOf, selected } from "./column.ts";
import { DATASOURCE, MySqlQuery } from "./mysql-query.ts";

export interface TableSpec {
  readonly title: string;
  /** What a reader has to know; shown behind the (i). */
  readonly description: string;
  readonly columns: readonly Column[];
  /** What follows the selected columns, from FROM on. */
  readonly from: string;
  /** Of 24 columns. */
  readonly width: number;
  /** Of grid units of 30 px. */
  readonly height: number;
  /** What an empty table means. */
  readonly whenEmpty: string;
}

/** A table of one query in the order of the query, a page at a time. */
export function tablePanel({ columns, from, ...spec }: TableSpec): PanelBuilder {
  const panel = new PanelBuilder()
    .title(spec.title)
    .description(spec.description)
    .datasource(DATASOURCE)
    .span(spec.width)
    .height(spec.height)
    .noValue(spec.whenEmpty)
    .cellHeight(TableCellHeight.Sm)
    .filterable(true)
    .footer(new TableFooterOptionsBuilder().show(false).enablePagination(true).reducer([]))
    .withTarget(new MySqlQuery(`SELECT ${selected(columns)} ${from}`));
  for (const { name, properties } of columns.map(overrideOf)) panel.overrideByName(name, properties);
  return panel;
}
