import type { Evidence } from "../alerting/conditions.ts";
import type { MetricDefinition } from "../model/metric-definition.ts";
import type { HealthSeverity } from "../model/pipeline-config.ts";
import type { Verdict } from "../ports/score-store.ts";

/** What a series-day costs the health of its resource. `weight` 0 would be a metric that health ignores. */
export interface Penalty {
  readonly weight: number;
  /** 0..weight; null if the day could not be judged. */
  readonly lost: number | null;
  /** Heaviest evidence, in the words of {@link HealthSeverity}; null if nothing was lost. */
  readonly reason: keyof HealthSeverity | null;
}

const JUDGED: readonly Verdict[] = ["normal", "warning", "critical", "flat"];

/**
 * A series loses its metric's weight times the severity of its worst evidence: a hard limit, |Z| >= 3, a Western Electric rule, |Z| of
 * 2 to 3. Departures in a direction that is no bad news for the metric cost nothing. Only a breached limit is judged on days
 * without a statistical verdict.
 */
export function penaltyOf(
  metric: Pick<MetricDefinition, "badDirection" | "healthWeight">,
  day: { readonly verdict: Verdict; readonly z: number | null; readonly evidence: readonly Evidence[] },
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
  day: { readonly verdict: Verdict; readonly z: number | null; readonly evidence: readonly Evidence[] },
): (keyof HealthSeverity)[] {
  const bad = day.evidence.filter(({ direction }) => badDirection === "both" || direction === badDirection);
  const zIsBad = badDirection === "both" || (badDirection === "up" ? (day.z ?? 0) > 0 : (day.z ?? 0) < 0);
  return [
    ...(bad.some((evidence) => evidence.class === "limit") ? (["limit"] as const) : []),
    ...(day.verdict === "critical" && zIsBad ? (["critical"] as const) : []),
    ...(bad.some(({ clause }) => clause.startsWith("western_electric"))
      ? (["westernElectric"] as const)
      : []),
    ...(day.verdict === "warning" && zIsBad ? (["warning"] as const) : []),
  ];
}
