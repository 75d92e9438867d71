import type { Evidence } from "../alerting/conditions.ts";
import type { MetricDefinition } from "../model/metric-definition.ts";
import type { HealthSeverity } from "../model/pipeline-config.ts";
import type { ScoreRow, Verdict } from "../ports/score-store.ts";

/** What a series-day costs the health of its resource. `weight` 0 would be a metric that health ignores. */
export interface Penalty {
  readonly weight: number;
  /** 0..weight; null if the day could not be judged. */
  readonly lost: number | null;
  /** Heaviest evidence, in the words of {@link HealthSeverity}; null if nothing was lost. */
  readonly reason: keyof HealthSeverity | null;
}

/** What health looks at. A rule costs its share whether or not a clause of the metric speaks for that side already. */
export type PenalisedDay = Pick<ScoreRow, "verdict" | "z" | "we1" | "we2" | "we3" | "we4"> & {
  readonly evidence: readonly Evidence[];
};

const JUDGED: readonly Verdict[] = ["normal", "warning", "critical", "flat"];

/**
 * A series loses its metric's weight times the severity of its worst evidence: a hard limit, |Z| >= 3, a Western Electric rule, |Z| of
 * 2 to 3. Departures in a direction that is no bad news for the metric cost nothing. Only a breached limit is judged on days
 * without a statistical verdict.
 */
export function penaltyOf(
  metric: Pick<MetricDefinition, "badDirection" | "healthWeight">,
  day: PenalisedDay,
  severity: HealthSeverity,
): Penalty {
  const weight = metric.healthWeight;
  const reasons = reasonsOf(metric, day);
  const isJudged = JUDGED.includes(day.verdict) || reasons.includes("limit");
  if (!isJudged) return { weight, lost: null, reason: null };
  const worst = reasons.toSorted((a, b) => severity[b] - severity[a])[0];
  return worst === undefined
    ? { weight, lost: 0, reason: null }
    : { weight, lost: weight * severity[worst], reason: worst };
}

function reasonsOf(
  { badDirection }: Pick<MetricDefinition, "badDirection">,
  day: PenalisedDay,
): (keyof HealthSeverity)[] {
  const hasRule = [day.we1, day.we2, day.we3, day.we4].includes(true);
  const bad = day.evidence.filter(({ direction }) => badDirection === "both" || direction === badDirection);
  const zIsBad = badDirection === "both" || (badDirection === "up" ? (day.z ?? 0) > 0 : (day.z ?? 0) < 0);
  return [
    ...(bad.some((evidence) => evidence.class === "limit") ? (["limit"] as const) : []),
    ...(day.verdict === "critical" && zIsBad ? (["critical"] as const) : []),
    ...(hasRule && zIsBad ? (["westernElectric"] as const) : []),
    ...(day.verdict === "warning" && zIsBad ? (["warning"] as const) : []),
  ];
}
