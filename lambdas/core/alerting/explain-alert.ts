import type { MetricDefinition } from "../model/metric-definition.ts";
import type { AlertRow } from "../ports/alert-store.ts";
import { clausesOf, numberIn } from "./clauses.ts";
import { forecastDaysInWords } from "./forecast-days-in-words.ts";
import { formatValue, rounded } from "./format-value.ts";
import { rangeInWords } from "./range-in-words.ts";
import { STATISTIC_IN_WORDS } from "./statistic-in-words.ts";

/** What a sentence has to know of a metric. */
export type ExplainedMetric = Pick<
  MetricDefinition,
  "title" | "unit" | "validRange" | "scoredStatistic" | "limitStatistic"
>;

const STOPPED = "stopped";
const FORECAST = "forecast";

/** Clauses in words. */
export const CLAUSES: Readonly<Record<string, string>> = {
  limit: "above its hard limit",
  limit_below: "below its hard limit",
  sustained_above_zero: "above zero for too long",
  share_of_baseline_below: "under its share of the baseline",
  z_above: "far above its own past",
  z_below: "far below its own past",
  z_beyond: "far from its own past",
  western_electric_1: "one day beyond 3 sigma (WE-1)",
  western_electric_2: "two of three days beyond 2 sigma (WE-2)",
  western_electric_3: "four of five days beyond 1 sigma (WE-3)",
  western_electric_4: "eight days on one side of the mean (WE-4)",
  drift: "drifting away from its usual level",
  spike: "a day far out of all it has shown",
  combination: "does not fit the other metrics of the resource",
  early_departure: "far from its short past by two measures",
  [FORECAST]: "on its way to its limit",
  [STOPPED]: "no data where they used to come",
  frozen: "the same value again and again",
};

/** What supports an alert, in words, strongest first. @example evidenceInWords(alert) // ["drifting away from its usual level"] */
export function evidenceInWords(alert: AlertRow): string[] {
  return clausesOf(alert.evidence).map((clause) => CLAUSES[clause] ?? clause);
}

/**
 * When it will cross which limit, and which statistic of the day will, if it is not the one that is scored; null where nothing is forecast.
 * @example forecastInWords(alert, metric) // "its 95th percentile reaches 80 % in about 4 days (3 days to 7 days)"
 */
function forecastInWords({ evidence }: AlertRow, metric: ExplainedMetric): string | null {
  const days = numberIn(evidence, "forecastDays");
  const limit = numberIn(evidence, "forecastLimitValue");
  if (days === null || limit === null) return null;
  const earliest = numberIn(evidence, "forecastEarliestDays");
  const latest = numberIn(evidence, "forecastLatestDays");
  const statistic = limitStatisticInWords(metric);
  const who = statistic === null ? "" : `its ${statistic} `;
  return `${who}reaches ${formatValue(limit, metric.unit)} in ${forecastDaysInWords({ days, earliest, latest })}`;
}

/** The statistic that limits are judged on, in words; null where it is the one that is scored. @example limitStatisticInWords(metric) // "95th percentile" */
export function limitStatisticInWords({
  scoredStatistic,
  limitStatistic,
}: Pick<MetricDefinition, "scoredStatistic" | "limitStatistic">): string | null {
  return limitStatistic === scoredStatistic ? null : STATISTIC_IN_WORDS[limitStatistic];
}

/** One sentence: metric, value, expected range, which evidence, forecast, since when. */
export function explainAlert(alert: AlertRow, metric: ExplainedMetric): string {
  return explainSeries([alert], metric);
}

/**
 * One sentence of all alerts of one series to one side: the evidence of all of them, the range and the forecast of the worst that has one, since the
 * first of them. Of a limit that is passed nothing is forecast any more. @param alerts - worst first, of one resource, metric and direction; at
 * least one
 */
export function explainSeries(
  alerts: readonly [AlertRow, ...AlertRow[]],
  metric: ExplainedMetric,
  { withForecast = true }: { readonly withForecast?: boolean } = {},
): string {
  const [worst] = alerts;
  const isPassed = alerts.some((alert) => alert.class === "limit");
  const reasons = new Set(alerts.flatMap(evidenceInWords));
  if (isPassed) reasons.delete(CLAUSES[FORECAST] ?? FORECAST);
  const forecast = alerts.map((alert) => forecastInWords(alert, metric)).find((text) => text !== null);
  const trend = forecast === undefined || isPassed || !withForecast ? "" : `, ${forecast}`;
  const [since] = alerts.map(({ openedOn }) => openedOn).toSorted();
  return `${metric.title} ${valueInWords(worst, metric)}: ${[...reasons].join(", ")}; ${expectedInWords(worst, metric)}${distance(worst)}${trend}, since ${since}`;
}

/** The value of an alert; a hard limit is judged on a statistic of its own. @example valueInWords(alert, metric) // "80.3 % (95th percentile)" */
function valueInWords(alert: AlertRow, metric: ExplainedMetric): string {
  const statistic = alert.class === "limit" ? limitStatisticInWords(metric) : null;
  return `${formatValue(alert.value, metric.unit)}${statistic === null ? "" : ` (${statistic})`}`;
}

/** What was expected in its place. @example expectedInWords(alert, metric) // "expected 20 % to 30 %" */
export function expectedInWords(alert: AlertRow, metric: ExplainedMetric): string {
  const words = rangeInWords(alert.expectedLow, alert.expectedHigh, metric);
  if (words === null) return "no expected range yet";
  const isOther = alert.class === "limit" && limitStatisticInWords(metric) !== null;
  return `${isOther ? `${STATISTIC_IN_WORDS[metric.scoredStatistic]} ` : ""}expected ${words}`;
}

/** One sentence of all metrics of a resource that have gone silent: what is missing, since the first of them. */
export function explainSilence(
  alerts: readonly AlertRow[],
  metrics: Readonly<Record<string, ExplainedMetric | undefined>>,
): string {
  const titles = alerts.map(({ metric }) => metrics[metric]?.title ?? metric);
  const [since] = alerts.map(({ openedOn }) => openedOn).toSorted();
  return `${titles.join(", ")}: ${CLAUSES[STOPPED]}, since ${since}`;
}

/** True for a series of which nothing comes any more; one that repeats its value has one to name. */
export function isStopped({ evidence }: AlertRow): boolean {
  return clausesOf(evidence).includes(STOPPED);
}

function distance(alert: AlertRow): string {
  return alert.z === null ? "" : ` (Z ${rounded(alert.z)})`;
}
