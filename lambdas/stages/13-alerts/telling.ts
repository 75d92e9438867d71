import { TEXT_TOPIC, WEBHOOK_TOPIC } from "#contract/topics.ts";
import { type Chosen, chooseNotifications } from "#core/alerting/choose-notifications.ts";
import { composeMessage } from "#core/alerting/compose-message.ts";
import { composeWebhook } from "#core/alerting/compose-webhook.ts";
import { byLine } from "#core/alerting/told.ts";
import type { Resource } from "#core/model/resource.ts";
import type { Run } from "#core/model/run.ts";
import type { RunConfig } from "#core/model/run-config.ts";
import type { UtcDay } from "#core/model/utc-day.ts";
import type { AlertAction, AlertRow, Notification } from "#core/ports/alert-store.ts";

/** What telling looks at: the alerts after the fold, those of the last weeks, and what was said before this run. */
export interface Situation {
  readonly run: Run;
  readonly newestDay: UtcDay;
  readonly alerts: readonly AlertRow[];
  readonly history: readonly AlertRow[];
  readonly actions: readonly AlertAction[];
  readonly resources: ReadonlyMap<string, Resource>;
  readonly config: RunConfig;
}

const NOTHING: Chosen = { notifications: [], digest: [], silenced: [], unsupportedCount: 0 };

/** What the run tells people; nothing if it looks at the past. */
export function chosenOf({ run, newestDay, alerts, history, actions, resources, config }: Situation): Chosen {
  if (!run.tellsPeople) return NOTHING;
  const { notificationsPerDay, silences } = config.pipeline.alerts;
  const wasEverTold = actions.some(({ action }) => action === "told");
  return chooseNotifications(alerts, {
    newestDay,
    notificationsPerDay,
    actions: byLine(actions),
    history,
    resources,
    silences,
    startingFrom: wasEverTold ? null : run.from,
  });
}

/** The run's messages for the outbox, one per topic; none where there is nothing to tell. */
export function messagesOf(chosen: Chosen, situation: Situation): Omit<Notification, "sentAt">[] {
  const { run, newestDay, alerts, actions, resources, config } = situation;
  const isStarting = !actions.some(({ action }) => action === "told");
  const { dashboardUrl, runbookUrl } = config.pipeline.alerts;
  const context = {
    environment: config.pipeline.environment,
    metrics: config.metrics,
    resources,
    open: alerts.filter(({ state }) => state === "open" || state === "acknowledged"),
    newestDay,
    isStarting,
    dashboardUrl,
    runbookUrl,
  };
  const message = composeMessage(chosen, context);
  if (message === null) return [];
  const told = [...chosen.notifications, ...chosen.digest].flatMap((group) => group.alerts);
  const kind = isStarting ? "starting" : chosen.notifications.length > 0 ? "daily" : "digest";
  const { runId, startedAt: createdAt } = run;
  const { subject } = message;
  const about = { runId, seq: 0, scoredOn: newestDay, kind, subject, told: told.map(keyOf), createdAt };
  return [
    { ...about, topic: TEXT_TOPIC, body: message.body },
    { ...about, topic: WEBHOOK_TOPIC, body: composeWebhook(chosen, { runId, kind, subject }, context) },
  ];
}

/** One line per silence that holds something back, for the run's log. */
export function silenceWarnings({ silenced }: Chosen): string[] {
  const bySilence = Map.groupBy(
    silenced,
    ({ until, owner, reason }) => `silenced until ${until} by ${owner}: ${reason}`,
  );
  return [...bySilence].map(([silence, alerts]) => `${alerts.length} alerts ${silence}`);
}

function keyOf({ resourceId, metric, direction, class: alertClass, openedOn }: AlertRow) {
  return { resourceId, metric, direction, class: alertClass, openedOn };
}
