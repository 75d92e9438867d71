import type { MetricDefinition } from "../model/metric-definition.ts";
import type { AlertDirection, AlertSeverity } from "../ports/alert-store.ts";
import type { ScoreRow } from "../ports/score-store.ts";
import type { Evidence } from "./conditions.ts";

/** Of what is expected, or of what is missing to 100 %: a smaller departure is not worth anybody's morning, however sure it is. */
const MATERIAL_SHARE = 0.15;
/** From so many adjusted sigmas on a departure is critical. */
const CRITICAL_RESIDUAL = 6;
/** A breach that is forecast within so many days is evidence; nobody acts on one further away. */
const FORECAST_DAYS = 14;
/** ... and within so many days it is critical, and told whatever the budget says. */
export const URGENT_FORECAST_DAYS = 3;
/** One day in a million of a single resource, so one a year of a thousand; its metric has to take part visibly. */
const LEARNED_LIMIT = 5;
const LEARNED_RESIDUAL = 3;
/** With so few taught days the charts are slow: there, two measures that agree are evidence. */
const SHORT_MEMORY_DAYS = 28;
const SHORT_MEMORY_RESIDUAL = 4.5;

type JudgedMetric = Pick<MetricDefinition, "badDirection" | "sigmaFloor" | "unit">;

/**
 * Every reason that the detection engine gives to speak of a series-day. Only bad news counts: a departure to the side that harms nobody stays
 * in the scores.
 * @example predictionEvidence(metric, { ...row, isDrift: true, residual: 4.2, driftScore: 1.2 })[0]?.clause // "drift"
 */
export function predictionEvidence(metric: JudgedMetric, row: ScoreRow): Evidence[] {
  return [...silence(row), ...departures(metric, row), ...forecast(metric, row)];
}

function silence(row: ScoreRow): Evidence[] {
  if (row.silence === null) return [];
  return [{ class: "silence", direction: "down", clause: row.silence, severity: "critical" }];
}

function departures(metric: JudgedMetric, row: ScoreRow): Evidence[] {
  const { value, expectedValue } = row;
  if (value === null || expectedValue === null || !isMaterial(metric, value, expectedValue)) return [];
  const direction: AlertDirection = value < expectedValue ? "down" : "up";
  if (!isBad(metric, direction)) return [];
  // Without a finite residual the series never moved before: any material departure is far out.
  const size = Math.abs(row.residual ?? Number.POSITIVE_INFINITY);
  const severity: AlertSeverity = size >= CRITICAL_RESIDUAL ? "critical" : "warning";
  const isSameSide = (row.driftScore ?? 0) < 0 === (direction === "down");
  return [
    ...(row.isDrift === true && isSameSide ? ["drift"] : []),
    ...(row.isSpike === true ? ["spike"] : []),
    ...((row.learnedScore ?? 0) > LEARNED_LIMIT && size >= LEARNED_RESIDUAL ? ["combination"] : []),
    ...(isEarly(row, size) ? ["early_departure"] : []),
  ].map((clause) => ({ class: "prediction", direction, clause, severity }));
}

/** A statistical condition of the metric holds as well; hard limits speak for themselves. */
function isEarly({ predictionN, conditionsMet }: ScoreRow, size: number): boolean {
  const isSupported = conditionsMet.some((clause) => !clause.startsWith("limit"));
  return (
    (predictionN ?? SHORT_MEMORY_DAYS) < SHORT_MEMORY_DAYS && isSupported && size >= SHORT_MEMORY_RESIDUAL
  );
}

function forecast(metric: JudgedMetric, { forecastDays, forecastLimitValue, value }: ScoreRow): Evidence[] {
  if (forecastDays === null || forecastLimitValue === null || forecastDays > FORECAST_DAYS) return [];
  const direction: AlertDirection = (value ?? 0) > forecastLimitValue ? "down" : "up";
  if (!isBad(metric, direction)) return [];
  const severity = forecastDays <= URGENT_FORECAST_DAYS ? "critical" : "warning";
  return [{ class: "prediction", direction, clause: "forecast", severity }];
}

function isMaterial(
  { sigmaFloor, unit, badDirection }: JudgedMetric,
  value: number,
  expected: number,
): boolean {
  const departure = Math.abs(value - expected);
  // Of a hit rate what matters is the misses: 99.2 instead of 99.6 % are twice as many.
  const whole = unit === "percent" && badDirection === "down" ? 100 - expected : Math.abs(expected);
  return departure > sigmaFloor.absolute && departure >= MATERIAL_SHARE * whole;
}

function isBad({ badDirection }: JudgedMetric, direction: AlertDirection): boolean {
  return badDirection === "both" || badDirection === direction;
}
