import type { AlertSeverity } from "../ports/alert-store.ts";
import { type ChatPlace, chatEnvelope, type ToldInChat } from "./chat-envelope.ts";
import { CHAT_LIMITS } from "./chat-message.ts";
import { chatCode, chatText } from "./chat-text.ts";
import type { MessageContext } from "./compose-message.ts";
import { withOthers } from "./counted.ts";
import type { NotificationGroup } from "./group-causes.ts";
import { type NotificationFacts, notificationFacts } from "./notification-facts.ts";
import { plainText } from "./plain-text.ts";
import { sharedCause } from "./shared-cause.ts";
import { threadOf } from "./thread-of.ts";

export const MAX_NAME_LENGTH = 120;
export const MAX_SENTENCE_LENGTH = 500;
const MAX_ID_LENGTH = 240;
const MOST_SENTENCES = 4;
/** In front of what is said of an alert: a red circle, a yellow one. */
export const CHAT_MARKS: Readonly<Record<AlertSeverity, string>> = {
  critical: "\u{1f534} ",
  warning: "\u{1f7e1} ",
};

/** One notification as the message that opens a thread, or goes on with it where people were told of the same alert before. */
export function chatThread(group: NotificationGroup, place: ChatPlace, context: MessageContext): ToldInChat {
  const facts = notificationFacts(group, context);
  const { resource, alerts, members, acknowledgeCommands } = facts;
  const [worst] = alerts;
  const mark = worst === undefined ? "" : CHAT_MARKS[worst.severity];
  const headline = `${withOthers(resource.name, members.length)}: ${worst?.title ?? ""}`;
  return chatEnvelope(
    {
      title: `${mark}${chatText(headline, CHAT_LIMITS.title - mark.length)}`,
      lines: linesOf(facts),
      told: group.alerts,
      threadId: threadOf(group.alerts),
      commands: acknowledgeCommands.map((command) => chatCode(command, CHAT_LIMITS.nextStep)),
      keywords: keywordsOf([worst?.severity, resource.type, resource.owner]),
      resources: [plainText(resource.resourceId, MAX_ID_LENGTH)],
      variables: worst === undefined ? {} : { alert: worst.id, severity: worst.severity },
    },
    place,
    context,
  );
}

function keywordsOf(words: readonly (string | null | undefined)[]): string[] {
  return words.flatMap((word) => {
    const keyword = chatText(word ?? "", CHAT_LIMITS.keyword);
    return keyword === "" ? [] : [keyword];
  });
}

function linesOf(facts: NotificationFacts): string[] {
  const { resource, alsoChanged } = facts;
  const { type, accountId, region, owner, resourceId } = resource;
  const place = type === null ? "unknown" : `${type} in ${accountId} ${region}`;
  const cause = sharedCause(facts, (name) => chatText(name, MAX_NAME_LENGTH));
  const sentences = facts.sentences.map(
    ({ severity, text }) => `• *${severity}* ${chatText(text, MAX_SENTENCE_LENGTH)}`,
  );
  return [
    `${chatText(place, MAX_NAME_LENGTH)}; owner ${chatText(owner ?? "nobody", MAX_NAME_LENGTH)}`,
    ...(cause === null ? [] : [cause]),
    ...sentences.slice(0, MOST_SENTENCES),
    ...(sentences.length > MOST_SENTENCES ? [`• and ${sentences.length - MOST_SENTENCES} more`] : []),
    ...(alsoChanged.length === 0
      ? []
      : [`At that time also: ${chatText(alsoChanged.join("; "), MAX_SENTENCE_LENGTH)}`]),
    chatCode(resourceId, MAX_ID_LENGTH),
  ];
}
