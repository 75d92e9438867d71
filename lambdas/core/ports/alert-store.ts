import type { UtcDay } from "../model/utc-day.ts";
import type { Instant, Provenance } from "./provenance.ts";

export const ALERT_DIRECTIONS = ["up", "down"] as const;
export type AlertDirection = (typeof ALERT_DIRECTIONS)[number];

/**
 * `limit`: judged on a value alone. `condition`: the statistical clauses of the metric. `prediction`: drift, spike, forecast, learned score.
 * `silence`: data that stopped or froze. `statistical`: everything else worth a record, never told by itself.
 */
export const ALERT_CLASSES = ["limit", "condition", "prediction", "silence", "statistical"] as const;
export type AlertClass = (typeof ALERT_CLASSES)[number];

export const ALERT_SEVERITIES = ["warning", "critical"] as const;
export type AlertSeverity = (typeof ALERT_SEVERITIES)[number];

export const ALERT_STATES = ["open", "acknowledged", "resolved", "withdrawn"] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/** What makes two alerts the same one. */
export interface AlertKey {
  readonly resourceId: string;
  readonly metric: string;
  readonly direction: AlertDirection;
  readonly class: AlertClass;
  readonly openedOn: UtcDay;
}

/** One row of `infra_anomaly_alerts`, provenance apart. `evidence` objects are ours: plain JSON objects. */
export interface AlertRow extends AlertKey {
  /** End of the opening UTC day. */
  readonly triggeredAt: Instant;
  readonly severity: AlertSeverity;
  readonly state: AlertState;
  /** Newest day on which the condition held. */
  readonly lastMetOn: UtcDay;
  /** First day on which it is no longer open. */
  readonly resolvedOn: UtcDay | null;
  readonly resolveReason: string | null;
  readonly value: number | null;
  readonly expectedLow: number | null;
  readonly expectedHigh: number | null;
  readonly z: number | null;
  readonly evidence: Readonly<Record<string, unknown>>;
  /** Evidence of the opening day. */
  readonly openingEvidence: Readonly<Record<string, unknown>>;
}

export const ALERT_ACTIONS = ["told", "acknowledge", "silence", "refute"] as const;

/** One row of `infra_alert_action`: append-only. The whole row is its identity, so appending it twice is harmless. */
export interface AlertAction extends AlertKey {
  /** Newest scored day when it was done. */
  readonly scoredOn: UtcDay;
  readonly action: (typeof ALERT_ACTIONS)[number];
  /** Of the alert at that time: one that rises since is told again. */
  readonly severity: AlertSeverity;
  /** Who; `pipeline` for `told`. */
  readonly actor: string;
  readonly note: string;
  /** Last day of a silence; null: no end. */
  readonly expiresOn: UtcDay | null;
  /** For `told` the start of the run, so that a repeated stage writes the same row. Whole seconds. */
  readonly actedAt: Instant;
  readonly runId: string | null;
}

/** One row of `infra_notification`, the outbox. */
export interface Notification {
  readonly runId: string;
  readonly topic: string;
  /** Position among the messages of this run and topic, from 0. */
  readonly seq: number;
  readonly scoredOn: UtcDay;
  /** `daily`, `starting`, `digest`, `heartbeat` */
  readonly kind: string;
  readonly subject: string;
  readonly body: string;
  /** Alerts that it names. */
  readonly told: readonly AlertKey[];
  readonly createdAt: Instant;
  readonly sentAt: Instant | null;
}

/** Outcome of the fold. An alert to withdraw is an upsert with that state. */
export interface AlertChanges {
  readonly upserts: readonly AlertRow[];
  readonly deletes: readonly AlertKey[];
  readonly actions: readonly AlertAction[];
  readonly notifications: readonly Omit<Notification, "sentAt">[];
}

/** `infra_anomaly_alerts`, `infra_alert_action` and `infra_notification`: what 13 writes in one transaction. */
export interface AlertStore {
  /** Alerts open on `day`: opened on it or before, and not resolved by then; withdrawn ones left out. */
  openOn(day: UtcDay): Promise<AlertRow[]>;
  /** Alerts that a fold beginning at `day` may change: opened on it or later, or not resolved before it; withdrawn ones included. */
  notClosedBefore(day: UtcDay): Promise<AlertRow[]>;
  /** Every alert of a series, oldest first. */
  ofSeries(series: Pick<AlertKey, "resourceId" | "metric">): Promise<AlertRow[]>;
  /**
   * Deletes, upserts, appends and queues, then clears `dirty_from`, all in one fenced transaction. A queued message that was sent
   * already stays as it was sent.
   */
  apply(epoch: number, provenance: Provenance, changes: AlertChanges): Promise<void>;
  /** What was said and told with `scoredOn >= since`, oldest first. A stage that repeats must leave out what its own run told. */
  readActions(since: UtcDay): Promise<AlertAction[]>;
  /** For people's commands. */
  appendAction(action: AlertAction): Promise<void>;
  /** Whether another run wrote a message with this newest scored day. */
  wasMessageWritten(scoredOn: UtcDay, exceptRunId: string): Promise<boolean>;
  /** Messages of all runs that wait to be sent, oldest first. */
  unsent(): Promise<Notification[]>;
  /** Marks messages as sent; one that is marked keeps its first mark. Not fenced: it says what happened outside. */
  markSent(keys: readonly Pick<Notification, "runId" | "topic" | "seq">[], sentAt: Instant): Promise<void>;
}
