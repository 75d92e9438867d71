import * as z from "zod";
import { FlagColumn, NumberOrNullColumn, wordColumn } from "./column.ts";
import { type PredictionDay, SILENCES } from "./prediction-day.ts";

/** The columns of {@link PredictionDay} in 10's object, one entry per scored day. */
export const PREDICTION_COLUMNS = {
  predictionN: NumberOrNullColumn,
  expectedValue: NumberOrNullColumn,
  expectedLowValue: NumberOrNullColumn,
  expectedHighValue: NumberOrNullColumn,
  residual: NumberOrNullColumn,
  driftScore: NumberOrNullColumn,
  isDrift: FlagColumn,
  isSpike: FlagColumn,
  isRebased: FlagColumn,
  silence: wordColumn(SILENCES),
  forecastDays: NumberOrNullColumn,
  forecastEarliestDays: NumberOrNullColumn,
  forecastLatestDays: NumberOrNullColumn,
  forecastLimitValue: NumberOrNullColumn,
  learnedScore: NumberOrNullColumn,
  learnedVersion: z.string().nullable(),
};

export const PredictionColumns = z.object(PREDICTION_COLUMNS);
export type PredictionColumns = z.infer<typeof PredictionColumns>;

/** Puts the days of one series into columns. The model's version is one for all of them. */
export function predictionColumns(rows: readonly PredictionDay[]): PredictionColumns {
  const column = <K extends keyof PredictionDay>(key: K): PredictionDay[K][] => rows.map((row) => row[key]);
  return {
    predictionN: column("predictionN"),
    expectedValue: column("expectedValue"),
    expectedLowValue: column("expectedLowValue"),
    expectedHighValue: column("expectedHighValue"),
    residual: column("residual"),
    driftScore: column("driftScore"),
    isDrift: column("isDrift"),
    isSpike: column("isSpike"),
    isRebased: column("isRebased"),
    silence: column("silence"),
    forecastDays: column("forecastDays"),
    forecastEarliestDays: column("forecastEarliestDays"),
    forecastLatestDays: column("forecastLatestDays"),
    forecastLimitValue: column("forecastLimitValue"),
    learnedScore: column("learnedScore"),
    learnedVersion: rows.find((row) => row.learnedVersion !== null)?.learnedVersion ?? null,
  };
}

/** One day of those columns. */
export function predictionAt(columns: PredictionColumns, index: number): PredictionDay {
  const at = <T>(column: readonly T[]): T | null => column[index] ?? null;
  const learnedScore = at(columns.learnedScore);
  return {
    predictionN: at(columns.predictionN),
    expectedValue: at(columns.expectedValue),
    expectedLowValue: at(columns.expectedLowValue),
    expectedHighValue: at(columns.expectedHighValue),
    residual: at(columns.residual),
    driftScore: at(columns.driftScore),
    isDrift: at(columns.isDrift),
    isSpike: at(columns.isSpike),
    isRebased: at(columns.isRebased),
    silence: at(columns.silence),
    forecastDays: at(columns.forecastDays),
    forecastEarliestDays: at(columns.forecastEarliestDays),
    forecastLatestDays: at(columns.forecastLatestDays),
    forecastLimitValue: at(columns.forecastLimitValue),
    learnedScore,
    learnedVersion: learnedScore === null ? null : columns.learnedVersion,
  };
}
