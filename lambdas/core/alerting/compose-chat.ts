import { ABOUT_NO_ALERT, type ChatPlace, chatEnvelope, type ToldInChat } from "./chat-envelope.ts";
import { CHAT_LIMITS } from "./chat-message.ts";
import { chatText } from "./chat-text.ts";
import { CHAT_MARKS, chatThread, MAX_NAME_LENGTH, MAX_SENTENCE_LENGTH } from "./chat-thread.ts";
import type { Chosen } from "./choose-notifications.ts";
import type { MessageContext } from "./compose-message.ts";
import { counted, grouped } from "./counted.ts";
import type { NotificationGroup } from "./group-causes.ts";
import { mostThatFit } from "./most-that-fit.ts";
import { alertFacts } from "./notification-facts.ts";

/** More threads than these on one morning are a channel that nobody reads: what is left stands in the last message, a line each. */
export const MOST_THREADS = 6;

/** The run, and how much may go out. */
export interface ChatRun extends Omit<ChatPlace, "index"> {
  /** Of the text message. */
  readonly subject: string;
  /** Whether these messages may go out together. */
  readonly fits: (messages: readonly ToldInChat[]) => boolean;
}

/**
 * The same as the text message for a chat: a thread for each notification, then one message for all that is told in short. What does not fit
 * is counted there.
 */
export function composeChat(chosen: Chosen, run: ChatRun, context: MessageContext): ToldInChat[] {
  const { notifications, digest } = chosen;
  if (notifications.length + digest.length === 0) return [heartbeat(run, context)];
  const threads = notifications
    .slice(0, MOST_THREADS)
    .map((group, index) => chatThread(group, { ...run, index }, context));
  const withFirst = (threadCount: number, lineCount: number): ToldInChat[] => {
    const inShort = [...notifications.slice(threadCount), ...digest];
    const last =
      inShort.length === 0 ? [] : [shortMessage(inShort, { ...run, threadCount, lineCount }, context)];
    return [...threads.slice(0, threadCount), ...last];
  };
  const fits = (threadCount: number, lineCount: number) => {
    const messages = withFirst(threadCount, lineCount);
    return messages.every(isShown) && run.fits(messages);
  };
  const threadCount = mostThatFit(threads.length, (count) => fits(count, 0));
  const most = notifications.length - threadCount + digest.length;
  return withFirst(
    threadCount,
    mostThatFit(most, (count) => fits(threadCount, count)),
  );
}

function isShown({ message }: ToldInChat): boolean {
  return message.content.description.length <= CHAT_LIMITS.description;
}

function shortMessage(
  groups: readonly NotificationGroup[],
  place: Omit<ChatPlace, "index"> & { readonly threadCount: number; readonly lineCount: number },
  context: MessageContext,
): ToldInChat {
  const { runId, kind, threadCount, lineCount } = place;
  const left = groups.length - lineCount;
  const first = context.isStarting ? "Already so when we started" : threadCount === 0 ? "Digest" : "In short";
  const lines = groups.slice(0, lineCount).map((group) => shortLine(group, context));
  return chatEnvelope(
    {
      ...ABOUT_NO_ALERT,
      title: `${first}: ${counted(groups.length, "resource")}`,
      lines: left === 0 ? lines : [...lines, `${grouped(left)} more: on the page of this run`],
      told: groups.flatMap(({ alerts }) => alerts),
    },
    { runId, kind, index: threadCount },
    context,
  );
}

function shortLine({ alerts }: NotificationGroup, context: MessageContext): string {
  const [worst] = alerts;
  if (worst === undefined) return "";
  const name = context.resources.get(worst.resourceId)?.name ?? worst.resourceId;
  const sentence = chatText(alertFacts(worst, context).sentence, MAX_SENTENCE_LENGTH);
  const rest = alerts.length > 1 ? ` (+${alerts.length - 1})` : "";
  return `${CHAT_MARKS[worst.severity]}${chatText(name, MAX_NAME_LENGTH)}: ${sentence}${rest}`;
}

function heartbeat({ runId, kind, subject }: ChatRun, context: MessageContext): ToldInChat {
  const said = {
    ...ABOUT_NO_ALERT,
    title: chatText(subject, CHAT_LIMITS.title),
    lines: [`As of ${context.newestDay} (UTC)`],
    told: [],
  };
  return chatEnvelope(said, { runId, kind, index: 0 }, context);
}
