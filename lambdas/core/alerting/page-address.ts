import { CHAT_TOPIC, WEBHOOK_TOPIC } from "../contract/topics.ts";
import type { Message } from "../model/message.ts";
import { CHAT_LIMITS, ChatMessage } from "./chat-message.ts";
import { chatLink } from "./chat-text.ts";
import { WebhookMessage } from "./webhook-message.ts";

/** The run's own messages with the address of its page; messages of earlier runs have pages of their own. */
export function withPageAddress(message: Message, runId: string, address: string): Message {
  if (!message.key.startsWith(`${runId}/`)) return message;
  return { ...message, body: bodyWith(message, address) };
}

function bodyWith({ topic, body }: Message, address: string): string {
  if (topic === CHAT_TOPIC) return chatWith(ChatMessage.parse(JSON.parse(body)), address);
  if (topic !== WEBHOOK_TOPIC) return `${body}\n\nThe page of this run, with charts: ${address}`;
  const webhook = WebhookMessage.parse(JSON.parse(body));
  return JSON.stringify({ ...webhook, links: { ...webhook.links, page: address } });
}

/** An address that is too long for a step would take the whole message with it. */
function chatWith({ content, ...rest }: ChatMessage, address: string): string {
  const step = chatLink("The page of this run, with charts", address);
  const nextSteps = step.length > CHAT_LIMITS.nextStep ? content.nextSteps : [...content.nextSteps, step];
  return JSON.stringify({ ...rest, content: { ...content, nextSteps } });
}
