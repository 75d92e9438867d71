import type { AlertAction, AlertKey, AlertRow, AlertStore, Notification } from "#core/ports/alert-store.ts";

/** The three alert tables in memory, with the questions that MySQL answers by SQL. */
export interface MemoryAlerts extends AlertStore {
  readonly rows: Map<string, AlertRow>;
  actions: AlertAction[];
  outbox: Notification[];
}

function identity({ resourceId, metric, direction, class: alertClass, openedOn }: AlertKey): string {
  return [resourceId, metric, direction, alertClass, openedOn].join("\n");
}

export function memoryAlerts(stored: readonly AlertRow[] = []): MemoryAlerts {
  const store: MemoryAlerts = {
    rows: new Map(stored.map((alert) => [identity(alert), alert])),
    actions: [],
    outbox: [],
    openOn: async (day) =>
      [...store.rows.values()].filter(
        (alert) =>
          alert.openedOn <= day &&
          (alert.resolvedOn === null || alert.resolvedOn > day) &&
          alert.state !== "withdrawn",
      ),
    notClosedBefore: async (day) =>
      [...store.rows.values()].filter(
        (alert) => alert.openedOn >= day || alert.resolvedOn === null || alert.resolvedOn >= day,
      ),
    ofSeries: async ({ resourceId, metric }) =>
      [...store.rows.values()]
        .filter((alert) => alert.resourceId === resourceId && alert.metric === metric)
        .toSorted((a, b) => (a.openedOn < b.openedOn ? -1 : 1)),
    async apply(_epoch, _provenance, changes) {
      for (const key of changes.deletes) store.rows.delete(identity(key));
      for (const alert of changes.upserts) store.rows.set(identity(alert), alert);
      const said = new Set(store.actions.map((action) => JSON.stringify(action)));
      store.actions.push(...changes.actions.filter((action) => !said.has(JSON.stringify(action))));
      const isNew = (message: Omit<Notification, "sentAt">) =>
        !store.outbox.some(
          ({ runId, topic, seq }) =>
            `${runId}${topic}${seq}` === `${message.runId}${message.topic}${message.seq}`,
        );
      store.outbox.push(
        ...changes.notifications.filter(isNew).map((message) => ({ ...message, sentAt: null })),
      );
    },
    readActions: async (since) => store.actions.filter((action) => action.scoredOn >= since),
    async appendAction(action) {
      store.actions.push(action);
    },
    wasMessageWritten: async (scoredOn, exceptRunId) =>
      store.outbox.some((message) => message.scoredOn === scoredOn && message.runId !== exceptRunId),
    unsent: async () => store.outbox.filter((message) => message.sentAt === null),
    async markSent(keys, sentAt) {
      const sent = new Set(keys.map(({ runId, topic, seq }) => `${runId}/${topic}/${seq}`));
      store.outbox = store.outbox.map((message) =>
        sent.has(`${message.runId}/${message.topic}/${message.seq}`) ? { ...message, sentAt } : message,
      );
    },
  };
  return store;
}
