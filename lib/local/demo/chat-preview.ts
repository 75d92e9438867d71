import { ChatMessage } from "#core/alerting/chat-message.ts";

/** A message of a chat as its readers have it before them. */
export function chatPreview(message: string): string {
  const { content, metadata } = ChatMessage.parse(JSON.parse(message));
  return [
    content.title,
    content.description,
    ...content.nextSteps.map((step) => `- ${step}`),
    ...(content.keywords.length === 0 ? [] : [content.keywords.join(" | ")]),
    metadata.threadId === undefined ? "(no thread)" : `(thread ${metadata.threadId})`,
  ].join("\n");
}

/** The mark of a message in a thread: red, yellow, or green where it closes the thread; none of one that stands alone. */
export function threadMark(message: string): string[] {
  const { content, metadata } = ChatMessage.parse(JSON.parse(message));
  return metadata.threadId === undefined ? [] : [...content.title].slice(0, 1);
}
