import type { AlertLine } from "#core/alerting/alert-line.ts";
import { rounded } from "#core/alerting/format-value.ts";
import { plainText } from "#core/alerting/plain-text.ts";
import type { Answer } from "#operations/alerts-operations/run.ts";

const MAX_NAME_LENGTH = 60;
const MAX_NOTE_LENGTH = 1000;
const DONE = { acknowledge: "Acknowledged", silence: "Silenced", refute: "Refuted" } as const;

/** The answer as a person reads it, line by line. */
export function answerLines(answer: Answer): string[] {
  if (answer.action === "list") return listLines(answer);
  if (answer.action === "show") return showLines(answer);
  const { alert, isRecorded } = answer;
  const what = isRecorded ? `${DONE[answer.action]}:` : "Said before in the same words, nothing was written:";
  return [`${what} ${lineOf(alert)}`];
}

function listLines({ alerts, leftOut }: Extract<Answer, { action: "list" }>): string[] {
  const rest = leftOut === 0 ? [] : [`${leftOut} more that nobody is told of: --all lists them.`];
  return [...(alerts.length === 0 ? ["No open alert."] : alerts.map(lineOf)), ...rest];
}

function showLines({ alert, said, earlier }: Extract<Answer, { action: "show" }>): string[] {
  const { resourceId, owner, value, resolvedOn, resolveReason } = alert;
  const history = said.map(
    ({ action, actedAt, actor, note, expiresOn }) =>
      `  ${actedAt} ${action} by ${plainText(actor, MAX_NAME_LENGTH)}${expiresOn === null ? "" : ` until ${expiresOn}`}: ${plainText(note, MAX_NOTE_LENGTH)}`,
  );
  const before = earlier.map((one) => `  ${lineOf(one)}`);
  return [
    lineOf(alert),
    `  ${plainText(resourceId, MAX_NOTE_LENGTH)}, owner ${plainText(owner ?? "nobody", MAX_NAME_LENGTH)}`,
    `  class ${alert.class}, state ${alert.state}, value ${value === null ? "none" : rounded(value)}`,
    ...(resolvedOn === null ? [] : [`  closed on ${resolvedOn} (${resolveReason ?? "no reason"})`]),
    ...(history.length === 0 ? ["Told and said: nothing"] : ["Told and said:", ...history]),
    ...(before.length === 0 ? [] : ["Before it:", ...before]),
  ];
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
