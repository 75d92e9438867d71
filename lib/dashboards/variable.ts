import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import {
  ConstantVariableBuilder,
  CustomVariableBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  type VariableModel,
  VariableRefresh,
  VariableSort,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { DATASOURCE } from "./mysql-query.ts";
import { reference } from "./reference.ts";

/** A variable as Grafana expands it into one quoted SQL text, or into a list of them. @example quoted("owner") // "${owner:sqlstring}" */
export function quoted(name: string): string {
  return reference(`${name}:sqlstring`);
}

/** Condition that a column is among the chosen values of the variable of the same name. */
export function among(...names: readonly string[]): string {
  return names.map((name) => `${name} IN (${quoted(name)})`).join(" AND ");
}

/** The variables that filter the fleet, by the columns of the same names that every view has. */
export const FLEET_FILTER = among("account_id", "type", "owner");

const ALL = { selected: true, text: ["All"], value: ["$__all"] };

function choice(name: string, label: string, sql: string): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(DATASOURCE)
    .query(sql)
    .refresh(VariableRefresh.OnDashboardLoad)
    .sort(VariableSort.Disabled);
}

function severalOf(name: string, label: string, sql: string): QueryVariableBuilder {
  return choice(name, label, sql).multi(true).includeAll(true).current(ALL);
}

export function datasourceVariable(): Builder<VariableModel> {
  return new DatasourceVariableBuilder("datasource").label("Datasource").type("mysql");
}

export function fleetVariables(): Builder<VariableModel>[] {
  return [
    severalOf(
      "account_id",
      "Account",
      "SELECT DISTINCT account_id FROM infra_v_resource ORDER BY account_id",
    ),
    severalOf("type", "Service", "SELECT DISTINCT type FROM infra_v_resource ORDER BY type"),
    severalOf("owner", "Owner", "SELECT DISTINCT owner FROM infra_v_resource ORDER BY owner"),
  ];
}

export function severityVariable(): Builder<VariableModel> {
  return new CustomVariableBuilder("severity")
    .label("Severity")
    .values("critical,warning")
    .multi(true)
    .includeAll(true)
    .current(ALL);
}

export function metricsVariable(): Builder<VariableModel> {
  return severalOf(
    "metric_name",
    "Metric",
    "SELECT CONCAT(resource_type, ': ', title) AS __text, metric_name AS __value FROM infra_v_metric ORDER BY resource_type, title, metric_name",
  );
}

/**
 * One resource of the chosen fleet, and one metric that resources of its type have. An id with a backslash is left out: Grafana quotes
 * values without escaping it.
 */
export function seriesVariables(): Builder<VariableModel>[] {
  return [
    choice(
      "resource_id",
      "Resource",
      `SELECT CONCAT(name, ' (', type, ')') AS __text, resource_id AS __value FROM infra_v_resource WHERE ${FLEET_FILTER} AND LOCATE(CHAR(92 USING utf8mb4), resource_id) = 0 ORDER BY name, resource_id`,
    ),
    choice(
      "metric_name",
      "Metric",
      `SELECT m.title AS __text, m.metric_name AS __value FROM infra_v_resource r JOIN infra_v_metric m ON r.type IN (m.resource_type, CONCAT(m.resource_type, 'group')) WHERE r.resource_id = ${quoted("resource_id")} ORDER BY m.title, m.metric_name`,
    ),
  ];
}

/** Address of the runbook: from the config, so that a dashboard that was imported by hand has it too. */
export function runbookVariable(url: string): Builder<VariableModel> {
  return new ConstantVariableBuilder("runbook").label("Runbook").value(url);
}
