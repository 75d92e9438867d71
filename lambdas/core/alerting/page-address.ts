import type { Message } from "../model/message.ts";

/** The run's own messages with the address of its page at their end; messages of earlier runs have pages of their own. */
export function withPageAddress(message: Message, runId: string, address: string): Message {
  if (!message.key.startsWith(`${runId}/`)) return message;
  return { ...message, body: `${message.body}\n\nThe page of this run, with charts: ${address}` };
}
