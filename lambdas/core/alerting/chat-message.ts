import * as z from "zod";

/** Most characters of each part; a longer one makes the whole message one that nobody sees. */
export const CHAT_LIMITS = { title: 250, description: 8_000, nextStep: 350, keyword: 75 } as const;

const text = (maxLength: number) => z.string().min(1).max(maxLength);

/**
 * A message that Amazon Q Developer in chat applications (AWS Chatbot) shows in Slack or Teams. One `threadId` is one thread of the channel;
 * `additionalContext` is what a custom action may put into its command.
 * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export const ChatMessage = z.strictObject({
  version: z.literal("1.0"),
  source: z.literal("custom"),
  id: z.string(),
  content: z.strictObject({
    textType: z.literal("client-markdown"),
    title: text(CHAT_LIMITS.title),
    description: text(CHAT_LIMITS.description),
    nextSteps: z.array(text(CHAT_LIMITS.nextStep)),
    keywords: z.array(text(CHAT_LIMITS.keyword)),
  }),
  metadata: z.strictObject({
    threadId: z.string().optional(),
    summary: text(CHAT_LIMITS.title),
    eventType: z.string().regex(/^[a-zA-Z0-9-]+$/),
    relatedResources: z.array(z.string()),
    additionalContext: z.record(z.string(), z.string()),
  }),
});
export type ChatMessage = z.infer<typeof ChatMessage>;
