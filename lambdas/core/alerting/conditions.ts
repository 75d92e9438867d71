import { type Clause, DEFAULT_CONDITION, type MetricDefinition } from "../model/metric-definition.ts";
import type { AlertClass, AlertDirection } from "../ports/alert-store.ts";
import type { ScoreRow, Verdict } from "../ports/score-store.ts";
import { CRITICAL_SIGMAS } from "../spc/severity.ts";

/** One reason to speak of a series-day. */
export interface Evidence {
  /** `limit`: judged on a value alone. `condition`: the metric's statistical clauses. `statistical`: everything else worth a record. */
  readonly class: AlertClass;
  readonly direction: AlertDirection;
  /** Name of the clause, such as `limit`, `z_above`, `western_electric_4`, `rate_of_change`. */
  readonly clause: string;
  readonly severity: "warning" | "critical";
}

/** Verdicts of a day that was measured by its baseline. */
export const STATISTICAL_VERDICTS: readonly Verdict[] = ["normal", "warning", "critical", "flat"];

/** What the clauses look at. */
export type JudgedDay = Pick<
  ScoreRow,
  | "verdict"
  | "limitValue"
  | "aboveZeroShare"
  | "n"
  | "mean"
  | "z"
  | "we1"
  | "we2"
  | "we3"
  | "we4"
  | "rocPct"
  | "rocExceeded"
>;

/**
 * Every reason that a day gives to speak of a series. The metric's own clauses come first; what else is remarkable (|Z| >= 3, any
 * Western Electric rule, a rate of change beyond its threshold) is `statistical` on a side that no clause of the metric holds for.
 * @param yesterdayAboveZeroShare - of the previous calendar day, for `sustained_above_zero`; null if that day cannot say
 */
export function evidenceOf(
  metric: Pick<MetricDefinition, "condition">,
  day: JudgedDay,
  yesterdayAboveZeroShare: number | null,
): Evidence[] {
  const clauses = metric.condition ?? DEFAULT_CONDITION;
  const own = clauses.flatMap((clause) => ownEvidence(clause, day, yesterdayAboveZeroShare));
  const spokenFor = new Set(own.map(({ direction }) => direction));
  return [...own, ...statisticalEvidence(day).filter(({ direction }) => !spokenFor.has(direction))];
}

function ownEvidence(clause: Clause, day: JudgedDay, yesterdayAboveZeroShare: number | null): Evidence[] {
  switch (clause.kind) {
    case "limit":
      return when(day.limitValue !== null && day.limitValue > clause.above, limit("up", clause.kind));
    case "limit_below":
      return when(day.limitValue !== null && day.limitValue < clause.below, limit("down", clause.kind));
    case "sustained_above_zero":
      return when(
        isSustained(day.aboveZeroShare, yesterdayAboveZeroShare, clause.slotShare),
        limit("up", clause.kind),
      );
    case "share_of_baseline_below":
      return when(isBelowShare(day, clause.below), {
        class: "condition",
        direction: "down",
        clause: clause.kind,
        severity: "critical",
      });
    case "z_above":
      return when(day.z !== null && day.z > clause.above, zEvidence(day.z, clause.kind));
    case "z_below":
      return when(day.z !== null && day.z < clause.below, zEvidence(day.z, clause.kind));
    case "z_beyond":
      return when(day.z !== null && Math.abs(day.z) > clause.beyond, zEvidence(day.z, clause.kind));
    case "western_electric":
      return clause.rules.flatMap((rule) => when(ruleHolds(day, rule), ruleEvidence(day, rule, "condition")));
  }
}

const RULES = [1, 2, 3, 4] as const;
type Rule = (typeof RULES)[number];

function statisticalEvidence(day: JudgedDay): Evidence[] {
  const isExtreme = day.z !== null && Math.abs(day.z) >= CRITICAL_SIGMAS;
  const rate: Evidence = {
    class: "statistical",
    direction: sideOf(day.rocPct),
    clause: "rate_of_change",
    severity: "warning",
  };
  return [
    ...when(isExtreme, {
      class: "statistical",
      direction: sideOf(day.z),
      clause: "z_extreme",
      severity: "critical",
    }),
    ...RULES.flatMap((rule) => when(ruleHolds(day, rule), ruleEvidence(day, rule, "statistical"))),
    ...when(day.rocExceeded === true, rate),
  ];
}

function when(holds: boolean, evidence: Evidence): Evidence[] {
  return holds ? [evidence] : [];
}

function limit(direction: AlertDirection, clause: string): Evidence {
  return { class: "limit", direction, clause, severity: "critical" };
}

function zEvidence(z: number | null, clause: string): Evidence {
  const severity = Math.abs(z ?? 0) >= CRITICAL_SIGMAS ? "critical" : "warning";
  return { class: "condition", direction: sideOf(z), clause, severity };
}

/** Rules are warnings, unless the newest point is extreme by itself, as it always is for rule 1. */
function ruleEvidence(day: JudgedDay, rule: Rule, alertClass: AlertClass): Evidence {
  const severity = Math.abs(day.z ?? 0) >= CRITICAL_SIGMAS ? "critical" : "warning";
  return { class: alertClass, direction: sideOf(day.z), clause: `western_electric_${rule}`, severity };
}

/** The newest point of a rule is itself beyond, so its side is the rule's side. */
function ruleHolds(day: JudgedDay, rule: Rule): boolean {
  return { 1: day.we1, 2: day.we2, 3: day.we3, 4: day.we4 }[rule] === true;
}

function sideOf(value: number | null): AlertDirection {
  return value !== null && value < 0 ? "down" : "up";
}

/** Above zero in enough of the day's slots, or at all on two days in a row. */
function isSustained(today: number | null, yesterday: number | null, slotShare: number): boolean {
  if (today === null || today <= 0) return false;
  return today >= slotShare || (yesterday !== null && yesterday > 0);
}

/** Measured by the baseline like a Z, so it takes a day that may be: not a `partial` one, nor one that still learns. */
function isBelowShare({ verdict, limitValue, mean }: JudgedDay, share: number): boolean {
  if (!STATISTICAL_VERDICTS.includes(verdict)) return false;
  return limitValue !== null && mean !== null && limitValue < share * mean;
}
