import { addDays, type UtcDay } from "../model/utc-day.ts";
import type { AlertClass, AlertKey, AlertRow } from "../ports/alert-store.ts";
import type { ScoreRow } from "../ports/score-store.ts";
import type { DayJudgement } from "./day-judgement.ts";

/** An alert that is open while the fold walks through the days. */
export interface OpenAlert extends AlertRow {
  /** Judged days without the condition since {@link AlertRow.lastMetOn}. */
  readonly cleanDays: number;
}

/** Why an alert ended. */
export const RESOLVE_REASONS = { recovered: "recovered", gone: "gone" } as const;

/** Sigmas either side of the mean that messages call the expected range. */
const EXPECTED_SIGMAS = 3;

/** The alert that a met condition opens. */
export function openAlert(row: ScoreRow, judgement: DayJudgement): OpenAlert {
  const evidence = evidenceRecord(row, judgement);
  return {
    resourceId: row.resourceId,
    metric: row.metric,
    direction: judgement.direction,
    class: judgement.class,
    openedOn: row.date,
    triggeredAt: `${addDays(row.date, 1)}T00:00:00.000Z`,
    state: "open",
    resolvedOn: null,
    resolveReason: null,
    openingEvidence: evidence,
    cleanDays: 0,
    ...newestOf(row, judgement, evidence),
  };
}

/** The alert after one more day of its series. */
export function liveOn(alert: OpenAlert, row: ScoreRow, judgement: DayJudgement): OpenAlert {
  if (judgement.outcome === "met") {
    return { ...alert, cleanDays: 0, ...newestOf(row, judgement, evidenceRecord(row, judgement)) };
  }
  return judgement.outcome === "clean" ? { ...alert, cleanDays: alert.cleanDays + 1 } : alert;
}

/** Ends an alert; it is no longer open on `day`. */
export function resolve(alert: OpenAlert, day: UtcDay, reason: keyof typeof RESOLVE_REASONS): OpenAlert {
  const earliest = addDays(alert.openedOn, 1);
  return {
    ...alert,
    state: "resolved",
    resolvedOn: day < earliest ? earliest : day,
    resolveReason: RESOLVE_REASONS[reason],
  };
}

/** Text identity of an alert's series, direction and class: at most one of them is open at a time. */
export function lineKey(key: Omit<AlertKey, "openedOn">): string {
  return [key.resourceId, key.metric, key.direction, key.class].join("\n");
}

/** Text identity of one alert: of its line and of the day on which it opened. */
export function alertKeyText(key: AlertKey): string {
  return `${lineKey(key)}\n${key.openedOn}`;
}

/** What the newest day on which the condition held gives to the row. */
function newestOf(row: ScoreRow, judgement: DayJudgement, evidence: Readonly<Record<string, unknown>>) {
  const isLimit = judgement.class === "limit";
  const range = expectedRange(row, judgement.class);
  return {
    severity: judgement.evidence[0]?.severity ?? ("warning" as const),
    lastMetOn: row.date,
    value: isLimit ? (row.limitValue ?? row.value) : row.value,
    expectedLow: range.low,
    expectedHigh: range.high,
    z: row.z,
    evidence,
  };
}

/**
 * By the specification's baseline where Z raised the alert, else by the adjusted one as long as there is one: thirty days that hold the ascent to
 * a limit would call it expected.
 */
function expectedRange(row: ScoreRow, alertClass: AlertClass): { low: number | null; high: number | null } {
  const { mean, sigma, expectedLowValue, expectedHighValue } = row;
  const isByZ = alertClass === "condition" || alertClass === "statistical";
  const isAdjusted = expectedLowValue !== null && expectedHighValue !== null;
  if (!isByZ && isAdjusted) return { low: expectedLowValue, high: expectedHighValue };
  if (mean === null || sigma === null) return { low: null, high: null };
  return { low: mean - EXPECTED_SIGMAS * sigma, high: mean + EXPECTED_SIGMAS * sigma };
}

function evidenceRecord(row: ScoreRow, judgement: DayJudgement): Readonly<Record<string, unknown>> {
  return {
    on: row.date,
    clauses: judgement.evidence.map(({ clause }) => clause),
    value: row.value,
    limitValue: row.limitValue,
    aboveZeroShare: row.aboveZeroShare,
    n: row.n,
    mean: row.mean,
    sigma: row.sigma,
    z: row.z,
    rocPct: row.rocPct,
    ...(judgement.class === "prediction" ? predictionRecord(row) : {}),
  };
}

function predictionRecord(row: ScoreRow): Readonly<Record<string, unknown>> {
  return {
    predictionN: row.predictionN,
    expectedValue: row.expectedValue,
    residual: row.residual,
    driftScore: row.driftScore,
    learnedScore: row.learnedScore,
    forecastDays: row.forecastDays,
    forecastEarliestDays: row.forecastEarliestDays,
    forecastLatestDays: row.forecastLatestDays,
    forecastLimitValue: row.forecastLimitValue,
  };
}
