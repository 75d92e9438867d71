import { TEXT_TOPIC, WEBHOOK_TOPIC } from "#contract/topics.ts";
import { type Chosen, chooseNotifications } from "#core/alerting/choose-notifications.ts";
import { composeHeartbeat } from "#core/alerting/compose-heartbeat.ts";
import { composeMessage, type MessageContext } from "#core/alerting/compose-message.ts";
import { composeWebhook } from "#core/alerting/compose-webhook.ts";
import type { DayCoverage } from "#core/alerting/day-coverage.ts";
import { byLine } from "#core/alerting/told.ts";
import type { WebhookMessage } from "#core/alerting/webhook-message.ts";
import type { Resource } from "#core/model/resource.ts";
import type { Run } from "#core/model/run.ts";
import type { RunConfig } from "#core/model/run-config.ts";
import type { UtcDay } from "#core/model/utc-day.ts";
import type { AlertAction, AlertRow } from "#core/ports/alert-store.ts";
import { chatRows } from "./chat-rows.ts";
import { keyOf, type Queued } from "./outbox.ts";

/** What telling looks at: the alerts after the fold, those of the last weeks, and what was said before this run. */
export interface Situation {
  readonly run: Pick<Run, "runId" | "from" | "startedAt" | "tellsPeople">;
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

/** The run's messages for the outbox, one per topic and several for a chat; none where there is nothing to tell. */
export function messagesOf(chosen: Chosen, situation: Situation): Queued[] {
  const context = contextOf(situation);
  const message = composeMessage(chosen, context);
  if (message === null) return [];
  const kind = context.isStarting ? "starting" : chosen.notifications.length > 0 ? "daily" : "digest";
  return onEachTopic(kind, message, chosen, situation);
}

/** What the run says where it has nothing to tell, one message per topic. */
export function heartbeatsOf(coverage: DayCoverage, { silenced }: Chosen, situation: Situation): Queued[] {
  const message = composeHeartbeat(coverage, silenced.length, contextOf(situation));
  return onEachTopic("heartbeat", message, NOTHING, situation);
}

/** What messages look things up in. */
export function contextOf({ newestDay, alerts, actions, resources, config }: Situation): MessageContext {
  const { dashboardUrl, runbookUrl } = config.pipeline.alerts;
  return {
    environment: config.pipeline.environment,
    metrics: config.metrics,
    resources,
    open: alerts.filter(({ state }) => state === "open" || state === "acknowledged"),
    newestDay,
    isStarting: !actions.some(({ action }) => action === "told"),
    dashboardUrl,
    runbookUrl,
  };
}

function onEachTopic(
  kind: WebhookMessage["kind"],
  { subject, body }: { readonly subject: string; readonly body: string },
  chosen: Chosen,
  situation: Situation,
): Queued[] {
  const { runId, startedAt: createdAt } = situation.run;
  const told = [...chosen.notifications, ...chosen.digest].flatMap((group) => group.alerts).map(keyOf);
  const about = { runId, seq: 0, scoredOn: situation.newestDay, kind, subject, told, createdAt };
  const context = contextOf(situation);
  const webhook = composeWebhook(chosen, { runId, kind, subject }, context);
  const queued: [Queued, Queued] = [
    { ...about, topic: TEXT_TOPIC, body },
    { ...about, topic: WEBHOOK_TOPIC, body: webhook },
  ];
  const { config, history, resources } = situation;
  if (!config.pipeline.alerts.chat) return queued;
  const outbox = { alerts: history, resources };
  return [...queued, ...chatRows(chosen, { kind, queued }, { context, outbox })];
}

/** One line per silence that holds something back, for the run's log. */
export function silenceWarnings({ silenced }: Chosen): string[] {
  const bySilence = Map.groupBy(
    silenced,
    ({ until, owner, reason }) => `silenced until ${until} by ${owner}: ${reason}`,
  );
  return [...bySilence].map(([silence, alerts]) => `${alerts.length} alerts ${silence}`);
}
