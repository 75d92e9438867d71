import type { Message } from "#core/model/message.ts";

/** A message as 13 hands it over, about one warning of one owner. */
export function aMessage(part: Partial<Message> = {}): Message {
  return {
    key: "daily-1/notifications/0",
    topic: "notifications",
    subject: "S",
    body: "B",
    attributes: { kind: "daily", severity: "warning", owner: '["payments"]', account: '["111111111111"]' },
    ...part,
  };
}
