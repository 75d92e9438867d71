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
  const rowsOf = (messages: readonly ToldInChat[]) =>
    messages.map(({ message, told }, seq) => ({
      ...text,
      ...{ topic: CHAT_TOPIC, seq, body: JSON.stringify(message), told: told.map(keyOf) },
    }));
  const fits = (messages: readonly ToldInChat[]) =>
    fitTogether([...queued, ...rowsOf(messages.map(withRoomForPage))], known.outbox);
  const { runId, subject } = text;
  return rowsOf(composeChat(chosen, { runId, kind, subject, fits }, known.context));
}

/** As large as a message becomes where 13b adds the address of the page to it. */
function withRoomForPage({ message, told }: ToldInChat): ToldInChat {
  const { content } = message;
  const nextSteps = [...content.nextSteps, "x".repeat(CHAT_LIMITS.nextStep)];
  return { message: { ...message, content: { ...content, nextSteps } }, told };
}
