import { AlertFold } from "../alerting/fold-alerts.ts";
import { scoreRowsByDay } from "../model/score-rows.ts";
import type { ScoreSeries } from "../model/score-series.ts";
import { addDays, type UtcDay } from "../model/utc-day.ts";
import { CANARY, CANARY_METRIC } from "./canary-series.ts";

/** A warning of the run, and what the alarm on `CanaryFound` means. */
export const CANARY_MISSED =
  "the planted anomaly of the canary series was not found: scoring or alerting is broken, do not trust this run's silence";

/**
 * Whether the scored canary raises the alert that was planted, on `day`, and none on the healthy day before: a scoring that is blind and
 * one that cries at everything both fail. It is folded like every real series, and the outcome is the only thing that leaves here.
 */
export function isCanaryFound(scored: readonly ScoreSeries[], day: UtcDay): boolean {
  const fold = new AlertFold(
    {
      metrics: { [CANARY.metric]: CANARY_METRIC },
      from: addDays(day, -1),
      resolveAfterCleanDays: 2,
      goneOn: new Map(),
    },
    [],
  );
  for (const [date, rows] of scoreRowsByDay(scored)) fold.add({ date, rows });
  const raised = fold.result().filter((alert) => alert.class === "condition");
  return raised.length === 1 && raised[0]?.openedOn === day && raised[0].direction === "up";
}
