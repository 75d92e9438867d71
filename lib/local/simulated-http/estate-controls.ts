import * as z from "zod";
import type { FaultRuleInput } from "./fault-book.ts";
import type { PublishedMessage, TopicSubscriptions } from "./simulation-state.ts";

/** Steers a simulation from outside, over the control endpoints of any of its servers. */
export interface EstateControls {
  /** Moves the simulated moment, in epoch seconds. */
  readonly setClock: (nowSeconds: number) => Promise<void>;
  /** Replaces the faults in force; none with an empty list. */
  readonly setFaults: (rules: readonly FaultRuleInput[]) => Promise<void>;
  /** Adds secrets, by name or ARN. */
  readonly setSecrets: (secrets: Readonly<Record<string, string>>) => Promise<void>;
  /** Who listens to which topic from now on, by ARN; every other topic has one confirmed subscription. */
  readonly setSubscriptions: (topics: Readonly<Record<string, TopicSubscriptions>>) => Promise<void>;
  /** The Prometheus instances that are dead from now on; the others live. */
  readonly setDown: (instances: readonly string[]) => Promise<void>;
  /** Calls so far by `service.action`. */
  readonly calls: () => Promise<Record<string, number>>;
  readonly resetCalls: () => Promise<void>;
  /** Messages published to topics, oldest first. */
  readonly published: () => Promise<PublishedMessage[]>;
  readonly resetPublished: () => Promise<void>;
}

const Calls = z.record(z.string(), z.int());
const Published = z.array(
  z.object({
    topicArn: z.string(),
    subject: z.string().nullable(),
    message: z.string(),
    messageId: z.string(),
    attributes: z.record(z.string(), z.string()),
  }),
);

/** Controls by HTTP; each rejects with the server's words if it refuses. */
export function createEstateControls(url: string): EstateControls {
  const control = async (method: string, name: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${url}/_control/${name}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`the simulation refused ${method} ${name}: ${text}`);
    }
    return JSON.parse(text);
  };
  const send = async (method: string, name: string, body?: unknown): Promise<void> => {
    await control(method, name, body);
  };
  return {
    setClock: (now) => send("POST", "clock", { now }),
    setFaults: (rules) => send("POST", "faults", rules),
    setSecrets: (secrets) => send("POST", "secrets", secrets),
    setSubscriptions: (topics) => send("POST", "subscriptions", topics),
    setDown: (instances) => send("POST", "down", instances),
    calls: async () => Calls.parse(await control("GET", "calls")),
    resetCalls: () => send("DELETE", "calls"),
    published: async () => Published.parse(await control("GET", "sns")),
    resetPublished: () => send("DELETE", "sns"),
  };
}
