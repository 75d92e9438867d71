import type { Resource } from "../model/resource.ts";
import type { UtcDay } from "../model/utc-day.ts";
import type { AlertRow } from "../ports/alert-store.ts";
import type { Chosen } from "./choose-notifications.ts";
import { counted, withOthers } from "./counted.ts";
import type { NotificationGroup } from "./group-causes.ts";
import { linkText, type MessageLinks } from "./link-text.ts";
import {
  alertFacts,
  type FactsContext,
  type NotificationFacts,
  notificationFacts,
} from "./notification-facts.ts";
import { plainText } from "./plain-text.ts";
import { sharedCause } from "./shared-cause.ts";
import { utf8Length } from "./utf8-length.ts";

/** SNS refuses longer subjects, and control characters in them. */
const MAX_SUBJECT_LENGTH = 99;
/** The messages of a run pass through the state, together 24 KiB: this one, the webhook's, and their attributes. */
const MAX_BODY_BYTES = 11_500;
const MAX_NAME_LENGTH = 120;
/** A longer one would push how many others there are out of the subject. */
const SUBJECT_NAME_LENGTH = 40;

export interface MessageContext extends FactsContext, MessageLinks {
  readonly resources: ReadonlyMap<string, Resource>;
  readonly newestDay: UtcDay;
  readonly isStarting: boolean;
}

/** Subject and plain-text body of a run's message; null where there is nothing to tell. */
export function composeMessage(
  chosen: Chosen,
  context: MessageContext,
): { subject: string; body: string } | null {
  if (chosen.notifications.length === 0 && chosen.digest.length === 0) return null;
  const facts = chosen.notifications.map((group) => notificationFacts(group, context));
  const sections = [
    `What changed, as of ${context.newestDay} (UTC)`,
    ...facts.map((one, index) => `${index + 1}. ${notificationText(one)}`),
    ...digestText(chosen.digest, context),
    ...silencedText(chosen, context),
    ...linkText(context),
  ];
  return {
    subject: plainText(subjectOf(facts, chosen, context), MAX_SUBJECT_LENGTH),
    body: cutToBytes(sections.join("\n\n")),
  };
}

function subjectOf(facts: readonly NotificationFacts[], { digest }: Chosen, context: MessageContext): string {
  const [worst] = facts;
  if (worst === undefined) {
    const count = counted(digest.length, "resource");
    return context.isStarting ? `Already so when we started: ${count}` : `Digest: ${count}`;
  }
  const more = facts.length > 1 ? ` and ${facts.length - 1} more` : "";
  return `${headline(worst, SUBJECT_NAME_LENGTH)}: ${worst.alerts[0]?.title ?? ""}${more}`;
}

function headline({ resource, members }: NotificationFacts, nameLength: number): string {
  return withOthers(plainText(resource.name, nameLength), members.length);
}

function notificationText(facts: NotificationFacts): string {
  const { resource, sentences, alsoChanged } = facts;
  const owner = plainText(resource.owner ?? "nobody", MAX_NAME_LENGTH);
  const cause = sharedCause(facts, (name) => plainText(name, MAX_NAME_LENGTH));
  const place = resource.type === null ? "" : ` in ${resource.accountId} ${resource.region}`;
  return [
    `${headline(facts, MAX_NAME_LENGTH)} (${resource.type ?? "unknown"}${place}; owner ${owner})`,
    ...(cause === null ? [] : [`   ${cause}`]),
    ...sentences.map(({ severity, text }) => `   - [${severity}] ${text}`),
    ...(alsoChanged.length === 0
      ? []
      : [`   At that time also: ${plainText(alsoChanged.join("; "), MAX_NAME_LENGTH * 3)}`]),
    `   ${plainText(resource.resourceId, MAX_NAME_LENGTH * 2)}`,
    ...facts.acknowledgeCommands.map((command) => `   ${command}`),
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
    return worst === undefined ? "" : `   - ${lineOf(worst, context)}${rest}`;
  });
  return [[`${title}:`, ...lines].join("\n")];
}

function silencedText({ silenced, unsupportedCount }: Chosen, context: MessageContext): string[] {
  const lines = silenced.map(
    ({ alert, until, reason, owner }) =>
      `   - ${lineOf(alert, context)}; silenced until ${until} by ${plainText(owner, MAX_NAME_LENGTH)}: ${plainText(reason, MAX_NAME_LENGTH)}`,
  );
  const silences = lines.length === 0 ? [] : [["Silenced:", ...lines].join("\n")];
  const conditions = `${counted(unsupportedCount, "condition holds", "conditions hold")} that nothing else supports: shown, not told`;
  return unsupportedCount === 0 ? silences : [...silences, conditions];
}

function lineOf(alert: AlertRow, context: MessageContext): string {
  const name = context.resources.get(alert.resourceId)?.name ?? alert.resourceId;
  return `${plainText(name, MAX_NAME_LENGTH)}: ${alertFacts(alert, context).sentence}`;
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
