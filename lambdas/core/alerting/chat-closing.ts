import type { AlertRow } from "../ports/alert-store.ts";
import { ABOUT_NO_ALERT, type ChatPlace, chatEnvelope, type ToldInChat } from "./chat-envelope.ts";
import { CHAT_LIMITS } from "./chat-message.ts";
import { chatText } from "./chat-text.ts";
import type { ClosedThread } from "./closed-threads.ts";
import type { MessageContext } from "./compose-message.ts";
import { withOthers } from "./counted.ts";
import { resourceFacts } from "./notification-facts.ts";

/** In front of what is over: a green circle. */
const MARK = "\u{1f7e2} ";
const MAX_TITLE_LENGTH = 80;
const MOST_LINES = 5;

/** The last message of a thread: that all of it is over, and why. */
export function chatClosing(thread: ClosedThread, place: ChatPlace, context: MessageContext): ToldInChat {
  const { threadId, alerts } = thread;
  const names = new Set(alerts.map(({ resourceId }) => resourceFacts(resourceId, context).name));
  const [name = "", ...others] = names;
  // Alerts of several classes on one series, and of many resources on one metric, are one thing to read.
  const lines = [...new Set(alerts.map((alert) => `• ${lineOf(alert, context)}`))];
  const left = lines.length - MOST_LINES;
  return chatEnvelope(
    {
      ...ABOUT_NO_ALERT,
      title: `${MARK}${chatText(`${withOthers(name, others.length)}: over`, CHAT_LIMITS.title - MARK.length)}`,
      lines: left > 0 ? [...lines.slice(0, MOST_LINES), `• and ${left} more`] : lines,
      told: alerts,
      threadId,
    },
    place,
    context,
  );
}

function lineOf({ metric, state, resolvedOn, resolveReason }: AlertRow, { metrics }: MessageContext): string {
  const title = chatText(metrics[metric]?.title ?? metric, MAX_TITLE_LENGTH);
  if (state === "withdrawn") return `${title}: withdrawn, late data took its reason away`;
  return `${title}: ${resolveReason ?? "over"} since ${resolvedOn ?? "an unknown day"}`;
}
