import type { Chosen } from "#core/alerting/choose-notifications.ts";
import type { NotificationGroup } from "#core/alerting/group-causes.ts";
import { messageAttributes } from "#core/alerting/message-attributes.ts";
import { type Telling, toldNote } from "#core/alerting/told-note.ts";
import { utf8Length } from "#core/alerting/utf8-length.ts";
import type { Message } from "#core/model/message.ts";
import type { Resource } from "#core/model/resource.ts";
import type { Run } from "#core/model/run.ts";
import type { UtcDay } from "#core/model/utc-day.ts";
import type { AlertAction, AlertKey, AlertRow, Notification } from "#core/ports/alert-store.ts";

/** Messages are the one payload that passes through the state: together they stay under this. */
const MAX_PAYLOAD_BYTES = 24_000;

/** What the attributes of a message are made of. */
export interface Known {
  readonly alerts: readonly AlertRow[];
  readonly resources: ReadonlyMap<string, Resource>;
}

/** A message that no row of the outbox holds yet. */
export type Queued = Omit<Notification, "sentAt">;

/** The messages that wait, earlier runs' first; those that do not fit wait for the next run. */
export function outboxMessages(unsent: readonly Queued[], known: Known): Message[] {
  const messages: Message[] = [];
  let bytes = 0;
  for (const notification of unsent) {
    const message = messageOf(notification, known);
    bytes += utf8Length(JSON.stringify(message));
    if (messages.length > 0 && bytes > MAX_PAYLOAD_BYTES) break;
    messages.push(message);
  }
  return messages;
}

/** Whether one run can send so much. */
export function fitTogether(queued: readonly Queued[], known: Known): boolean {
  return outboxMessages(queued, known).length === queued.length;
}

function messageOf(notification: Queued, known: Known): Message {
  const { runId, topic, seq, subject, body } = notification;
  return {
    ...{ key: `${runId}/${topic}/${seq}`, topic, subject, body },
    attributes: messageAttributes(notification, known),
  };
}

/** The run that tells. */
type Teller = Pick<Run, "runId" | "startedAt">;

/** What is remembered of a telling: one action per alert, in the same transaction as the message that names it. */
export function toldActions(chosen: Chosen, run: Teller, newestDay: UtcDay): AlertAction[] {
  const actionsFor = ({ alerts }: NotificationGroup, telling: Telling) =>
    alerts.map((alert) => toldAction(alert, toldNote(telling), run, newestDay));
  return [
    ...chosen.notifications.flatMap((group, index) => {
      const kind = group.cause === "shared" || group.cause === "source" ? "shared" : "notification";
      return actionsFor(group, { kind, number: index + 1, isOutsideBudget: group.isOutsideBudget });
    }),
    ...chosen.digest.flatMap((group) =>
      actionsFor(group, { kind: "digest", number: 0, isOutsideBudget: false }),
    ),
  ];
}

function toldAction(alert: AlertRow, note: string, run: Teller, newestDay: UtcDay): AlertAction {
  return {
    ...keyOf(alert),
    scoredOn: newestDay,
    action: "told",
    severity: alert.severity,
    actor: "pipeline",
    note,
    expiresOn: null,
    actedAt: `${run.startedAt.slice(0, 19)}.000Z`,
    runId: run.runId,
  };
}

/** The identity of an alert, without the rest of it. */
export function keyOf({ resourceId, metric, direction, class: alertClass, openedOn }: AlertRow): AlertKey {
  return { resourceId, metric, direction, class: alertClass, openedOn };
}
