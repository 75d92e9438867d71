import type { MetricDefinition } from "../model/metric-definition.ts";
import type { AlertRow } from "../ports/alert-store.ts";
import { formatValue, rounded } from "./format-value.ts";

/** Clauses in words. */
export const CLAUSES: Readonly<Record<string, string>> = {
  limit: "above its hard limit",
  limit_below: "below its hard limit",
  sustained_above_zero: "above zero for too long",
  share_of_baseline_below: "under its share of the baseline",
  z_above: "far above its own past",
  z_below: "far below its own past",
  z_beyond: "far from its own past",
  z_extreme: "far from its own past, on a side that its condition does not name",
  western_electric_1: "one day beyond 3 sigma (WE-1)",
  western_electric_2: "two of three days beyond 2 sigma (WE-2)",
  western_electric_3: "four of five days beyond 1 sigma (WE-3)",
  western_electric_4: "eight days on one side of the mean (WE-4)",
  rate_of_change: "changed too much from one day to the next",
};

/** One sentence: metric, value, expected range, which evidence, since when. */
export function explainAlert(alert: AlertRow, metric: Pick<MetricDefinition, "title" | "unit">): string {
  const value = formatValue(alert.value, metric.unit);
  const reasons = clausesOf(alert)
    .map((clause) => CLAUSES[clause] ?? clause)
    .join(", ");
  return `${metric.title} ${value}: ${reasons}${range(alert, metric)}${distance(alert)}, since ${alert.openedOn}`;
}

function clausesOf(alert: AlertRow): string[] {
  const { clauses } = alert.evidence;
  return Array.isArray(clauses)
    ? clauses.filter((clause): clause is string => typeof clause === "string")
    : [];
}

function range(alert: AlertRow, metric: Pick<MetricDefinition, "unit">): string {
  if (alert.expectedLow === null || alert.expectedHigh === null) return "; no expected range yet";
  return `; expected ${formatValue(alert.expectedLow, metric.unit)} to ${formatValue(alert.expectedHigh, metric.unit)}`;
}

function distance(alert: AlertRow): string {
  return alert.z === null ? "" : ` (Z ${rounded(alert.z)})`;
}
