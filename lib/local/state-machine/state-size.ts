import { isObject } from "./walk-states.ts";

/** Largest state of the specification's fleet, messages apart: far below what AWS refuses, so that growth is seen early. */
export const MAX_STATE_BYTES = 32 * 1024;

/** Largest list of messages: the one payload that passes through the state. */
export const MAX_MESSAGES_BYTES = 24 * 1024;

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value) ?? "");

/** Stages that answer the list of messages: 13 as it wrote them, 13b with the address of the page. */
const WITH_MESSAGES = ["alerts", "page"] as const;

/** Size of a state as JSON in UTF-8 bytes, with the messages counted apart: `messagesBytes` is that of the larger list. */
export function stateSize(state: unknown): { readonly stateBytes: number; readonly messagesBytes: number } {
  const sizes = WITH_MESSAGES.map((name) => {
    const answer = isObject(state) ? state[name] : undefined;
    return isObject(answer) && answer.messages !== undefined ? bytesOf(answer.messages) : 0;
  });
  const messagesBytes = sizes.reduce((sum, size) => sum + size, 0);
  return { stateBytes: bytesOf(state) - messagesBytes, messagesBytes: Math.max(...sizes) };
}
