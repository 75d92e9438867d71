import { CHAT_TOPIC, WEBHOOK_TOPIC } from "#contract/topics.ts";
import type { PublishedMessage } from "../simulated-http/simulation-state.ts";
import { chatPreview, threadMark } from "./chat-preview.ts";

/** Of a message for programs the beginning is enough. */
const JSON_PREVIEW_LENGTH = 600;

/** What was published, topic by topic: of each kind the newest text as people got it, and the beginning of the newest JSON. */
export function printMessages(published: readonly PublishedMessage[], print: (line: string) => void): void {
  for (const [topic, messages] of Map.groupBy(published, topicOf)) {
    print(`\n${messages.length} messages were published to ${topic}.`);
    if (topic === WEBHOOK_TOPIC) {
      const newest = messages.at(-1);
      if (newest !== undefined)
        printPreview(
          { ...newest, message: `${newest.message.slice(0, JSON_PREVIEW_LENGTH)} ...` },
          "The newest",
          print,
        );
      continue;
    }
    const kindOf = (one: PublishedMessage) =>
      [one.attributes.kind ?? "", ...(topic === CHAT_TOPIC ? threadMark(one.message) : [])].join(" ");
    for (const [kind, ofKind] of Map.groupBy(messages, kindOf)) {
      const newest = ofKind.at(-1);
      if (newest !== undefined)
        printPreview(
          asShown(topic, newest),
          `Kind ${kind.trim()}, ${ofKind.length === 1 ? "the only one" : `the newest of ${ofKind.length}`}`,
          print,
        );
    }
  }
}

/** A chat shows its message without the JSON around it. */
function asShown(topic: string, published: PublishedMessage): PublishedMessage {
  return topic === CHAT_TOPIC ? { ...published, message: chatPreview(published.message) } : published;
}

function topicOf({ topicArn }: PublishedMessage): string {
  return topicArn.split(":").at(-1) ?? "";
}

function printPreview(
  { subject, message }: PublishedMessage,
  which: string,
  print: (line: string) => void,
): void {
  print(`\n${which}:\n\n  Subject: ${subject ?? ""}\n\n  ${message.replaceAll("\n", "\n  ")}`);
}
