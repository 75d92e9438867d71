import { isObject } from "./walk-states.ts";

/** Largest state that the design allows between two stages, messages apart. AWS refuses above 256 KiB. */
export const MAX_STATE_BYTES = 32 * 1024;

/** Largest list of messages: the one payload that passes through the state. */
export const MAX_MESSAGES_BYTES = 24 * 1024;

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value) ?? "");

/** Size of a state as JSON in UTF-8 bytes, with the messages of 13 counted apart. */
export function stateSize(state: unknown): { readonly stateBytes: number; readonly messagesBytes: number } {
  const alerts = isObject(state) ? state.alerts : undefined;
  const messages = isObject(alerts) ? alerts.messages : undefined;
  const messagesBytes = messages === undefined ? 0 : bytesOf(messages);
  return { stateBytes: bytesOf(state) - messagesBytes, messagesBytes };
}
