import type { MetricDefinition } from "../model/metric-definition.ts";
import {
  ALERT_CLASSES,
  ALERT_DIRECTIONS,
  type AlertClass,
  type AlertDirection,
} from "../ports/alert-store.ts";
import type { ScoreRow } from "../ports/score-store.ts";
import { type Evidence, evidenceOf, STATISTICAL_VERDICTS } from "./conditions.ts";
import { predictionEvidence } from "./prediction-evidence.ts";

/** What one day says of one possible alert of a series. */
export interface DayJudgement {
  readonly class: AlertClass;
  readonly direction: AlertDirection;
  /** `met`: confirms. `clean`: counts towards resolving. `unjudged`: neither. */
  readonly outcome: "met" | "clean" | "unjudged";
  /** What met it, worst first; empty otherwise. */
  readonly evidence: readonly Evidence[];
}

type JudgedMetric = Pick<MetricDefinition, "condition" | "badDirection" | "sigmaFloor" | "unit">;

/**
 * What a scored day says of each of the series' possible alerts (class x direction). A hard limit is judged wherever there is a value,
 * `learning` and `flat` days included; a `partial` day may confirm it, not clear it. Statistical conditions need a verdict, predictions a value.
 */
export function judgeDay(
  metric: JudgedMetric,
  row: ScoreRow,
  yesterdayAboveZeroShare: number | null,
): DayJudgement[] {
  const evidence = [...evidenceOf(metric, row, yesterdayAboveZeroShare), ...predictionEvidence(metric, row)];
  return ALERT_CLASSES.flatMap((alertClass) => {
    const cleanOutcome = canClear(alertClass, metric, row) ? ("clean" as const) : ("unjudged" as const);
    return ALERT_DIRECTIONS.map((direction): DayJudgement => {
      const met = evidence.filter((item) => item.class === alertClass && item.direction === direction);
      return {
        class: alertClass,
        direction,
        outcome: met.length > 0 ? "met" : cleanOutcome,
        evidence: worstFirst(met),
      };
    });
  });
}

function canClear(
  alertClass: AlertClass,
  { condition }: Pick<MetricDefinition, "condition">,
  row: ScoreRow,
): boolean {
  if (alertClass === "prediction" || alertClass === "silence")
    return row.value !== null && row.verdict !== "partial";
  if (alertClass !== "limit") return STATISTICAL_VERDICTS.includes(row.verdict);
  const countsSlots = condition?.some(({ kind }) => kind === "sustained_above_zero") ?? false;
  const hasSlots = !countsSlots || row.aboveZeroShare !== null;
  return row.limitValue !== null && hasSlots && row.verdict !== "partial";
}

function worstFirst(evidence: readonly Evidence[]): Evidence[] {
  return evidence.toSorted((a, b) => Number(b.severity === "critical") - Number(a.severity === "critical"));
}
