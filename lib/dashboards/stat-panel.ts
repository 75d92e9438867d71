import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
} from "@grafana/grafana-foundation-sdk/common";
import {
  type Threshold,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/stat";
import { DATASOURCE, MySqlQuery } from "./mysql-query.ts";

export interface StatSpec {
  readonly title: string;
  readonly description: string;
  /** One row with one column. */
  readonly sql: string;
  readonly unit?: string;
  /** From good to bad; the first has no value. */
  readonly steps: readonly Threshold[];
  readonly width: number;
}

/** One number, coloured by what it means. */
export function statPanel({ title, description, sql, unit, steps, width }: StatSpec): PanelBuilder {
  const panel = new PanelBuilder()
    .title(title)
    .description(description)
    .datasource(DATASOURCE)
    .span(width)
    .height(4)
    .noValue("cannot say")
    .colorMode(BigValueColorMode.Value)
    .graphMode(BigValueGraphMode.None)
    .textMode(BigValueTextMode.Value)
    .thresholds(new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([...steps]))
    .withTarget(new MySqlQuery(sql));
  return unit === undefined ? panel : panel.unit(unit);
}

/** Green up to the first bad value. */
export function badFrom(amber: number | null, red: number | null): Threshold[] {
  return [
    { value: null, color: "green" },
    ...(amber === null ? [] : [{ value: amber, color: "orange" }]),
    ...(red === null ? [] : [{ value: red, color: "red" }]),
  ];
}

/** A number that is neither good nor bad. */
export const NEUTRAL: readonly Threshold[] = [{ value: null, color: "text" }];
