import type { FaultTarget } from "./fault-book.ts";
import { createFaultBook, type FaultBook } from "./fault-book.ts";

/** A message that somebody published to a topic. */
export interface PublishedMessage {
  readonly topicArn: string;
  readonly subject: string | null;
  readonly message: string;
  readonly messageId: string;
  /** By name; of an array, its JSON. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** How many listen to a topic, and how many were asked and have not answered. */
export interface TopicSubscriptions {
  readonly confirmed: number;
  readonly pending: number;
}

/** Oldest messages are forgotten beyond this. */
const KEPT_MESSAGES_COUNT = 10_000;

/** What the servers of one simulated estate share: its clock, its faults, and what was asked of them. */
export interface SimulationState {
  /** The simulated moment, in epoch seconds: nothing after it exists. */
  nowSeconds: number;
  readonly faults: FaultBook;
  /** Calls by `service.action`, struck ones included. */
  readonly callCounts: Map<string, number>;
  readonly published: PublishedMessage[];
  /** By topic ARN; a topic that is not there has one confirmed subscription. */
  readonly subscriptions: Map<string, TopicSubscriptions>;
  /** Secret strings by name or ARN. */
  readonly secrets: Map<string, string>;
  /** Prometheus instances (`redis://host:port`) that do not answer their exporter. */
  readonly downInstances: Set<string>;
  /** Ids of resources with a CloudWatch alarm on their CPU; the specification's estate has none. */
  readonly alarmedResources: Set<string>;
  readonly countCall: (target: FaultTarget) => void;
  readonly publish: (message: PublishedMessage) => void;
}

export function createSimulationState(nowSeconds: number): SimulationState {
  const callCounts = new Map<string, number>();
  const published: PublishedMessage[] = [];
  return {
    nowSeconds,
    faults: createFaultBook(),
    callCounts,
    published,
    subscriptions: new Map(),
    secrets: new Map(),
    downInstances: new Set(),
    alarmedResources: new Set(),
    countCall({ service, action }) {
      const key = `${service}.${action}`;
      callCounts.set(key, (callCounts.get(key) ?? 0) + 1);
    },
    publish(message) {
      published.push(message);
      if (published.length > KEPT_MESSAGES_COUNT) {
        published.shift();
      }
    },
  };
}
