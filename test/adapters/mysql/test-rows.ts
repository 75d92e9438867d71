import type { AlertAction, AlertRow, Notification } from "#core/ports/alert-store.ts";
import type { HealthRow, ScoreRow } from "#core/ports/score-store.ts";

/** Rows of each table with plausible content; the parts given replace their own. */
export function scoreRow(part: Partial<ScoreRow> = {}): ScoreRow {
  return {
    ...{
      date: "2026-11-20",
      resourceId: "arn:aws:rds:us-east-1:111111111111:db:orders",
      metric: "rds.cpu_utilization_pct",
    },
    ...{
      verdict: "critical",
      value: 91.5,
      limitValue: 97.25,
      aboveZeroShare: 1,
      n: 30,
      mean: 40.1,
      sigma: 5,
      z: 10.28,
    },
    ...{
      isSigmaFloored: false,
      we1: true,
      we2: false,
      we3: false,
      we4: false,
      rocPct: 12.5,
      rocExceeded: false,
      review: false,
    },
    ...{ healthWeight: 3, healthPenalty: 1.5, penaltyReason: "z", conditionsMet: ["limit", "z_above"] },
    ...{
      predictionN: 90,
      expectedValue: 41.5,
      expectedLowValue: 30.25,
      expectedHighValue: 52.75,
      residual: 9.5,
      driftScore: 1.25,
      isDrift: true,
      isSpike: true,
      isRebased: false,
      silence: null,
    },
    ...{
      forecastDays: 2.5,
      forecastEarliestDays: 1.75,
      forecastLatestDays: null,
      forecastLimitValue: 95,
      learnedScore: 6.5,
      learnedVersion: "1",
    },
    ...part,
  };
}

export function healthRow(part: Partial<HealthRow> = {}): HealthRow {
  return {
    ...{ date: "2026-11-20", resourceId: "a", score: 87.5, judgedWeight: 8, totalWeight: 8 },
    penalties: [{ metric: "rds.cpu_utilization_pct", points: 12.5 }],
    ...{ criticalCount: 1, warningCount: 2, worstZ: -3.5, worstZMetric: "rds.cpu_utilization_pct" },
    ...part,
  };
}

export function alert(part: Partial<AlertRow> = {}): AlertRow {
  return {
    ...{ resourceId: "arn:aws:rds:us-east-1:111111111111:db:orders", metric: "rds.cpu_utilization_pct" },
    ...{
      direction: "up",
      class: "condition",
      openedOn: "2026-11-20",
      triggeredAt: "2026-11-21T00:00:00.000Z",
    },
    ...{ severity: "warning", state: "open", lastMetOn: "2026-11-20", resolvedOn: null, resolveReason: null },
    ...{ value: 91.5, expectedLow: 25, expectedHigh: 55, z: 10.28 },
    ...{ evidence: { clauses: ["z_above"], note: "it's 高" }, openingEvidence: { clauses: ["z_above"] } },
    ...part,
  };
}

export function action(part: Partial<AlertAction> = {}): AlertAction {
  const { resourceId, metric, direction, class: alertClass, openedOn } = alert();
  return {
    ...{ resourceId, metric, direction, class: alertClass, openedOn, scoredOn: "2026-11-20", action: "told" },
    severity: "critical",
    ...{ actor: "pipeline", note: "", expiresOn: null, actedAt: "2026-11-21T07:00:00.000Z", runId: "run-1" },
    ...part,
  };
}

export function notification(): Omit<Notification, "sentAt"> {
  const { resourceId, metric, direction, class: alertClass, openedOn } = alert();
  return {
    ...{
      runId: "run-1",
      topic: "arn:aws:sns:us-east-1:111111111111:morning",
      seq: 0,
      scoredOn: "2026-11-20",
      kind: "daily",
    },
    ...{
      subject: "1 database needs you",
      body: "orders: CPU 91.5 %\n<!channel> =1+1 🦄",
      createdAt: "2026-11-21T07:00:00.250Z",
    },
    told: [{ resourceId, metric, direction, class: alertClass, openedOn }],
  };
}
