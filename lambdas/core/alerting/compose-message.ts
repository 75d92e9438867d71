import type { MetricDefinition } from "../model/metric-definition.ts";
import type { Resource } from "../model/resource.ts";
import type { UtcDay } from "../model/utc-day.ts";
import type { AlertRow } from "../ports/alert-store.ts";
import type { Chosen, NotificationGroup } from "./choose-notifications.ts";
import { explainAlert } from "./explain-alert.ts";
import { plainText } from "./plain-text.ts";
import { utf8Length } from "./utf8-length.ts";

/** SNS refuses longer subjects, and control characters in them. */
const MAX_SUBJECT_LENGTH = 99;
/** All messages of a run together pass through the state: 24 KiB, and one is all there is. */
const MAX_BODY_BYTES = 22_000;
const MAX_NAME_LENGTH = 120;

export interface MessageContext {
  readonly metrics: Readonly<Record<string, MetricDefinition>>;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly newestDay: UtcDay;
  readonly isStarting: boolean;
  readonly runbookUrl: string | null;
  readonly dashboardUrl: string | null;
}

/** Subject and plain-text body of a run's message; null where there is nothing to tell. */
export function composeMessage(
  chosen: Chosen,
  context: MessageContext,
): { subject: string; body: string } | null {
  if (chosen.notifications.length === 0 && chosen.digest.length === 0) return null;
  const sections = [
    `What changed, as of ${context.newestDay} (UTC)`,
    ...chosen.notifications.map((group, index) => `${index + 1}. ${groupText(group, context)}`),
    ...digestText(chosen.digest, context),
    ...linkText(context),
  ];
  return {
    subject: plainText(subjectOf(chosen, context), MAX_SUBJECT_LENGTH),
    body: cutToBytes(sections.join("\n\n")),
  };
}

function subjectOf({ notifications, digest }: Chosen, context: MessageContext): string {
  const worst = notifications[0];
  if (worst === undefined) {
    const count = `${digest.length} ${digest.length === 1 ? "resource" : "resources"}`;
    return context.isStarting ? `Already so when we started: ${count}` : `Digest: ${count}`;
  }
  const first = worst.alerts[0];
  const title = first === undefined ? "" : titleOf(first, context);
  const more = notifications.length > 1 ? ` and ${notifications.length - 1} more` : "";
  return `${nameOf(worst.resourceId, context)}: ${title}${more}`;
}

function groupText(group: NotificationGroup, context: MessageContext): string {
  const resource = context.resources.get(group.resourceId);
  const owner = plainText(resource?.owner ?? "nobody", MAX_NAME_LENGTH);
  const place = resource === undefined ? "" : ` in ${resource.accountId} ${resource.region}`;
  const lines = group.alerts.map((alert) => `   - [${alert.severity}] ${sentence(alert, context)}`);
  return [
    `${nameOf(group.resourceId, context)} (${resource?.type ?? "unknown"}${place}; owner ${owner})`,
    ...lines,
    `   ${plainText(group.resourceId, MAX_NAME_LENGTH * 2)}`,
  ].join("\n");
}

function digestText(digest: readonly NotificationGroup[], context: MessageContext): string[] {
  if (digest.length === 0) return [];
  const title = context.isStarting
    ? "Already so when we started"
    : "Held back by the day's budget, or more on resources you know of";
  const lines = digest.map((group) => {
    const [worst] = group.alerts;
    const rest = group.alerts.length > 1 ? ` (+${group.alerts.length - 1})` : "";
    return worst === undefined
      ? ""
      : `   - ${nameOf(group.resourceId, context)}: ${sentence(worst, context)}${rest}`;
  });
  return [[`${title}:`, ...lines].join("\n")];
}

function linkText({ dashboardUrl, runbookUrl }: MessageContext): string[] {
  const links = [
    ...(dashboardUrl === null ? [] : [`Dashboard: ${dashboardUrl}`]),
    ...(runbookUrl === null ? [] : [`Runbook: ${runbookUrl}`]),
  ];
  return links.length === 0 ? [] : [links.join("\n")];
}

function sentence(alert: AlertRow, context: MessageContext): string {
  const metric = context.metrics[alert.metric];
  return metric === undefined ? alert.metric : explainAlert(alert, metric);
}

function titleOf(alert: AlertRow, context: MessageContext): string {
  return context.metrics[alert.metric]?.title ?? alert.metric;
}

function nameOf(resourceId: string, context: MessageContext): string {
  return plainText(context.resources.get(resourceId)?.name ?? resourceId, MAX_NAME_LENGTH);
}

function cutToBytes(text: string): string {
  let kept = 0;
  let bytes = 0;
  for (const character of text) {
    bytes += utf8Length(character);
    if (bytes > MAX_BODY_BYTES) return `${text.slice(0, kept)}\n… cut: the rest is in the database`;
    kept += character.length;
  }
  return text;
}
