import { CHAT_TOPIC } from "#contract/topics.ts";
import type { ToldInChat } from "#core/alerting/chat-envelope.ts";
import { CHAT_LIMITS } from "#core/alerting/chat-message.ts";
import type { Chosen } from "#core/alerting/choose-notifications.ts";
import { composeChat } from "#core/alerting/compose-chat.ts";
import type { MessageContext } from "#core/alerting/compose-message.ts";
import type { WebhookMessage } from "#core/alerting/webhook-message.ts";
import { fitTogether, type Known, keyOf, type Queued } from "./outbox.ts";

/** The chat's messages for the outbox: as many as the run's other messages leave room for. */
export function chatRows(
  chosen: Chosen,
  beside: { readonly kind: WebhookMessage["kind"]; readonly queued: readonly [Queued, ...Queued[]] },
  known: { readonly context: MessageContext; readonly outbox: Known },
): Queued[] {
  const { kind, queued } = beside;
  const [text] = queued;
  const rowsOf = (messages: readonly ToldInChat[]) => rowsInChat(messages, { ...text, first: 0 });
  const fits = (messages: readonly ToldInChat[]) =>
    fitTogether([...queued, ...rowsOf(messages.map(withRoomForPage))], known.outbox);
  const { runId, subject } = text;
  return rowsOf(composeChat(chosen, { runId, kind, subject, fits }, known.context));
}

/** Messages as rows of the outbox; `first`: how many of the run come before them. */
export function rowsInChat(
  messages: readonly ToldInChat[],
  about: Pick<Queued, "runId" | "scoredOn" | "kind" | "subject" | "createdAt"> & { readonly first: number },
): Queued[] {
  const { runId, scoredOn, kind, subject, createdAt, first } = about;
  return messages.map(({ message, told }, index) => ({
    ...{ runId, topic: CHAT_TOPIC, seq: first + index, scoredOn, kind, subject, createdAt },
    body: JSON.stringify(message),
    told: told.map(keyOf),
  }));
}

/** As large as a message becomes where 13b adds the address of the page to it. */
export function withRoomForPage({ message, told }: ToldInChat): ToldInChat {
  const { content } = message;
  const nextSteps = [...content.nextSteps, "x".repeat(CHAT_LIMITS.nextStep)];
  return { message: { ...message, content: { ...content, nextSteps } }, told };
}
