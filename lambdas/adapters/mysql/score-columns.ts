import { SILENCES } from "#core/model/prediction-day.ts";
import { type ScoreRow, VERDICTS } from "#core/ports/score-store.ts";
import type { SqlValue } from "./session.ts";
import { flagOrNull, numberOf, numberOrNull, sqlFlag, textOf, textOrNull, wordOf } from "./sql-values.ts";

/** Columns of `infra_anomaly_scores` in the order of {@link scoreValues}. */
export const SCORE_COLUMNS: readonly string[] = (
  "metric_date resource_id metric_name verdict value limit_value above_zero_share n mean sigma z is_sigma_floored " +
  "we1 we2 we3 we4 roc roc_exceeded review health_weight health_penalty penalty_reason conditions_met " +
  "prediction_n expected_value expected_low_value expected_high_value residual drift_score is_drift is_spike is_rebased " +
  "silence forecast_days forecast_earliest_days forecast_latest_days forecast_limit_value learned_score learned_version"
).split(" ");

export function scoreValues(row: ScoreRow): SqlValue[] {
  return [
    ...[row.date, row.resourceId, row.metric, row.verdict, row.value, row.limitValue, row.aboveZeroShare],
    ...[row.n, row.mean, row.sigma, row.z, Number(row.isSigmaFloored)],
    ...[sqlFlag(row.we1), sqlFlag(row.we2), sqlFlag(row.we3), sqlFlag(row.we4)],
    ...[row.rocPct, sqlFlag(row.rocExceeded), Number(row.review), row.healthWeight, row.healthPenalty],
    ...[row.penaltyReason, row.conditionsMet.join(",")],
    ...[row.predictionN, row.expectedValue, row.expectedLowValue, row.expectedHighValue, row.residual],
    ...[row.driftScore, sqlFlag(row.isDrift), sqlFlag(row.isSpike), sqlFlag(row.isRebased), row.silence],
    ...[row.forecastDays, row.forecastEarliestDays, row.forecastLatestDays, row.forecastLimitValue],
    ...[row.learnedScore, row.learnedVersion],
  ];
}

/** A row of the columns as they are selected in that order. */
export function scoreRow(row: readonly unknown[]): ScoreRow {
  const conditionsMet = textOf(row[22]);
  return {
    date: textOf(row[0]),
    resourceId: textOf(row[1]),
    metric: textOf(row[2]),
    verdict: wordOf(VERDICTS, row[3]),
    value: numberOrNull(row[4]),
    limitValue: numberOrNull(row[5]),
    aboveZeroShare: numberOrNull(row[6]),
    n: numberOf(row[7]),
    mean: numberOrNull(row[8]),
    sigma: numberOrNull(row[9]),
    z: numberOrNull(row[10]),
    isSigmaFloored: numberOf(row[11]) !== 0,
    we1: flagOrNull(row[12]),
    we2: flagOrNull(row[13]),
    we3: flagOrNull(row[14]),
    we4: flagOrNull(row[15]),
    rocPct: numberOrNull(row[16]),
    rocExceeded: flagOrNull(row[17]),
    review: numberOf(row[18]) !== 0,
    healthWeight: numberOf(row[19]),
    healthPenalty: numberOrNull(row[20]),
    penaltyReason: textOrNull(row[21]),
    conditionsMet: conditionsMet === "" ? [] : conditionsMet.split(","),
    ...predictionOf(row.slice(23)),
  };
}

function predictionOf(row: readonly unknown[]) {
  return {
    predictionN: numberOrNull(row[0]),
    expectedValue: numberOrNull(row[1]),
    expectedLowValue: numberOrNull(row[2]),
    expectedHighValue: numberOrNull(row[3]),
    residual: numberOrNull(row[4]),
    driftScore: numberOrNull(row[5]),
    isDrift: flagOrNull(row[6]),
    isSpike: flagOrNull(row[7]),
    isRebased: flagOrNull(row[8]),
    silence: row[9] === null ? null : wordOf(SILENCES, row[9]),
    forecastDays: numberOrNull(row[10]),
    forecastEarliestDays: numberOrNull(row[11]),
    forecastLatestDays: numberOrNull(row[12]),
    forecastLimitValue: numberOrNull(row[13]),
    learnedScore: numberOrNull(row[14]),
    learnedVersion: textOrNull(row[15]),
  };
}
