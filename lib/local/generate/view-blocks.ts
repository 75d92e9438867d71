import { CLAUSES } from "#core/alerting/explain-alert.ts";
import type { Clause, MetricDefinition, MetricsConfig } from "#core/model/metric-definition.ts";
import { type ConstantRow, constantRelation, sqlDouble, sqlDoubleOrNull, viewText } from "./sql-relation.ts";

/** Body of the view `infra_v_metric`: what readers have to know of each metric. */
export function metricCatalogue({ metrics }: MetricsConfig): string {
  return constantRelation(Object.entries(metrics).map(catalogueRow));
}

/** Body of the view `infra_v_rule`: the clauses that alerts name, in words, in the order in which they are told. */
export function ruleWords(): string {
  const rows = Object.entries(CLAUSES).map(
    ([rule, words], position): ConstantRow => [
      ["rule", viewText(rule)],
      ["words", viewText(words)],
      ["position", String(position)],
    ],
  );
  return constantRelation(rows);
}

function catalogueRow([name, metric]: [string, MetricDefinition]): ConstantRow {
  const { appliesTo, sigmaFloor } = metric;
  return [
    ["metric_name", viewText(name)],
    ["title", viewText(metric.title)],
    ["unit", viewText(metric.unit)],
    ["resource_type", viewText(metric.resourceType)],
    ["source", viewText(metric.collectedBy)],
    ["bad_direction", viewText(metric.badDirection)],
    ["upper_limit_value", sqlDoubleOrNull(limitOf(metric, "limit"))],
    ["lower_limit_value", sqlDoubleOrNull(limitOf(metric, "limit_below"))],
    ["sigma_floor_value", sqlDouble(sigmaFloor.absolute)],
    ["sigma_floor_share", sqlDouble(sigmaFloor.relative)],
    ["required_traits", viewText(JSON.stringify(appliesTo.traits))],
    ["excluded_traits", viewText(JSON.stringify(appliesTo.withoutTraits))],
    ["engines", viewText(JSON.stringify(appliesTo.engines))],
    ["applies_to", viewText(appliesToWords(appliesTo))],
  ];
}

/** Where a metric exists, for those who ask why it does not. */
function appliesToWords({ traits, withoutTraits, engines }: MetricDefinition["appliesTo"]): string {
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ["only with", traits],
    ["not with", withoutTraits],
    ["only on", engines],
  ];
  return parts
    .flatMap(([word, names]) => (names.length === 0 ? [] : [`${word} ${names.join(", ")}`]))
    .join("; ");
}

function limitOf({ condition }: MetricDefinition, kind: "limit" | "limit_below"): number | null {
  const clause = condition?.find((one): one is Extract<Clause, { kind: typeof kind }> => one.kind === kind);
  if (clause === undefined) return null;
  return clause.kind === "limit" ? clause.above : clause.below;
}
