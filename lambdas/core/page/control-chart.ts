import type { Clause, MetricDefinition, Unit } from "../model/metric-definition.ts";
import { addDays, dayNumber, daysBetween, type UtcDay } from "../model/utc-day.ts";
import type { AlertRow } from "../ports/alert-store.ts";
import type { ScoreRow } from "../ports/score-store.ts";
import { type ForecastDays, forecastOf } from "./forecast-of.ts";

/** A day that stands out, and how. */
export interface ChartMark {
  readonly index: number;
  /** `beyond`: outside of 3 sigma, or more than the tail allows. `pattern`: Western Electric rules 2 to 4, or drift. */
  readonly kind: "beyond" | "pattern";
}

export interface ChartForecast {
  readonly fromIndex: number;
  /** Of the statistic that limits are judged on, which is the one that will cross. */
  readonly fromValue: number;
  readonly limitValue: number;
  readonly days: ForecastDays;
}

/** A control chart as data: columns are parallel to `days`; null is a hole, never zero. */
export interface ControlChart {
  /** Days with scores and, where something is forecast, the days to come. */
  readonly days: readonly UtcDay[];
  readonly unit: Unit;
  readonly values: readonly (number | null)[];
  /** The statistic that limits are judged on; empty where it is the scored one, or limits have no part in the alert. */
  readonly limitValues: readonly (number | null)[];
  readonly centre: readonly (number | null)[];
  /** Ends of the expected range. */
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
  readonly marks: readonly ChartMark[];
  readonly limits: readonly number[];
  /** Days on which the alert was open, as indexes, both included. */
  readonly open: { readonly from: number; readonly to: number } | null;
  readonly forecast: ChartForecast | null;
}

/** Sigmas either side of the centre that are drawn as the expected range. */
const RANGE_SIGMAS = 3;
/** Days to come that a chart has room for. */
const MAX_DAYS_AHEAD = 21;
/** A limit further away than this many heights of the data would press them flat: it is named in the text instead. */
const LIMIT_REACH = 1;

/** The chart of an alert's series. @param series - ascending, of one series; days without a row become holes */
export function controlChart(
  series: readonly ScoreRow[],
  metric: Pick<MetricDefinition, "unit" | "condition" | "scoredStatistic" | "limitStatistic">,
  alert: Pick<AlertRow, "class" | "openedOn">,
): ControlChart | null {
  const [first, last] = [series[0], series.at(-1)];
  if (first === undefined || last === undefined) return null;
  const isPassed = alert.class === "limit";
  const forecast = isPassed ? null : forecastPart(last, dayNumber(last.date) - dayNumber(first.date));
  const isJudgedApart = metric.limitStatistic !== metric.scoredStatistic;
  const ahead =
    forecast === null
      ? 0
      : Math.min(MAX_DAYS_AHEAD, Math.ceil(forecast.days.latest ?? forecast.days.days) + 1);
  const days = daysBetween(first.date, addDays(last.date, ahead));
  const byDay = new Map(series.map((row) => [row.date, row]));
  const rows = days.map((day) => byDay.get(day) ?? null);
  const column = (pick: (row: ScoreRow) => number | null) =>
    rows.map((row) => (row === null ? null : pick(row)));
  const limitValues = isJudgedApart && (isPassed || forecast !== null) ? column((row) => row.limitValue) : [];
  const chart = {
    days,
    unit: metric.unit,
    values: column((row) => row.value),
    limitValues,
    centre: column(centreOf),
    low: column((row) => rangeOf(row).low),
    high: column((row) => rangeOf(row).high),
    marks: rows.flatMap((row, index) => markOf(row, index)),
    open: openPart(days, alert.openedOn, last.date),
    forecast,
  };
  return {
    ...chart,
    limits: limitsOf(metric.condition).filter((limit) => isNear(limit, chart, alert.class)),
  };
}

/** The range in which the day was expected: what the adjusted baseline says, else 3 sigma around the plain one. */
export function rangeOf(row: ScoreRow): { low: number | null; high: number | null } {
  const { mean, sigma, expectedLowValue, expectedHighValue } = row;
  if (expectedLowValue !== null && expectedHighValue !== null)
    return { low: expectedLowValue, high: expectedHighValue };
  if (mean === null || sigma === null) return { low: null, high: null };
  return { low: mean - RANGE_SIGMAS * sigma, high: mean + RANGE_SIGMAS * sigma };
}

function centreOf(row: ScoreRow): number | null {
  return row.expectedValue ?? row.mean;
}

function markOf(row: ScoreRow | null, index: number): ChartMark[] {
  if (row === null || row.value === null) return [];
  if (row.we1 === true || row.verdict === "critical" || row.isSpike === true)
    return [{ index, kind: "beyond" }];
  const isPattern = [row.we2, row.we3, row.we4, row.isDrift].includes(true);
  return isPattern ? [{ index, kind: "pattern" }] : [];
}

function openPart(days: readonly UtcDay[], openedOn: UtcDay, today: UtcDay): ControlChart["open"] {
  const to = days.indexOf(today);
  return to < 0 || openedOn > today ? null : { from: Math.max(0, days.indexOf(openedOn)), to };
}

function forecastPart(last: ScoreRow, fromIndex: number): ChartForecast | null {
  const forecast = forecastOf(last);
  if (forecast === null || last.value === null) return null;
  const fromValue = last.limitValue ?? last.value;
  return { fromIndex, fromValue, limitValue: forecast.limitValue, days: forecast };
}

/** Fixed limits among the clauses of a condition. */
export function limitsOf(condition: readonly Clause[] | null): number[] {
  return (condition ?? []).flatMap((clause) => {
    if (clause.kind === "limit") return [clause.above];
    return clause.kind === "limit_below" ? [clause.below] : [];
  });
}

function isNear(limit: number, chart: Omit<ControlChart, "limits">, alertClass: AlertRow["class"]): boolean {
  if (alertClass === "limit" || chart.forecast !== null) return true;
  const known = [...chart.values, ...chart.low, ...chart.high].filter((value) => value !== null);
  const [lowest, highest] = [Math.min(...known), Math.max(...known)];
  const reach = (highest - lowest) * LIMIT_REACH;
  return limit >= lowest - reach && limit <= highest + reach;
}
