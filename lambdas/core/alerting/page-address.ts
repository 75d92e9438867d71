import { WEBHOOK_TOPIC } from "../contract/topics.ts";
import type { Message } from "../model/message.ts";
import { WebhookMessage } from "./webhook-message.ts";

/** The run's own messages with the address of its page; messages of earlier runs have pages of their own. */
export function withPageAddress(message: Message, runId: string, address: string): Message {
  if (!message.key.startsWith(`${runId}/`)) return message;
  if (message.topic !== WEBHOOK_TOPIC)
    return { ...message, body: `${message.body}\n\nThe page of this run, with charts: ${address}` };
  const webhook = WebhookMessage.parse(JSON.parse(message.body));
  return {
    ...message,
    body: JSON.stringify({ ...webhook, links: { ...webhook.links, page: address } }),
  };
}
