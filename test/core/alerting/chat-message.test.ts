import { describe, expect, it } from "vitest";
import { ChatMessage } from "#core/alerting/chat-message.ts";

const MESSAGE: ChatMessage = {
  version: "1.0",
  source: "custom",
  id: "run-1/0",
  content: {
    ...{ textType: "client-markdown", title: "t", description: "d", nextSteps: ["n"], keywords: ["k"] },
  },
  metadata: {
    ...{ summary: "s", eventType: "infra-monitoring-daily", relatedResources: [], additionalContext: {} },
  },
};
const withContent = (part: Partial<ChatMessage["content"]>) =>
  ChatMessage.safeParse({ ...MESSAGE, content: { ...MESSAGE.content, ...part } }).success;
const x = (length: number) => "x".repeat(length);

// The limits that AWS documents: https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
describe("a message of the chat", () => {
  it.each([
    ["title", 250, (length: number) => withContent({ title: x(length) })],
    ["description", 8_000, (length: number) => withContent({ description: x(length) })],
    ["next step", 350, (length: number) => withContent({ nextSteps: [x(length)] })],
    ["keyword", 75, (length: number) => withContent({ keywords: [x(length)] })],
  ] as const)("has a %s of %i characters at most, and one at least", (_, most, holds) => {
    expect([0, 1, most, most + 1].map(holds)).toEqual([false, true, true, false]);
  });

  it("may be without a thread, and has no field that the chat does not know", () => {
    expect(ChatMessage.safeParse(MESSAGE).success).toBe(true);
    expect(ChatMessage.safeParse({ ...MESSAGE, subject: "s" }).success).toBe(false);
  });
});
