import { explainAlert, limitStatisticInWords } from "#core/alerting/explain-alert.ts";
import { betweenInWords } from "#core/alerting/forecast-days-in-words.ts";
import { formatValue, rounded } from "#core/alerting/format-value.ts";
import { plainText } from "#core/alerting/plain-text.ts";
import type { MetricDefinition } from "#core/model/metric-definition.ts";
import type { Explanation } from "./explain-day.ts";

const MAX_NAME_LENGTH = 120;
/** Values a line, and how many of the series' days are printed. */
const VALUES_PER_LINE = 7;
const PRINTED_DAYS = 28;

/** The explanation as a person reads it, line by line. */
export function explanationLines(explanation: Explanation, metric: MetricDefinition): string[] {
  const { resource, date } = explanation;
  return [
    `${plainText(resource.name, MAX_NAME_LENGTH)}: ${metric.title} (${explanation.metric}) on ${date}, owner ${plainText(resource.owner ?? "nobody", MAX_NAME_LENGTH)}`,
    "",
    `Daily ${metric.scoredStatistic} of the last ${PRINTED_DAYS} days, oldest first (${metric.unit}):`,
    ...seriesLines(explanation),
    "",
    ...scoreLines(explanation, metric),
    "",
    ...decisionLines(explanation, metric),
    "",
    ...differenceLines(explanation),
  ];
}

function seriesLines({ series }: Explanation): string[] {
  const shown = series
    .slice(-PRINTED_DAYS)
    .map(({ value }) => (value === null ? "-" : rounded(value)).padStart(12));
  return Array.from({ length: PRINTED_DAYS / VALUES_PER_LINE }, (_, line) =>
    shown.slice(line * VALUES_PER_LINE, (line + 1) * VALUES_PER_LINE).join(""),
  );
}

function scoreLines({ computed }: Explanation, metric: MetricDefinition): string[] {
  if (computed === null) return ["The series has no row for this day."];
  const value = (amount: number | null) => formatValue(amount, metric.unit);
  const rules = [computed.we1, computed.we2, computed.we3, computed.we4].map((rule) =>
    rule === null ? "?" : Number(rule),
  );
  const judged = limitStatisticInWords(metric);
  return [
    `Value      ${value(computed.value)}${judged === null || computed.limitValue === null ? "" : `; limits are judged on its ${judged}, ${value(computed.limitValue)}`}; verdict ${computed.verdict}`,
    `30 days    n ${computed.n}, mean ${known(computed.mean)}, sigma ${known(computed.sigma)}, Z ${known(computed.z)}; WE-1 to 4: ${rules.join(" ")}; change ${known(computed.rocPct, " %")}`,
    `Adjusted   ${computed.predictionN === null ? "still learning" : `n ${computed.predictionN}, expected ${value(computed.expectedValue)} (${value(computed.expectedLowValue)} to ${value(computed.expectedHighValue)}), ${computed.residual === null ? "no distance" : `${rounded(computed.residual)} sigmas away`}`}`,
    `Drift      ${known(computed.driftScore, " of the limit")}${computed.isDrift === true ? ", episode open" : ""}${computed.isSpike === true ? "; spike" : ""}${computed.isRebased === true ? "; new baseline accepted" : ""}${computed.silence === null ? "" : `; ${computed.silence}`}`,
    `Forecast   ${forecastText(computed, value)}`,
    `Together   learned score ${known(computed.learnedScore)}${computed.learnedVersion === null ? "" : ` (${computed.learnedVersion})`}`,
  ];
}

/** A number with its unit; one that nobody knows has none. @example known(0.424, " of the limit") // "0.424 of the limit" */
function known(value: number | null, unit = ""): string {
  return value === null ? "cannot say" : `${rounded(value)}${unit}`;
}

function forecastText(
  computed: NonNullable<Explanation["computed"]>,
  value: (amount: number | null) => string,
): string {
  const { forecastDays, forecastLimitValue } = computed;
  if (forecastDays === null) return "none";
  const between = betweenInWords({
    earliest: computed.forecastEarliestDays,
    latest: computed.forecastLatestDays,
  });
  return `${rounded(forecastDays)} days to ${value(forecastLimitValue)}${between === null ? "" : ` (four times in five: ${between})`}`;
}

function decisionLines({ evidence, alerts, said }: Explanation, metric: MetricDefinition): string[] {
  const found = evidence.map(
    ({ class: alertClass, direction, clause, severity }) =>
      `  ${alertClass} ${direction}: ${clause} (${severity})`,
  );
  return [
    found.length === 0 ? "Evidence: none" : "Evidence:",
    ...found,
    alerts.length === 0 ? "Open alerts: none" : "Open alerts:",
    ...alerts.map((alert) => `  ${alert.class} ${alert.state}: ${explainAlert(alert, metric)}`),
    said.length === 0 ? "Told: nobody" : "Told and said:",
    ...said.map(
      ({ action, scoredOn, actor, note, class: alertClass }) =>
        `  ${scoredOn} ${action} (${alertClass}) by ${plainText(actor, MAX_NAME_LENGTH)}: ${plainText(note, MAX_NAME_LENGTH)}`,
    ),
  ];
}

function differenceLines({ stored, differences }: Explanation): string[] {
  if (stored === null) return ["Nothing is stored for this day."];
  if (differences.length === 0)
    return ["Computed again from the stored daily values: equal to what is stored."];
  const text = (value: unknown) => JSON.stringify(value) ?? "nothing";
  return [
    "Differs from what is stored (another config, other code, or daily values that changed since):",
    ...differences.map(
      ({ column, stored: then, computed: now }) => `  ${column}: stored ${text(then)}, computed ${text(now)}`,
    ),
  ];
}
