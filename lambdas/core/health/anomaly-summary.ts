import type { AnomalySummary, ScoreRow } from "../ports/score-store.ts";

type JudgedMetric = Pick<
  ScoreRow,
  | "metric"
  | "verdict"
  | "z"
  | "we1"
  | "we2"
  | "we3"
  | "we4"
  | "rocExceeded"
  | "penaltyReason"
  | "conditionsMet"
  | "isDrift"
  | "isSpike"
  | "silence"
>;

/**
 * Counts the metrics of a resource that are out of the ordinary, each once, in whichever direction. So a heatmap of the fleet reads one row
 * per resource and day instead of all its series.
 */
export function anomalySummary(metrics: readonly JudgedMetric[]): AnomalySummary {
  const critical = metrics.filter(isCritical);
  const warning = metrics.filter((metric) => !isCritical(metric) && isWarning(metric));
  const worst = metrics
    .filter(({ z }) => z !== null)
    .toSorted((a, b) => Math.abs(b.z ?? 0) - Math.abs(a.z ?? 0) || (a.metric < b.metric ? -1 : 1))[0];
  return {
    criticalCount: critical.length,
    warningCount: warning.length,
    worstZ: worst?.z ?? null,
    worstZMetric: worst?.metric ?? null,
  };
}

function isCritical({ verdict, penaltyReason }: JudgedMetric): boolean {
  return verdict === "critical" || penaltyReason === "limit";
}

function isWarning(metric: JudgedMetric): boolean {
  const { we1, we2, we3, we4, rocExceeded, isDrift, isSpike } = metric;
  const hasFlag = [we1, we2, we3, we4, rocExceeded, isDrift, isSpike].includes(true);
  return (
    hasFlag || metric.verdict === "warning" || metric.conditionsMet.length > 0 || metric.silence !== null
  );
}
