import { evidenceOf } from "#core/alerting/conditions.ts";
import { penaltyOf } from "#core/health/penalty.ts";
import type { BaselineSeries } from "#core/model/baseline-series.ts";
import type { MetricDefinition } from "#core/model/metric-definition.ts";
import type { HealthSeverity } from "#core/model/pipeline-config.ts";
import { predictionAt } from "#core/model/prediction-columns.ts";
import { addDays, dayNumber, type UtcDay } from "#core/model/utc-day.ts";
import type { ScoreRow, Verdict } from "#core/ports/score-store.ts";
import { exceedsRateOfChange, RATE_OF_CHANGE_STATUS, rateOfChangePct } from "#core/spc/rate-of-change.ts";
import { severity } from "#core/spc/severity.ts";
import { violatedRules, westernElectric } from "#core/spc/western-electric.ts";
import { Z_STATUS, zScores } from "#core/spc/z-score.ts";

/**
 * Scores one series on the days from `scoredFrom` on, each against the baseline that 09 gave it. A day without a row in the
 * series' history gets no score.
 */
export function scoreDays(
  series: BaselineSeries,
  metric: MetricDefinition,
  options: { readonly scoredFrom: UtcDay; readonly severity: HealthSeverity },
): ScoreRow[] {
  const statistics = statisticsOf(series, metric);
  const first = Math.max(0, dayNumber(options.scoredFrom) - dayNumber(series.from));
  const rows: ScoreRow[] = [];
  for (let day = first; day < series.state.length; day += 1) {
    if (series.state[day] !== "none")
      rows.push(scoredDay(day, { series, metric, statistics, first, severity: options.severity }));
  }
  return rows;
}

type Statistics = ReturnType<typeof statisticsOf>;

interface Context {
  readonly series: BaselineSeries;
  readonly metric: MetricDefinition;
  readonly statistics: Statistics;
  readonly severity: HealthSeverity;
  /** Index of the first scored day. */
  readonly first: number;
}

function statisticsOf(series: BaselineSeries, metric: MetricDefinition) {
  const values = typed(series.values);
  const baseline = {
    count: Uint16Array.from(series.n),
    mean: typed(series.mean),
    sigma: typed(series.sigma),
  };
  const scores = zScores(values, baseline, metric.sigmaFloor);
  return { values, scores, rules: westernElectric(scores.z), change: rateOfChangePct(values) };
}

function scoredDay(day: number, context: Context): ScoreRow {
  const { series, metric, statistics, first } = context;
  const verdict = verdictOf(day, series, statistics);
  const statistical = statisticalColumns(day, verdict, statistics, metric);
  const judged = {
    ...statistical,
    verdict,
    limitValue: series.limit[day] ?? null,
    aboveZeroShare: series.aboveZeroShare[day] ?? null,
    n: series.n[day] ?? 0,
    mean: series.mean[day] ?? null,
    value: series.raw[day] ?? null,
    ...predictionAt(series.prediction, day - first),
  };
  const evidence = evidenceOf(metric, judged, series.aboveZeroShare[day - 1] ?? null);
  const penalty = penaltyOf(metric, { ...judged, evidence }, context.severity);
  return {
    date: addDays(series.from, day),
    resourceId: series.resourceId,
    metric: series.metric,
    ...judged,
    sigma: series.sigma[day] ?? null,
    review: verdict === "warning",
    healthWeight: penalty.weight,
    healthPenalty: penalty.lost,
    penaltyReason: penalty.reason,
    conditionsMet: [
      ...new Set(evidence.filter(({ class: kind }) => kind !== "statistical").map(({ clause }) => clause)),
    ],
  };
}

/** Z, rules and change of a day; null where there is no Z to measure a rule by, or no day before to change from. */
function statisticalColumns(
  day: number,
  verdict: Verdict,
  { values, scores, rules, change }: Statistics,
  metric: MetricDefinition,
) {
  const status = scores.status[day];
  const hasZ = status === Z_STATUS.scored || status === Z_STATUS.floored;
  const canJudgeRules = hasZ || verdict === "flat";
  const violated = violatedRules(rules, day);
  const rule = (number: 1 | 2 | 3 | 4) => (canJudgeRules ? violated.includes(number) : null);
  const pct = change.pct[day] ?? Number.NaN;
  const isKnown = change.status[day] === RATE_OF_CHANGE_STATUS.known;
  const exceeds =
    isKnown && exceedsRateOfChange(pct, values[day] ?? 0, values[day - 1] ?? 0, metric.rateOfChange);
  return {
    z: hasZ ? (scores.z[day] ?? null) : null,
    isSigmaFloored: status === Z_STATUS.floored,
    we1: rule(1),
    we2: rule(2),
    we3: rule(3),
    we4: rule(4),
    rocPct: isKnown ? pct : null,
    rocExceeded: isKnown ? exceeds : null,
  };
}

function verdictOf(day: number, series: BaselineSeries, { scores }: Statistics): Verdict {
  const state = series.state[day];
  if (state === "partial" || state === "not_available") return state;
  if (state !== "ok") return "no_data";
  const status = scores.status[day];
  if (status === Z_STATUS.learning) return "learning";
  if (status === Z_STATUS.flat) return "flat";
  // A day with slots but without the scored statistic: read as daily statistics that do not carry it.
  if (status === Z_STATUS.missing) return "not_available";
  return severity(scores.z[day] ?? 0);
}

function typed(column: readonly (number | null)[]): Float64Array {
  return Float64Array.from(column, (value) => value ?? Number.NaN);
}
