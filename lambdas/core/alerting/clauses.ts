import type { AlertRow } from "../ports/alert-store.ts";

/** Names of the clauses that an alert's evidence holds, now or when it opened. */
export function clausesOf(evidence: AlertRow["evidence"]): string[] {
  const { clauses } = evidence;
  return Array.isArray(clauses)
    ? clauses.filter((clause): clause is string => typeof clause === "string")
    : [];
}

/** A number of the evidence; null where it has none. @example numberIn(alert.evidence, "forecastDays") // 2.4 */
export function numberIn(evidence: AlertRow["evidence"], name: string): number | null {
  const value = evidence[name];
  return typeof value === "number" ? value : null;
}
