import type { AlertLine } from "#core/alerting/alert-line.ts";
import { formatValue, rounded } from "#core/alerting/format-value.ts";
import { plainText } from "#core/alerting/plain-text.ts";
import { rangeInWords } from "#core/alerting/range-in-words.ts";
import type { MetricDefinition } from "#core/model/metric-definition.ts";
import type { Answer } from "#operations/alerts-operations/run.ts";

const MAX_NAME_LENGTH = 60;
const MAX_NOTE_LENGTH = 1000;
const DONE = { acknowledge: "Acknowledged", silence: "Silenced", refute: "Refuted" } as const;

type Metrics = Readonly<Record<string, MetricDefinition | undefined>>;

/** The answer as a person reads it, line by line. @param metrics - of the config, for the units of values; only `show` has any */
export function answerLines(answer: Answer, metrics: Metrics): string[] {
  if (answer.action === "list") return listLines(answer);
  if (answer.action === "show") return showLines(answer, metrics);
  const { alert, isRecorded } = answer;
  const what = isRecorded ? `${DONE[answer.action]}:` : "Said before in the same words, nothing was written:";
  return [`${what} ${lineOf(alert)}`];
}

function listLines({ alerts, leftOut }: Extract<Answer, { action: "list" }>): string[] {
  if (alerts.length === 0 && leftOut === 0) return ["No open alert."];
  const [told, recorded] = [true, false].map((isTold) =>
    alerts.filter(({ toldOn }) => (toldOn !== null) === isTold).map(lineOf),
  );
  return [
    ...part("Told to people", told),
    ...part("Recorded, told to nobody so far", recorded),
    ...(leftOut === 0 ? [] : [`${leftOut} more that are never told (class statistical): --all lists them.`]),
  ];
}

function part(title: string, lines: readonly string[] = []): string[] {
  return lines.length === 0 ? [] : [`${title} (${lines.length}):`, ...lines, ""];
}

function showLines(
  { alert, said, earlier }: Extract<Answer, { action: "show" }>,
  metrics: Metrics,
): string[] {
  const { resourceId, owner, resolvedOn, resolveReason } = alert;
  const history = said.map(
    ({ action, actedAt, actor, note, expiresOn }) =>
      `  ${actedAt} ${action} by ${plainText(actor, MAX_NAME_LENGTH)}${expiresOn === null ? "" : ` until ${expiresOn}`}: ${plainText(note, MAX_NOTE_LENGTH)}`,
  );
  const before = earlier.map((one) => `  ${lineOf(one)}`);
  return [
    lineOf(alert),
    `  ${plainText(resourceId, MAX_NOTE_LENGTH)}, owner ${plainText(owner ?? "nobody", MAX_NAME_LENGTH)}`,
    `  class ${alert.class}, state ${alert.state}, ${valuesOf(alert, metrics[alert.metric])}`,
    ...(resolvedOn === null ? [] : [`  closed on ${resolvedOn} (${resolveReason ?? "no reason"})`]),
    ...(history.length === 0 ? ["Told and said: nothing"] : ["Told and said:", ...history]),
    ...(before.length === 0 ? [] : ["Before it:", ...before]),
  ];
}

/** The numbers as the message has them; those of a metric that config no longer has, without a unit. */
function valuesOf({ value, expectedLow, expectedHigh, z }: AlertLine, metric?: MetricDefinition): string {
  const { unit, validRange } = metric ?? { unit: "count", validRange: { min: -Infinity, max: null } };
  const range = rangeInWords(expectedLow, expectedHigh, { unit, validRange });
  return [
    ...(value === null ? ["no value"] : [`value ${formatValue(value, unit)}`]),
    range === null ? "no expected range yet" : `expected ${range}`,
    ...(z === null ? [] : [`Z ${rounded(z)}`]),
  ].join(", ");
}

function lineOf(alert: AlertLine): string {
  const { id, severity, name, metric, direction, since, reasons } = alert;
  return [
    `${id}  ${severity.padEnd(8)}  ${plainText(name, MAX_NAME_LENGTH)}  ${metric} ${direction}  since ${since}`,
    reasons.join(", "),
    saidOf(alert),
  ].join("  ");
}

function saidOf({ toldOn, acknowledgedBy, silencedUntil, refutedBy }: AlertLine): string {
  const by = (who: string) => plainText(who, MAX_NAME_LENGTH);
  const parts = [
    toldOn === null ? "not told" : `told of ${toldOn}`,
    ...(acknowledgedBy === null ? [] : [`acknowledged by ${by(acknowledgedBy)}`]),
    ...(silencedUntil === null ? [] : [`silenced until ${silencedUntil}`]),
    ...(refutedBy === null ? [] : [`refuted by ${by(refutedBy)}`]),
  ];
  return `[${parts.join(", ")}]`;
}
